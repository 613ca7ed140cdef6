import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatherEndorsements, importEndorsements } from "@sekisho/endorsements/fetch";
import { refuses } from "@sekisho/evidence";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { createSecureProcessor, startKeyServer, usualPolicy, type KeyServer, type LabAuthority } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAppraiser } from "@sekisho/verifier";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";
import { keyServerSource } from "./key-server-source.ts";

const launchDigest = new Uint8Array(48).fill(0x5a);
let authority: LabAuthority;
let keyServer: KeyServer;
let gate: TestGate;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "sekisho-offline-"));
  authority = await testAuthority("Genoa");
  keyServer = await startKeyServer({ authorities: [authority] });
  const source = keyServerSource({ url: keyServer.url, directory, offline: true });
  gate = await testGate({ appraiser: createAppraiser(source) });
}, 120_000);

afterAll(async () => {
  await gate.stop();
  await keyServer.close();
  await rm(directory, { recursive: true });
});

test("an offline gate says what it lacks, and releases once it was imported", async () => {
  const processor = createSecureProcessor(authority);
  const known = referenceValue("5a".repeat(48));
  const machine = await gate.register({ referenceValues: [known], additionalRoots: [authority.rootDigest] });
  const attest = async () => {
    const guest = processor.launch({ launchDigest, policy: usualPolicy });
    return testGuest(gate.guests, machine, Buffer.from(guest.reportId), (reportData) => ({
      technology: "sev-snp" as const,
      report: Buffer.from(guest.report(reportData, 0).report).toString("base64"),
    }));
  };

  const refused = await (await attest()).attest();
  const { verdict } = await gate.detail(refused.state === "refused" ? refused.number : 0);
  const checks = verdict?.checks ?? [];
  expect(checks.filter(refuses).map(({ id }) => id)).toContain("sev-snp.chain.root");
  const missing = checks.filter(({ id }) => id === "sev-snp.endorsements").map(({ detail }) => detail);
  expect(missing).toMatchObject([{ id: "endorsements.fetch.offline-missing" }, {}, {}]);

  const report = parseAttestationReport(processor.sign(processor.usualFields));
  if (!report.ok) throw new Error(report.error.field);
  const wish = { kind: "report", report: report.value, certificates: [] } as const;
  const { entries } = await gatherEndorsements([wish], { amd: keyServer.url });
  await importEndorsements({ gatheredAt: new Date(), entries }, directory, [authority.rootDigest]);
  const before = keyServer.requests.length;
  const guest = await attest();
  expect(await guest.attest()).toMatchObject({ state: "released" });
  expect(keyServer.requests.length).toBe(before);
});
