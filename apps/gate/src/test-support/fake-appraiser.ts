import { type Appraiser, EndorsementsUnavailableError, type ReportFacts, tpmBootIdentifier } from "@sekisho/verifier";
import { createHash } from "node:crypto";
import { verdictOf } from "@sekisho/appraisal";
import { fromBase64, parseAll, toBase64, toHex, type Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { quotedPcrs, type EvidenceBundle } from "@sekisho/release";

/** What the fake finds in a fake report. */
export type Finding =
  | "good"
  | "unknown-measurement"
  | "bad-signature"
  | "no-endorsements"
  | "crash"
  /** Good, but of another known kernel, with an older TCB, or with less that could be looked at. */
  | "other-kernel"
  | "lower-tcb"
  | "less-known";
const findings: readonly Finding[] = [
  "good",
  "unknown-measurement",
  "bad-signature",
  "no-endorsements",
  "crash",
  "other-kernel",
  "lower-tcb",
  "less-known",
];

/** A report that only the fake appraiser reads: REPORT_DATA (64) ‖ REPORT_ID (32) ‖ finding (1). */
export function fakeReport(reportData: Uint8Array, reportId: Uint8Array, finding: Finding): string {
  return toBase64(Buffer.concat([reportData, reportId, Uint8Array.of(findings.indexOf(finding))]));
}

/** An appraiser for tests of the gate alone; it counts how often it was asked for more than cheap checks. */
export function fakeAppraiser(): Appraiser & { appraisals: number } {
  const appraiser = {
    appraisals: 0,
    readReport: async ({ evidence, vtpm }: EvidenceBundle): Promise<Parsed<ReportFacts>> => {
      if (vtpm === undefined || evidence.technology === "sev-snp") return read(evidence);
      const reportId = await tpmBootIdentifier(vtpm);
      return reportId.ok ? { ok: true, value: { reportData: null, reportId: reportId.value } } : reportId;
    },
    precheck: ({ bundle }: { readonly bundle: EvidenceBundle }) => {
      const known = findingOf(bundle) !== "unknown-measurement";
      return Promise.resolve([check("fake.measurement", known)]);
    },
    appraise: async ({ bundle }: { readonly bundle: EvidenceBundle }) => {
      appraiser.appraisals++;
      // Lets other calls in, as a real appraisal does.
      await new Promise((resolve) => setTimeout(resolve, 1));
      const finding = findingOf(bundle);
      if (finding === "no-endorsements") throw new EndorsementsUnavailableError(message("fake.away"), 7);
      if (finding === "crash") throw new Error("the appraiser crashed");
      const checks = [
        check("fake.measurement", true),
        check("fake.signature", finding !== "bad-signature"),
        revocation(finding !== "less-known"),
      ];
      const verdict = verdictOf(checks, claimsOf(bundle, finding));
      return {
        verdict,
        endorsements: { certificates: [Uint8Array.of(1, 2, 3)], crls: [Uint8Array.of(4)], collateral: [] },
      };
    },
    policyProblem: (policy: string) => (policy === "broken" ? message("fake.policy") : undefined),
  };
  return appraiser;
}

type FakeFacts = ReportFacts & { readonly finding: Finding };

function read(evidence: EvidenceBundle["evidence"]): ReturnType<typeof parseAll<FakeFacts>> {
  const bytes = fromBase64("report", evidence.technology === "sev-snp" ? evidence.report : "");
  if (!bytes.ok) return bytes;
  return parseAll("report", bytes.value, (reader) => ({
    reportData: reader.bytes("REPORT_DATA", 64),
    reportId: toHex(reader.bytes("REPORT_ID", 32)),
    finding: findings[reader.u8("finding")] ?? "crash",
  }));
}

function findingOf(bundle: EvidenceBundle): Finding {
  if (bundle.evidence.technology === "tpm") return "good";
  const facts = read(bundle.evidence);
  return facts.ok ? facts.value.finding : "crash";
}

/** As a report and a TPM would claim. */
function claimsOf({ vtpm }: EvidenceBundle, finding: Finding): Readonly<Record<string, unknown>> {
  const report = {
    finding,
    technology: "sev-snp",
    measurement: (finding === "other-kernel" ? "5b" : "5a").repeat(48),
    reportedTcb: { bootLoader: 9, tee: 0, snp: finding === "lower-tcb" ? 22 : 23, microcode: 72 },
  };
  if (vtpm === undefined) return report;
  const pcrs = Object.fromEntries(quotedPcrs.map((pcr) => [`${pcr}`, "00".repeat(32)]));
  const endorsementKey = { sha256: createHash("sha256").update(vtpm.endorsementKey).digest("hex") };
  return { ...report, measuredBoot: { provider: vtpm.provider, endorsementKey, pcrs } };
}

/** Looked at where it can be; it decides nothing. */
function revocation(known: boolean): Check {
  return { ...check("fake.revocation", true), status: known ? "pass" : "unknown", required: false };
}

function check(id: string, passed: boolean): Check {
  const status = passed ? "pass" : "fail";
  return { id, status, required: true, expected: "good", actual: status, detail: message("fake.detail") };
}
