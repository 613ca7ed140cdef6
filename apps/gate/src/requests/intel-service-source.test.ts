import { parseQuote, type Quote } from "@sekisho/evidence/dcap";
import { labPlatform, startKeyServer, type IntelPlatform, type KeyServer } from "@sekisho/lab";
import { labTdQuote, testIntelAuthority } from "@sekisho/lab/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { intelServiceSource } from "./intel-service-source.ts";

const given = { certificates: [], crls: [], collateral: { documents: [], certificates: [], crls: [] } };
let server: KeyServer;
let requests: number;

beforeAll(async () => {
  server = await startKeyServer({
    authorities: [],
    intel: { authority: await testIntelAuthority(), platforms: [labPlatform()] },
  });
});
beforeEach(() => {
  requests = server.requests.length;
});
afterAll(() => server.close());

async function quoteOf(platform: IntelPlatform): Promise<Quote> {
  const quote = parseQuote(await labTdQuote({ enclave: { platform } }));
  if (!quote.ok) throw new Error(quote.error.field);
  return quote.value;
}

const platformNumber = (number: number): IntelPlatform => ({
  ...labPlatform(),
  fmspc: Uint8Array.of(1, 2, 3, 4, 5, number),
});

test("one platform after another on behalf of one machine is asked for ever more rarely; what Intel knows, always", async () => {
  const source = intelServiceSource({ url: server.url });
  const known = await quoteOf(labPlatform());
  expect((await source({ quote: known, given, machineId: "a" })).problems).toEqual([]);
  const ends: string[] = [];
  for (let number = 0; number < 9; number++) {
    const { problems } = await source({ quote: await quoteOf(platformNumber(number)), given, machineId: "a" });
    ends.push(...problems.map(({ id }) => id));
  }
  expect(ends.filter((id) => id === "endorsements.fetch.status").length).toBeLessThan(7);
  expect(ends.at(-1)).toBe("verifier.endorsements.newPlatforms");
  expect((await source({ quote: known, given, machineId: "a" })).problems).toEqual([]);
  const { problems } = await source({ quote: await quoteOf(platformNumber(0)), given, machineId: "b" });
  expect(problems.map(({ id }) => id)).toEqual(["endorsements.fetch.status"]);
});

test("an offline source asks nothing, and names what is missing", async () => {
  const source = intelServiceSource({ url: server.url, offline: true });
  const { problems } = await source({ quote: await quoteOf(labPlatform()), given, machineId: "a" });
  expect(problems.map(({ id, values }) => [id, values["name"]])).toEqual([
    ["endorsements.fetch.offline-missing", "intel/tdx/certification/v4/tcb?fmspc=90C06F000000"],
    ["endorsements.fetch.offline-missing", "intel/tdx/certification/v4/qe/identity"],
    ["endorsements.fetch.offline-missing", "intel/sgx/certification/v4/pckcrl?ca=platform&encoding=der"],
    ["endorsements.fetch.offline-missing", "intel/sgx/certification/v4/rootcacrl"],
  ]);
  expect(server.requests.length).toBe(requests);
});
