import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { refuses } from "@sekisho/evidence";
import {
  createQuotingEnclave,
  createTdxModule,
  labPlatform,
  olderPlatform,
  playedTd,
  startKeyServer,
  tdAttributes,
  usualTdAttributes,
  type IntelAuthority,
  type KeyServer,
  type QuotingEnclaveOptions,
  type TdEvent,
} from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import type { Machine, RequestDetail } from "@sekisho/release";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAppraiser } from "@sekisho/verifier";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";
import { knownFirmware, recordedTd, tdCommandLine, tdEvent, tdFirmwareDigest } from "../test-support/recorded-td.ts";
import { intelServiceSource } from "./intel-service-source.ts";
import { keyServerSource } from "./key-server-source.ts";

let authority: IntelAuthority;
let revoked: readonly bigint[];
let service: KeyServer;
let gate: TestGate;

beforeAll(async () => {
  authority = await testIntelAuthority();
});

beforeEach(async () => {
  revoked = [];
  const intel = { authority, platforms: [labPlatform()], says: () => ({ revoked }) };
  service = await startKeyServer({ authorities: [], intel });
  const amd = keyServerSource({ url: service.url });
  gate = await testGate({ appraiser: createAppraiser(amd, intelServiceSource({ url: service.url })) });
});

afterEach(async () => {
  await gate.stop();
  await service.close();
});

/** What a test wants otherwise than an honest TD. */
type Plan = {
  readonly mrTd?: Uint8Array;
  readonly attributes?: bigint;
  readonly events?: (own: readonly TdEvent[]) => readonly TdEvent[];
  /** Of another boot than the TD's own. */
  readonly log?: "none" | "other";
  readonly enclave?: QuotingEnclaveOptions;
  readonly authority?: IntelAuthority;
  readonly machine?: Partial<Machine>;
  readonly policy?: string;
  readonly left?: boolean;
  readonly reportData?: (binding: Uint8Array) => Uint8Array;
};

async function guestOf(plan: Plan = {}): Promise<TestGuest> {
  const id = randomUUID();
  const { events: own, known } = recordedTd(`quiet sekisho.machine=${id}`);
  const machine = await gate.register(
    {
      id,
      technology: "tdx",
      guestPolicy: "0x10000000",
      referenceValues: [],
      measuredLaunches: [knownFirmware],
      measuredBoots: [known],
      additionalRoots: [authority.rootDigest],
      ...plan.machine,
    },
    plan.policy,
  );
  const module = createTdxModule(createQuotingEnclave(plan.authority ?? authority, plan.enclave));
  const { attributes = usualTdAttributes } = plan;
  const { td, eventLog } = playedTd(
    module.launch({ mrTd: plan.mrTd ?? tdFirmwareDigest, attributes }),
    plan.events?.(own) ?? own,
  );
  if (plan.left === true) td.extend(3, new Uint8Array(48).fill(1));
  const other =
    plan.log === "other" ? playedTd(module.launch({ mrTd: tdFirmwareDigest }), [tdEvent(0, "another")]) : undefined;
  const log = plan.log === "none" ? undefined : await (other?.eventLog ?? eventLog)(undefined);
  return testGuest(gate.guests, machine, Buffer.alloc(32), (binding) => ({
    technology: "tdx",
    quote: Buffer.from(td.quote(plan.reportData?.(binding) ?? binding)).toString("base64"),
    ...(log === undefined ? {} : { eventLog: Buffer.from(log).toString("base64") }),
  }));
}

async function refusal(plan: Plan): Promise<RequestDetail> {
  const status = await (await guestOf(plan)).attest();
  if (status.state !== "refused") throw new Error(`not refused but ${status.state}`);
  return gate.detail(status.number);
}

const refusing = ({ verdict }: RequestDetail): string[] => (verdict?.checks ?? []).filter(refuses).map(({ id }) => id);

test("a genuine TD is released to; collateral is kept with the verdict, and fetched once", async () => {
  const guest = await guestOf();
  const status = await guest.attest();
  if (status.state === "refused") throw new Error(JSON.stringify((await gate.detail(status.number)).verdict, null, 1));
  if (status.state !== "released") throw new Error(status.state);
  expect(await guest.open(status.release)).toBe(diskKey);
  const { verdict, endorsements } = await gate.detail(status.request);
  const passed = verdict?.checks.filter((check) => check.status === "pass").map(({ id }) => id);
  expect(passed).toEqual(expect.arrayContaining(["tdx.report-data", "tdx.signature", "tdx.policy.rtmrs.3"]));
  const files = endorsements.collateral.map((text) => Buffer.from(text, "base64").toString("utf8"));
  expect(files.filter((text) => text.includes("tcbInfo"))).toHaveLength(1);
  expect(files.filter((text) => text.includes("enclaveIdentity"))).toHaveLength(1);
  expect(endorsements.crls).toHaveLength(2);
  expect(verdict?.claims).toHaveProperty("technology", "tdx");
  expect(verdict?.claims).not.toHaveProperty("eventLog");

  const asked = service.requests.length;
  expect(asked).toBe(4);
  expect((await (await guestOf()).attest()).state).toBe("released");
  expect(service.requests).toHaveLength(asked);
});

test("TDs that come at once share one question for each document", async () => {
  const guests = [await guestOf(), await guestOf(), await guestOf()];
  const statuses = await Promise.all(guests.map(async (guest) => guest.attest()));
  expect(statuses.map(({ state }) => state)).toEqual(["released", "released", "released"]);
  expect(service.requests).toHaveLength(4);
});

describe("the gate refuses, and asks nobody for collateral", () => {
  const swapped = (own: readonly TdEvent[]): readonly TdEvent[] => [...own.slice(0, 1), tdEvent(1, "other")];
  const otherMachine = (own: readonly TdEvent[]): readonly TdEvent[] => [
    ...own.slice(0, 2),
    tdCommandLine("quiet sekisho.machine=another"),
  ];
  test.each<[string, Plan, RegExp]>([
    ["another firmware", { mrTd: new Uint8Array(48).fill(1) }, /^tdx\.policy\.mr-td$/],
    ["a debug TD", { attributes: usualTdAttributes | tdAttributes.debug }, /attributes/],
    ["a migratable TD", { attributes: usualTdAttributes | tdAttributes.migratable }, /attributes/],
    ["another kernel", { events: swapped }, /^measured-boot\./],
    ["another machine's command line", { events: otherMachine }, /^measured-boot\./],
    ["no log of an unknown boot", { events: swapped, log: "none" }, /^measured-boot\.known$/],
    ["the log of another boot", { log: "other" }, /^tdx\.event-log/],
    ["a TD that has left its initrd", { left: true }, /^tdx\.policy\.rtmrs\.3$/],
    ["a machine without known boots", { machine: { measuredBoots: [] } }, /^measured-boot\./],
    ["a machine without known launches", { machine: { measuredLaunches: [] } }, /^tdx\.policy\.mr-td$/],
  ])("%s", async (_, plan, expected) => {
    const detail = await refusal(plan);
    expect(refusing(detail).some((id) => expected.test(id))).toBe(true);
    expect(service.requests).toEqual([]);
  });

  test("a quote about something else than this request", async () => {
    const { reason } = await refusal({ reportData: (binding) => binding.toReversed() });
    expect(reason?.id).toBe("gate.refusal.bindingDiffers");
    expect(service.requests).toEqual([]);
  });

  test("a quote that can't be read, and one of an SGX enclave", async () => {
    const guest = await guestOf();
    const bundle = await guest.bundle(await guest.challenge());
    const quote = bundle.evidence.technology === "tdx" ? Buffer.from(bundle.evidence.quote, "base64") : Buffer.of();
    const enclave = createQuotingEnclave(authority).quoteEnclave({
      cpuSvn: new Uint8Array(16),
      miscSelect: 0,
      cetAttributes: 0,
      isvExtProdId: new Uint8Array(16),
      attributes: { flags: 0x5n, xfrm: 0xe7n },
      mrEnclave: new Uint8Array(32),
      mrSigner: new Uint8Array(32),
      configId: new Uint8Array(64),
      isvProdId: 1,
      isvSvn: 1,
      configSvn: 0,
      isvFamilyId: new Uint8Array(16),
      reportData: new Uint8Array(64),
    });
    for (const bytes of [quote.subarray(0, 400), enclave]) {
      const evidence = { technology: "tdx" as const, quote: Buffer.from(bytes).toString("base64") };
      const status = await guest.send({ ...bundle, evidence });
      const detail = await gate.detail(status.state === "refused" ? status.number : 0);
      expect(detail.reason?.id).toMatch(/^malformed\./);
    }
  });
});

describe("a policy that asks for less", () => {
  const lax = (tdx: string): string => `version: 1\ntdx: ${tdx}\n`;

  test("may accept any TCB and do without collateral", async () => {
    const guest = await guestOf({ enclave: { platform: olderPlatform(labPlatform()) }, policy: lax("{}") });
    expect((await guest.attest()).state).toBe("released");
  });

  test("never lets unknown firmware or boots have a key, nor a TD that has left its initrd", async () => {
    const other = new Uint8Array(48).fill(1);
    const extended = [Buffer.alloc(48), Buffer.alloc(48, 1)];
    const left = createHash("sha384").update(Buffer.concat(extended)).digest("hex");
    const swapped = (own: readonly TdEvent[]): readonly TdEvent[] => [...own.slice(0, 1), tdEvent(1, "other")];
    expect(refusing(await refusal({ mrTd: other, policy: lax("{}") }))).toContain("tdx.policy.mr-td");
    expect(refusing(await refusal({ events: swapped, policy: lax("{}") }))).toContain("measured-boot.known");
    const accepting = lax(`{ rtmrs: { "3": ["${left}"] } }`);
    expect(refusing(await refusal({ left: true, policy: accepting }))).toContain("tdx.policy.rtmrs.3");
  });

  test("without a section about TDX lets nobody in", async () => {
    expect(refusing(await refusal({ policy: "version: 1\nsev-snp: {}\n" }))).toEqual(["policy.section"]);
  });
});

describe("the gate refuses for what Intel says", () => {
  test("a platform that is out of date", async () => {
    const detail = await refusal({ enclave: { platform: olderPlatform(labPlatform()) } });
    expect(refusing(detail)).toEqual([expect.stringMatching(/^tdx\.policy\.tcb/)]);
    expect(detail.endorsements.collateral).toHaveLength(2);
  });

  test("a provisioning key that was revoked", async () => {
    const { pck } = createQuotingEnclave(authority);
    const { serialNumber } = new X509Certificate(pck.certificate);
    revoked = [BigInt(`0x${serialNumber}`)];
    expect(refusing(await refusal({}))).toContain("tdx.pck.revocation");
  });

  test("a root that nobody named, without reading the log", async () => {
    const stranger = await testIntelAuthority("stranger");
    expect(refusing(await refusal({ log: "other" }))).toContainEqual(expect.stringMatching(/^tdx\.event-log/));
    const forged = refusing(await refusal({ authority: stranger, log: "other" }));
    expect(forged).toContain("tdx.chain.root");
    expect(forged).not.toContainEqual(expect.stringMatching(/^tdx\.event-log/));
    expect(service.requests).toEqual([]);
  });
});

test("a service that is away refuses nobody: the guest comes again", async () => {
  const guest = await guestOf();
  service.misbehave({ status: 503 }, 100);
  await expect(guest.attest()).rejects.toThrow("gate.problem.endorsementsUnavailable");
  service.misbehave({ status: 503 }, 0);
});

test("machines of SEV and SEV-ES are not registered, nor a launch digest of everything for a TD", async () => {
  const referenceValues = [referenceValue("5a".repeat(48))];
  await expect(gate.register({ technology: "tdx", referenceValues })).rejects.toThrow("gate.problem.otherBootKind");
  for (const technology of ["sev", "sev-es"] as const) {
    const launchDigests = [referenceValue("5a".repeat(32))];
    const registered = gate.register({ technology, referenceValues: launchDigests });
    await expect(registered).rejects.toThrow("gate.problem.launchSecret");
  }
});
