import {
  appliedPolicyCheck,
  appraiseMeasuredBoot,
  verdictOf,
  type MeasuredBootAppraisal,
  type Verdict,
} from "@sekisho/appraisal";
import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { isDisk, namesMachine, type Machine } from "@sekisho/release";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import type { Criteria } from "./criteria.ts";
import type { Evidence, HardwareEvidence } from "./evidence.ts";
import { judgeAzureTd, judgeEnclave, judgeTd } from "./judge-quote.ts";
import { judgeReport } from "./judge-report.ts";
import { readEvidence } from "./read-evidence.ts";

/** Judges one file: its report, what a TPM says of the boot, and whether both are about the machine. */
export async function judge(file: string, criteria: Criteria, context: Context): Promise<Verdict> {
  const evidence = await readEvidence(file, await readInput(file));
  const { hardware } = evidence;
  refuseUnusedOptions(hardware, criteria);
  const launched =
    hardware === undefined
      ? verdictOf([appliedPolicyCheck(criteria.policy), memoryCheck()], {})
      : await judgeHardware(hardware, evidence, criteria, context);
  const booted = await judgeBoot(evidence, criteria);
  const checks = [...launched.checks, ...evidence.checks, ...booted.checks, ...machineChecks(evidence, criteria)];
  return verdictOf(checks, { ...launched.claims, ...evidence.claims, ...booted.claims });
}

/** Judges what the hardware said, by its kind. */
async function judgeHardware(
  hardware: HardwareEvidence,
  evidence: Evidence,
  criteria: Criteria,
  context: Context,
): Promise<Verdict> {
  switch (hardware.kind) {
    case "report":
      return judgeReport(hardware.report, evidence, criteria, context);
    case "quote": {
      const { quote, eventLog } = hardware;
      if (quote.technology === "sgx") return judgeEnclave(quote, criteria, context);
      return judgeTd(quote, eventLog, evidence, criteria, context);
    }
    case "azure-td":
      return judgeAzureTd(hardware.hcl, evidence, criteria, context);
  }
}

/** What was given for one kind of evidence, and comes with another, is a mistake. */
function refuseUnusedOptions(hardware: HardwareEvidence | undefined, { eventLog, quote }: Criteria): void {
  const azureTd = hardware?.kind === "azure-td";
  const td = azureTd || (hardware?.kind === "quote" && hardware.quote.technology === "tdx");
  if (eventLog !== undefined && !td) throw new UsageError(message("cli.verify.event-log-unused"));
  if (quote !== undefined && !azureTd) throw new UsageError(message("cli.verify.quote-unused"));
}

async function judgeBoot(evidence: Evidence, criteria: Criteria): Promise<MeasuredBootAppraisal> {
  const { hardware, bundle, claimedBoot } = evidence;
  const { machine, policy, at, endorsements } = criteria;
  if (bundle?.vtpm === undefined) return { checks: [], claims: {} };
  const { checks, claims } = await appraiseMeasuredBoot({
    policy,
    vtpm: bundle.vtpm.bytes,
    attestationKeyName: bundle.vtpm.attestationKeyName,
    binding: bundle.binding,
    at,
    certificates: endorsements.certificates,
    ...(hardware?.kind === "report" ? { report: hardware.report } : {}),
    ...(hardware?.kind === "quote" && hardware.quote.technology === "tdx" ? { quote: hardware.quote } : {}),
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
function machineChecks({ hardware, bundle }: Evidence, { machine }: Criteria): readonly Check[] {
  if (machine === undefined) return [];
  const checks: Check[] = [];
  if (bundle !== undefined) {
    checks.push(
      comparison("machine", machine.id, bundle.machineId),
      comparison("header", machine.disk.headerDigest, bundle.headerDigest),
    );
  }
  if (isDisk(machine) && bundle?.vtpm === undefined) checks.push(missing("vtpm"));
  if (!isOfTechnology(hardware, machine)) checks.push(missing("report"));
  return checks;
}

function isOfTechnology(hardware: HardwareEvidence | undefined, { technology }: Machine): boolean {
  switch (technology) {
    case "sev-snp":
      return hardware?.kind === "report";
    case "tdx":
      return hardware?.kind === "quote" && hardware.quote.technology === "tdx";
    case "sev":
    case "sev-es":
      return false;
    case "tpm":
      return true;
  }
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
