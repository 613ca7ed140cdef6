import {
  appliedPolicyCheck,
  appraiseSgx,
  appraiseTdx,
  azureTdChecks,
  tdReportDataCheck,
  verdictOf,
  type DcapEndorsements,
  type Verdict,
} from "@sekisho/appraisal";
import type { AzureHclReport } from "@sekisho/evidence/azure-hcl";
import type { Quote, SgxQuote, TdxQuote } from "@sekisho/evidence/dcap";
import { namesMachine } from "@sekisho/release";
import type { Context } from "../context.ts";
import type { Criteria } from "./criteria.ts";
import { defined } from "./defined.ts";
import type { Evidence } from "./evidence.ts";
import { expectedData, expectedDigest } from "./expected.ts";
import { fetchMissingOfQuote } from "./fetch.ts";

/** Judges a quote of an SGX enclave. */
export async function judgeEnclave(quote: SgxQuote, criteria: Criteria, context: Context): Promise<Verdict> {
  return appraiseSgx({
    quote,
    policy: criteria.policy,
    ...(await endorsementsFor(quote, criteria, context)),
    ...defined({ expectedReportData: criteria.reportData, expectedMrEnclave: expectedDigest(criteria, 32) }),
  });
}

/** Judges a quote of a TD, with the log that must replay to its RTMRs: the one of `--event-log`, or the bundle's. */
export async function judgeTd(
  quote: TdxQuote,
  logged: Uint8Array | undefined,
  evidence: Evidence,
  criteria: Criteria,
  context: Context,
): Promise<Verdict> {
  const { machine, policy, reportData } = criteria;
  const verdict = await appraiseTdx({
    quote,
    policy,
    ...(await endorsementsFor(quote, criteria, context)),
    ...defined({
      knownLaunches: machine?.measuredLaunches,
      knownBoots: machine?.measuredBoots,
      expectedAttributes: machine?.technology === "tdx" ? BigInt(machine.guestPolicy) : undefined,
      machine: machine === undefined ? undefined : { id: machine.id, namesMachine },
      expectedReportData: await expectedData(evidence, criteria),
      expectedMrTd: expectedDigest(criteria, 48),
      eventLog: criteria.eventLog ?? logged,
      claimedBoot: evidence.claimedBoot,
    }),
  });
  if (evidence.bundle === undefined || reportData === undefined) return verdict;
  const asked = tdReportDataCheck("tdx.report-data.option", reportData, quote.body.report);
  return verdictOf([...verdict.checks, asked], verdict.claims);
}

/** Judges Azure's HCL report of a TD by the quote of `--quote`, and holds the one against the other. */
export async function judgeAzureTd(
  hcl: AzureHclReport,
  evidence: Evidence,
  criteria: Criteria,
  context: Context,
): Promise<Verdict> {
  const { quote, policy } = criteria;
  const tied = await azureTdChecks(hcl, quote);
  if (quote === undefined) return verdictOf([appliedPolicyCheck(policy), ...tied], {});
  const verdict = await judgeTd(quote, undefined, evidence, criteria, context);
  return verdictOf([...verdict.checks, ...tied], verdict.claims);
}

type Endorsed = Pick<DcapEndorsements, "certificates" | "crls" | "collateral" | "at" | "cache">;

async function endorsementsFor(quote: Quote, criteria: Criteria, context: Context): Promise<Endorsed> {
  const { endorsements, services, at, caches } = criteria;
  const found =
    services === undefined ? endorsements : await fetchMissingOfQuote(services.intel, quote, endorsements, context);
  return { ...found, at, cache: caches.intel };
}
