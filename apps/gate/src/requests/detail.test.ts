import { createSecureProcessor, startKeyServer, usualPolicy, type KeyServer, type LabAuthority } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { createAppraiser, judgeRequest, trustGraph } from "@sekisho/verifier";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";
import { keyServerSource } from "./key-server-source.ts";

let authority: LabAuthority;
let keyServer: KeyServer;
let gate: TestGate;

beforeAll(async () => {
  authority = await testAuthority("Genoa");
  keyServer = await startKeyServer({ authorities: [authority] });
  gate = await testGate({ appraiser: createAppraiser(keyServerSource({ url: keyServer.url })) });
}, 120_000);

afterAll(async () => {
  await gate.stop();
  await keyServer.close();
});

test("evidence that was refused before anybody was asked is shown with what was had about its machine then", async () => {
  const machine = await gate.register({
    referenceValues: [referenceValue("5a".repeat(48))],
    additionalRoots: [authority.rootDigest],
  });
  const processor = createSecureProcessor(authority);
  const attest = async (digest: number) => {
    const launched = processor.launch({ launchDigest: new Uint8Array(48).fill(digest), policy: usualPolicy });
    const guest = await testGuest(gate.guests, machine, Buffer.from(launched.reportId), (reportData) => ({
      technology: "sev-snp" as const,
      report: Buffer.from(launched.report(reportData, 0).report).toString("base64"),
    }));
    return guest.attest();
  };
  const early = await attest(0x11);
  const before = await gate.detail(early.state === "refused" ? early.number : 0);
  expect(before.endorsements).toEqual({ certificates: [], crls: [], collateral: [] });

  expect((await attest(0x5a)).state).toBe("released");
  const late = await attest(0x11);
  const asked = keyServer.requests.length;
  for (const status of [early, late]) {
    const detail = await gate.detail(status.state === "refused" ? status.number : 0);
    expect(detail.verdict?.checks.some(({ id }) => id === "sev-snp.signature")).toBe(false);
    const { verdict } = await judgeRequest(detail, machine, null, new Date());
    const { nodes } = trustGraph({ verdict, machine });
    expect(nodes.find(({ id }) => id === "chip-key")?.status).toBe("pass");
    expect(verdict.verdict).toBe("rejected");
    // A list that came after the evidence says nothing about the moment at which that was refused.
    expect(detail.endorsements.crls).toHaveLength(status === late ? 1 : 0);
  }
  expect(keyServer.requests.length).toBe(asked);
});

test("the machine comes with the LUKS2 header that was registered last", async () => {
  const machine = await gate.register({ additionalRoots: [authority.rootDigest] });
  const headerDigest = "ab".repeat(32);
  const path = `/v1/admin/machines/${machine.id}/header`;
  expect((await gate.administrator.call({ method: "POST", path, body: { headerDigest } })).status).toBe(200);
  const guest = await testGuest(gate.guests, machine);
  const status = await guest.attest();
  const detail = await gate.detail(status.state === "refused" ? status.number : 0);
  expect(detail.machine?.disk.headerDigest).toBe(headerDigest);
});
