import { toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { ReferenceValue } from "@sekisho/reference-values";
import type { SearchEffort } from "../explain/search.ts";
import type { KnownLaunch } from "../measured-boot/input.ts";
import type { Policy } from "../policy/schema.ts";
import { firmwareChecks } from "./firmware.ts";
import { expectedGuestPolicyCheck, guestPolicyChecks } from "./guest-policy.ts";
import { measurementChecks, type ClaimedBoot } from "./measurement.ts";
import { decided } from "../outcome.ts";
import { platformChecks } from "./platform.ts";
import { reportDataCheck, reportFieldChecks, requesterCheck } from "./report-fields.ts";

/** A report, and what it is held against before any certificate is looked at. */
export type SevSnpPrecheckInput = {
  readonly report: AttestationReport;
  readonly policy: Policy;
  /** Known good boots; a policy that demands `reference-values` refuses without any. */
  readonly referenceValues?: readonly ReferenceValue[];
  /** Known good launches of a machine that boots from its disk, whose digest covers firmware and SVSM alone. */
  readonly knownLaunches?: readonly Pick<KnownLaunch, "name" | "launchDigest">[];
  /** What REPORT_DATA must be: the binding (64 bytes). */
  readonly expectedReportData?: Uint8Array;
  /** What MEASUREMENT must be, besides what the policy says: 48 bytes. */
  readonly expectedMeasurement?: Uint8Array;
  /** What POLICY must be, all 64 bits, besides what the policy says: the one that the machine is launched under. */
  readonly expectedGuestPolicy?: bigint;
  readonly claimedBoot?: ClaimedBoot;
  /**
   * How long to look for what explains an unknown launch digest. Unless told, `near` before anything is authenticated, and
   * `far` in an appraisal, which can take a second or two.
   */
  readonly explain?: SearchEffort | "none";
};

/**
 * Everything that a report alone can answer, cheapest first: binding and requester, then the launch digest, then the fields
 * and bits that the policy names. Nothing here is authenticated yet: a pass means nothing without the signature, but a
 * refusal is final, and costs neither a signature check nor a call to the vendor.
 */
export async function precheckSevSnp(input: SevSnpPrecheckInput): Promise<readonly Check[]> {
  const { report, policy, referenceValues = [], knownLaunches = [], explain = "near" } = input;
  const { expectedReportData, expectedMeasurement, expectedGuestPolicy, claimedBoot } = input;
  const demands = policy["sev-snp"];
  if (demands === undefined) return [sectionMissingCheck()];
  const checks: Check[] = [];
  if (expectedReportData !== undefined) checks.push(reportDataCheck("sev-snp.report-data", expectedReportData, report));
  checks.push(requesterCheck(report));
  if (expectedMeasurement !== undefined) checks.push(expectedMeasurementCheck(expectedMeasurement, report));
  const { measurement: demand, "weak-firmware": weakFirmware } = demands;
  // Whoever sends another's report can't make the search run.
  const effort = checks.every(({ status }) => status === "pass") ? explain : "none";
  const about = { demand, report, referenceValues, knownLaunches, claimedBoot, effort, weakFirmware };
  checks.push(...(await measurementChecks(about)));
  if (expectedGuestPolicy !== undefined) checks.push(expectedGuestPolicyCheck(expectedGuestPolicy, report.policy));
  return [
    ...checks,
    ...guestPolicyChecks(demands["guest-policy"], report.policy),
    ...reportFieldChecks(demands, report),
    ...platformChecks(demands.platform, report),
    ...firmwareChecks(demands, report),
  ];
}

function sectionMissingCheck(): Check {
  const detail = message("policy.section-missing", { technology: "SEV-SNP" });
  return decided("policy.section", false, { expected: "sev-snp", actual: null }, detail);
}

function expectedMeasurementCheck(expected: Uint8Array, { measurement }: AttestationReport): Check {
  const sides = { expected: toHex(expected), actual: toHex(measurement) };
  const holds = sides.expected === sides.actual;
  const detail = message(holds ? "sev-snp.expected-measurement.equal" : "sev-snp.expected-measurement.differs");
  return decided("sev-snp.measurement", holds, sides, detail);
}
