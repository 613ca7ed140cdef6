import { appraiseSevSnp, reportDataCheck, verdictOf, type Verdict } from "@sekisho/appraisal";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import type { Context } from "../context.ts";
import type { Criteria } from "./criteria.ts";
import { defined } from "./defined.ts";
import type { Evidence } from "./evidence.ts";
import { expectedData, expectedDigest } from "./expected.ts";
import { fetchMissing } from "./fetch.ts";

/** Judges an SEV-SNP report. */
export async function judgeReport(
  report: AttestationReport,
  evidence: Evidence,
  criteria: Criteria,
  context: Context,
): Promise<Verdict> {
  const { endorsements, policy, advisories, at, caches, services, reportData, machine } = criteria;
  // The lists in the evidence are its host's choice: they don't keep the vendor's own from being asked for.
  const given = { certificates: [...evidence.certificates, ...endorsements.certificates], crls: endorsements.crls };
  const found = services === undefined ? given : await fetchMissing(services.amd, report, given, context);
  const verdict = await appraiseSevSnp({
    report,
    certificates: found.certificates,
    crls: [...found.crls, ...evidence.crls],
    at,
    policy,
    advisories,
    cache: caches.amd,
    ...defined({
      referenceValues: machine?.referenceValues,
      knownLaunches: machine?.measuredLaunches,
      expectedGuestPolicy: machine === undefined ? undefined : BigInt(machine.guestPolicy),
      expectedReportData: await expectedData(evidence, criteria),
      expectedMeasurement: expectedDigest(criteria, 48),
      claimedBoot: evidence.claimedBoot,
    }),
  });
  if (evidence.bundle === undefined || reportData === undefined) return verdict;
  const asked = reportDataCheck("sev-snp.report-data.option", reportData, report);
  return verdictOf([...verdict.checks, asked], verdict.claims);
}
