import { isAllZero, toHex } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { atLeastCheck, decided, oneOfCheck, unanswered } from "../outcome.ts";

const hostRequested = 0xffff_ffff;
const highestVmpl = 3;

/** Who asked for the report. Always looked at: a report that the host asked for says nothing about what a guest wants. */
export function requesterCheck({ vmpl }: AttestationReport): Check {
  const holds = vmpl <= highestVmpl;
  const detail = message(
    holds ? "sev-snp.requester.guest" : vmpl === hostRequested ? "sev-snp.requester.host" : "sev-snp.requester.nobody",
  );
  const actual = holds ? `${vmpl}` : `0x${vmpl.toString(16)}`;
  return decided("sev-snp.requester", holds, { expected: `VMPL 0–${highestVmpl}`, actual: `VMPL ${actual}` }, detail);
}

/** The fields that a policy compares with values or minimums of its own. */
export function reportFieldChecks(policy: SevSnpPolicy, report: AttestationReport): readonly Check[] {
  const checks: Check[] = [];
  const oneOf = (id: string, field: string, accepted: readonly string[] | undefined, actual: Uint8Array): void => {
    if (accepted !== undefined) checks.push(oneOfCheck(`sev-snp.policy.${id}`, field, accepted, actual));
  };
  const atLeast = (id: string, field: string, demand: { minimum: number } | undefined, actual: number): void => {
    if (demand !== undefined) checks.push(atLeastCheck(`sev-snp.policy.${id}`, field, demand.minimum, actual));
  };
  atLeast("report-version", "VERSION", policy["report-version"], report.version);
  if (policy.vmpl !== undefined) checks.push(vmplCheck(policy.vmpl.maximum, report.vmpl));
  atLeast("guest-svn", "GUEST_SVN", policy["guest-svn"], report.guestSvn);
  oneOf("report-data", "REPORT_DATA", policy["report-data"], report.reportData);
  oneOf("host-data", "HOST_DATA", policy["host-data"], report.hostData);
  oneOf("family-id", "FAMILY_ID", policy["family-id"], report.familyId);
  oneOf("image-id", "IMAGE_ID", policy["image-id"], report.imageId);
  oneOf("id-key-digest", "ID_KEY_DIGEST", policy["id-key-digest"], report.idKeyDigest);
  oneOf("author-key-digest", "AUTHOR_KEY_DIGEST", policy["author-key-digest"], report.authorKeyDigest);
  if (policy["chip-ids"] !== undefined) checks.push(chipIdCheck(policy["chip-ids"], report));
  return checks;
}

function vmplCheck(maximum: number, vmpl: number): Check {
  const holds = vmpl <= maximum;
  const detail = message(holds ? "sev-snp.vmpl.privileged-enough" : "sev-snp.vmpl.too-high");
  return decided("sev-snp.policy.vmpl", holds, { expected: `≤ ${maximum}`, actual: `${vmpl}` }, detail);
}

/** A masked CHIP_ID names no chip, so the policy's list can't be answered. Eight-byte names stand for Turin's chips. */
function chipIdCheck(accepted: readonly string[], { chipId }: AttestationReport): Check {
  const id = "sev-snp.policy.chip-ids";
  if (isAllZero(chipId)) return unanswered(id, accepted.join(" | "), message("sev-snp.chip-id.masked"));
  const actual = toHex(chipId);
  const holds = accepted.some((candidate) => candidate.toLowerCase().padEnd(actual.length, "0") === actual);
  const detail = message(holds ? "policy.field.accepted" : "policy.field.differs", { field: "CHIP_ID" });
  return decided(id, holds, { expected: accepted.join(" | "), actual }, detail);
}

/** Whether REPORT_DATA is what the caller computed: the binding, or what a person typed. */
export function reportDataCheck(id: string, expected: Uint8Array, { reportData }: AttestationReport): Check {
  const sides = { expected: toHex(expected), actual: toHex(reportData) };
  const holds = sides.expected === sides.actual;
  const detail = message(holds ? "sev-snp.report-data.equal" : "sev-snp.report-data.differs");
  return decided(id, holds, sides, detail);
}
