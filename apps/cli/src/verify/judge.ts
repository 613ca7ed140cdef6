import {
  appliedPolicyCheck,
  appraiseMeasuredBoot,
  appraiseSevSnp,
  expectedReportData,
  reportDataCheck,
  verdictOf,
  type MeasuredBootAppraisal,
  type Policy,
  type Verdict,
} from "@sekisho/appraisal";
import type { AmdChainCache } from "@sekisho/endorsements/amd";
import type { AmdKeyServer } from "@sekisho/endorsements/fetch";
import type { Check } from "@sekisho/evidence";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { isDisk, namesMachine, type Machine } from "@sekisho/release";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import type { Endorsements } from "./endorsement-files.ts";
import type { Evidence } from "./evidence.ts";
import { fetchMissing } from "./fetch.ts";
import { readEvidence } from "./read-evidence.ts";

/** What all files of one call are judged by. */
export type Criteria = {
  readonly endorsements: Endorsements;
  readonly machine: Machine | undefined;
  readonly policy: Policy;
  readonly at: Date;
  readonly reportData: Uint8Array | undefined;
  readonly measurement: Uint8Array | undefined;
  readonly cache: AmdChainCache;
  readonly keyServer: AmdKeyServer | undefined;
};

/** Judges one file: its report, what a TPM says of the boot, and whether both are about the machine. */
export async function judge(file: string, criteria: Criteria, context: Context): Promise<Verdict> {
  const evidence = await readEvidence(file, await readInput(file));
  const launched =
    evidence.report === undefined
      ? verdictOf([appliedPolicyCheck(criteria.policy), memoryCheck()], {})
      : await judgeReport(evidence.report, evidence, criteria, context);
  const booted = await judgeBoot(evidence, criteria);
  const checks = [...launched.checks, ...evidence.checks, ...booted.checks, ...machineChecks(evidence, criteria)];
  return verdictOf(checks, { ...launched.claims, ...evidence.claims, ...booted.claims });
}

async function judgeReport(
  report: AttestationReport,
  evidence: Evidence,
  criteria: Criteria,
  context: Context,
): Promise<Verdict> {
  const { endorsements, policy, at, cache, keyServer, reportData, measurement, machine } = criteria;
  // The lists in the evidence are its host's choice: they don't keep the vendor's own from being asked for.
  const given = {
    certificates: [...evidence.certificates, ...endorsements.certificates],
    crls: endorsements.crls,
  };
  const found = keyServer === undefined ? given : await fetchMissing(keyServer, report, given, context);
  const { bundle, claimedBoot } = evidence;
  const bound = bundle === undefined ? undefined : await expectedReportData(bundle.vtpm?.bytes, bundle.binding);
  const expected = bundle === undefined ? reportData : bound;
  const verdict = await appraiseSevSnp({
    report,
    certificates: found.certificates,
    crls: [...found.crls, ...evidence.crls],
    at,
    policy,
    cache,
    ...(machine === undefined ? {} : knownOf(machine)),
    ...(expected === undefined ? {} : { expectedReportData: expected }),
    ...(measurement === undefined ? {} : { expectedMeasurement: measurement }),
    ...(claimedBoot === undefined ? {} : { claimedBoot }),
  });
  if (bundle === undefined || reportData === undefined) return verdict;
  const asked = reportDataCheck("sev-snp.report-data.option", reportData, report);
  return verdictOf([...verdict.checks, asked], verdict.claims);
}

function knownOf({ referenceValues, measuredLaunches = [], guestPolicy }: Machine) {
  return { referenceValues, knownLaunches: measuredLaunches, expectedGuestPolicy: BigInt(guestPolicy) };
}

async function judgeBoot(evidence: Evidence, criteria: Criteria): Promise<MeasuredBootAppraisal> {
  const { report, bundle, claimedBoot } = evidence;
  const { machine, policy, at, endorsements } = criteria;
  if (bundle?.vtpm === undefined) return { checks: [], claims: {} };
  const { checks, claims } = await appraiseMeasuredBoot({
    policy,
    vtpm: bundle.vtpm.bytes,
    attestationKeyName: bundle.vtpm.attestationKeyName,
    binding: bundle.binding,
    at,
    certificates: endorsements.certificates,
    ...(report === undefined ? {} : { report }),
    ...(machine === undefined || !isDisk(machine)
      ? {}
      : {
          machine: {
            id: machine.id,
            vtpm: machine.vtpm,
            knownBoots: machine.measuredBoots ?? [],
            knownLaunches: machine.measuredLaunches ?? [],
            namesMachine,
          },
        }),
    ...(claimedBoot === undefined ? {} : { claimedBoot }),
  });
  return { checks, claims: { measuredBoot: claims } };
}

/** Whether the evidence is of the machine that was named, and of its kind. */
function machineChecks({ report, bundle }: Evidence, { machine }: Criteria): readonly Check[] {
  if (machine === undefined) return [];
  const checks: Check[] = [];
  if (bundle !== undefined) {
    checks.push(
      comparison("machine", machine.id, bundle.machineId),
      comparison("header", machine.disk.headerDigest, bundle.headerDigest),
    );
  }
  if (isDisk(machine) && bundle?.vtpm === undefined) checks.push(missing("vtpm"));
  if (machine.technology === "sev-snp" && report === undefined) checks.push(missing("report"));
  return checks;
}

function comparison(what: "machine" | "header", expected: string, actual: string): Check {
  const status = expected === actual ? "pass" : "fail";
  const detail = message(`cli.verify.bundle.${what}.${status}`);
  return { id: `bundle.${what}`, status, required: true, expected, actual, detail };
}

function missing(what: "vtpm" | "report"): Check {
  const detail = message(`cli.verify.bundle.${what}.missing`);
  return { id: `bundle.${what}`, status: "unknown", required: true, expected: null, actual: null, detail };
}

/** Said of every machine without a confidential VM. It never decides: its owner chose such a machine. */
function memoryCheck(): Check {
  const detail = message("cli.verify.memory");
  return { id: "tpm.memory", status: "unknown", required: false, expected: null, actual: null, detail };
}
