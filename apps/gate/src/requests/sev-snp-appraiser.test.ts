import { randomBytes, X509Certificate } from "node:crypto";
import { refuses } from "@sekisho/evidence";
import {
  createSecureProcessor,
  guestPolicy,
  startKeyServer,
  usualPolicy,
  writeCertificateTable,
  type KeyServer,
  type LabAuthority,
  type SecureProcessor,
} from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import type { EvidenceBundle, Machine, RequestDetail } from "@sekisho/release";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAppraiser, demandsOf } from "@sekisho/verifier";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";
import { keyServerSource } from "./key-server-source.ts";

const launchDigest = new Uint8Array(48).fill(0x5a);
const known = referenceValue("5a".repeat(48));

let authority: LabAuthority;
let revoked: readonly bigint[];
let processor: SecureProcessor;
let keyServer: KeyServer;
let gate: TestGate;

beforeAll(async () => {
  authority = await testAuthority("Genoa");
  processor = createSecureProcessor(authority);
}, 120_000);

beforeEach(async () => {
  revoked = [];
  keyServer = await startKeyServer({ authorities: [authority], revoked: () => revoked });
  gate = await testGate({ appraiser: createAppraiser(keyServerSource({ url: keyServer.url })) });
});

afterEach(async () => {
  await gate.stop();
  await keyServer.close();
});

type Launched = {
  readonly from?: SecureProcessor;
  readonly digest?: Uint8Array;
  readonly policy?: bigint;
  readonly vmpl?: number;
};

async function launch(machine: Machine, plan: Launched = {}): Promise<TestGuest> {
  const { from = processor, digest = launchDigest, policy = usualPolicy, vmpl = 0 } = plan;
  const guest = from.launch({ launchDigest: digest, policy });
  return testGuest(gate.guests, machine, Buffer.from(guest.reportId), (reportData) => {
    const { report, certificateTable } = guest.report(reportData, vmpl);
    const evidence = { technology: "sev-snp" as const, report: Buffer.from(report).toString("base64") };
    if (certificateTable.length === 0) return evidence;
    return { ...evidence, certificateTable: Buffer.from(certificateTable).toString("base64") };
  });
}

/** A machine whose owner trusts the lab. */
const trusting = (): Promise<Machine> =>
  gate.register({ referenceValues: [known], additionalRoots: [authority.rootDigest] });

async function refusedBy(guest: TestGuest): Promise<RequestDetail> {
  const status = await guest.attest();
  if (status.state !== "refused") throw new Error(`not refused but ${status.state}`);
  return gate.detail(status.number);
}

function reportOf({ evidence }: EvidenceBundle): string {
  return evidence.technology === "sev-snp" ? evidence.report : "";
}

function refusing(detail: RequestDetail): string[] {
  return (detail.verdict?.checks ?? []).filter(refuses).map(({ id }) => id);
}

test("a genuine guest of the lab is released to, and its certificates are fetched once", async () => {
  const machine = await trusting();
  const guest = await launch(machine);
  const status = await guest.attest();
  expect(status.state === "released" ? await guest.open(status.release) : status).toBe(diskKey);
  const detail = await gate.detail(status.state === "released" ? status.request : "");
  const passed = detail.verdict?.checks.filter((check) => check.status === "pass").map(({ id }) => id);
  expect(passed).toEqual(expect.arrayContaining(["sev-snp.report-data", "sev-snp.signature", "sev-snp.chain.root"]));
  expect(detail.endorsements.certificates).toHaveLength(3);
  expect(detail.endorsements.crls).toHaveLength(1);

  const asked = keyServer.requests.length;
  expect(asked).toBe(3);
  expect((await (await launch(machine)).attest()).state).toBe("released");
  expect(keyServer.requests).toHaveLength(asked);
});

describe("the gate refuses, and asks nobody for certificates", () => {
  test("an unknown launch digest", async () => {
    const guest = await launch(await trusting(), { digest: randomBytes(48) });
    expect(refusing(await refusedBy(guest))).toContain("sev-snp.policy.measurement");
    expect(keyServer.requests).toEqual([]);
  });

  test("a debug guest, and one that is not at VMPL 0", async () => {
    const debug = await launch(await trusting(), { policy: usualPolicy | guestPolicy.debugAllowed });
    expect(refusing(await refusedBy(debug)).join()).toContain("debug");
    const inner = await launch(await trusting(), { vmpl: 2 });
    expect(refusing(await refusedBy(inner)).join()).toContain("vmpl");
    expect(keyServer.requests).toEqual([]);
  });

  test("a report that can't be read", async () => {
    const guest = await launch(await trusting());
    const bundle = await guest.bundle(await guest.challenge());
    const evidence = { technology: "sev-snp" as const, report: reportOf(bundle).slice(0, 400) };
    const status = await guest.send({ ...bundle, evidence });
    const detail = await gate.detail(status.state === "refused" ? status.number : 0);
    expect(detail.reason?.id).toBe("malformed.truncated");
  });
});

test("a root that the machine does not name is refused, though the key server has its certificates", async () => {
  const guest = await launch(await gate.register({ referenceValues: [known] }));
  expect(refusing(await refusedBy(guest))).toContain("sev-snp.chain.root");
});

test("a processor of a stranger, who brings certificates along, is refused", async () => {
  const stranger = createSecureProcessor(await testAuthority("Genoa", "stranger"), { certificateTable: true });
  const guest = await launch(await trusting(), { from: stranger });
  expect(refusing(await refusedBy(guest))).toContain("sev-snp.chain.root");
}, 120_000);

test("a report whose signature was changed is refused", async () => {
  const guest = await launch(await trusting());
  const bundle = await guest.bundle(await guest.challenge());
  const report = Buffer.from(reportOf(bundle), "base64");
  report[0x2a0] = (report[0x2a0] ?? 0) ^ 1;
  const evidence = { technology: "sev-snp" as const, report: report.toString("base64") };
  const status = await guest.send({ ...bundle, evidence });
  expect(refusing(await gate.detail(status.state === "refused" ? status.number : 0))).toContain("sev-snp.signature");
});

test("an older revocation list that comes with the evidence does not hide what was revoked since", async () => {
  revoked = [BigInt(`0x${new X509Certificate(authority.ask.certificate).serialNumber}`)];
  const guest = await launch(await trusting());
  const bundle = await guest.bundle(await guest.challenge());
  const older = writeCertificateTable([{ kind: "crl", bytes: authority.crl() }]);
  const evidence = { ...bundle.evidence, certificateTable: Buffer.from(older).toString("base64") };
  const status = await guest.send({ ...bundle, evidence });
  expect(refusing(await gate.detail(status.state === "refused" ? status.number : status.request))).toEqual([
    "sev-snp.chain.revocation",
  ]);
});

test("the list that comes with the evidence counts while the vendor's can't be had", async () => {
  const ask = BigInt(`0x${new X509Certificate(authority.ask.certificate).serialNumber}`);
  const guest = await launch(await trusting());
  const bundle = await guest.bundle(await guest.challenge());
  const table = writeCertificateTable([
    { kind: "ark", bytes: authority.ark.certificate },
    { kind: "ask", bytes: authority.ask.certificate },
    { kind: "vcek", bytes: processor.endorsement.certificate },
    { kind: "crl", bytes: authority.crl({ revoked: [ask] }) },
  ]);
  keyServer.misbehave({ status: 429, retryAfterSeconds: 600 }, 20);
  const evidence = { ...bundle.evidence, certificateTable: Buffer.from(table).toString("base64") };
  const status = await guest.send({ ...bundle, evidence });
  expect(refusing(await gate.detail(status.state === "refused" ? status.number : 0))).toEqual([
    "sev-snp.chain.revocation",
  ]);
});

test("a guest that was launched under another guest policy than its machine's is refused, and nobody is asked", async () => {
  const strict = { referenceValues: [known], additionalRoots: [authority.rootDigest], guestPolicy: "0x20000" };
  const guest = await launch(await gate.register(strict));
  expect(refusing(await refusedBy(guest))).toEqual(["sev-snp.guest-policy"]);
  expect(keyServer.requests).toEqual([]);
});

test("whoever names chip after chip for a machine is put off, and nobody else is", async () => {
  const machine = await trusting();
  expect((await (await launch(machine)).attest()).state).toBe("released");
  for (let count = 0; count < 9; count++) {
    const from = createSecureProcessor(authority, { chipName: `forged ${count}` });
    const guest = await launch(machine, { from });
    const body = await guest.bundle(await guest.challenge());
    const { status } = await gate.guests.call({ path: "/v1/evidence", body });
    expect(status).toBe(count < 5 ? 200 : 503);
  }
  expect(keyServer.requests.filter((path) => path.includes("SPL"))).toHaveLength(6);
  expect((await (await launch(machine)).attest()).state).toBe("released");
  const elsewhere = createSecureProcessor(authority, { chipName: "another machine's" });
  expect((await (await launch(await trusting(), { from: elsewhere })).attest()).state).toBe("released");
});

test("a key server that is away refuses nobody: the guest comes again", async () => {
  const machine = await trusting();
  const guest = await launch(machine);
  keyServer.misbehave({ status: 429, retryAfterSeconds: 600 }, 20);
  const body = await guest.bundle(await guest.challenge());
  const answer = await gate.guests.call({ path: "/v1/evidence", body });
  expect(answer.body).toMatchObject({ error: "gate.problem.endorsementsUnavailable" });
  expect(gate.log()).toContain("endorsements.fetch.");
});

test("a policy that forgets the launch digest still demands a known one", () => {
  const policy = demandsOf("version: 1\nsev-snp:\n  guest-policy:\n    debug: false\n", []);
  expect(policy["sev-snp"]?.measurement).toBe("reference-values");
  expect(demandsOf(null, ["ab".repeat(32)])["sev-snp"]?.roots?.additional).toEqual(["ab".repeat(32)]);
});

test("a policy with a fault is refused with its line when the machine is registered", async () => {
  await expect(gate.register({}, "version: 1\nsev-snp:\n  debugg: false\n")).rejects.toThrow(/line 3/i);
});
