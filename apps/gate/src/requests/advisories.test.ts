import { builtInAdvisories, type AdvisoryTable } from "@sekisho/appraisal";
import { refuses } from "@sekisho/evidence";
import { createSecureProcessor, startKeyServer, usualPolicy, type KeyServer, type LabAuthority } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAppraiser } from "@sekisho/verifier";
import { testGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { referenceValue } from "../test-support/machines.ts";
import { keyServerSource } from "./key-server-source.ts";

let authority: LabAuthority;
let keyServer: KeyServer;
beforeAll(async () => {
  authority = await testAuthority("Genoa");
  keyServer = await startKeyServer({ authorities: [authority] });
}, 120_000);
afterAll(() => keyServer.close());

/** The built-in table, with one more advisory that only firmware of the future fixes. */
const newer: AdvisoryTable = {
  ...builtInAdvisories,
  amd: [
    ...builtInAdvisories.amd,
    {
      id: "CVE-2099-0001",
      attack: "Tomorrow",
      vulnerabilities: ["CVE-2099-0001"],
      advisory: "AMD-SB-9999",
      source: "https://www.amd.com/",
      date: "2099-01-01",
      checked: "a test",
      summary: { en: "A test.", ja: "テスト。" },
      affects: [{ product: "Genoa", fixed: [{ kind: "tcb", component: "snp", minimum: 99, transcription: "a test" }] }],
    },
  ],
};

test.each([
  ["the built-in table", builtInAdvisories, []],
  ["a newer table", newer, ["sev-snp.tcb.reported.snp"]],
] as const)("published floors are those of %s", async (_, table, refused) => {
  const gate = await testGate({
    appraiser: createAppraiser(keyServerSource({ url: keyServer.url }), undefined, table),
  });
  const known = referenceValue("5a".repeat(48));
  const machine = await gate.register({ referenceValues: [known], additionalRoots: [authority.rootDigest] });
  const launchDigest = new Uint8Array(48).fill(0x5a);
  const launched = createSecureProcessor(authority).launch({ launchDigest, policy: usualPolicy });
  const guest = await testGuest(gate.guests, machine, Buffer.from(launched.reportId), (reportData) => ({
    technology: "sev-snp" as const,
    report: Buffer.from(launched.report(reportData, 0).report).toString("base64"),
  }));
  const { state } = await guest.attest();
  const { verdict } = await gate.detail(1);
  await gate.stop();
  expect(verdict?.checks.filter(refuses).map(({ id }) => id)).toEqual(refused);
  expect(state).toBe(refused.length === 0 ? "released" : "refused");
});
