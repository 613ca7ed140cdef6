import {
  appliedPolicyCheck,
  appraiseMeasuredBoot,
  builtInAdvisories,
  precheckMeasuredBoot,
  verdictOf,
  type AdvisoryTable,
  type MeasuredBootInput,
} from "@sekisho/appraisal";
import { fromBase64, fromBase64Url, type Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { parseAttestationReport, type AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { isDirect, isDisk, namesMachine, type EvidenceBundle } from "@sekisho/release";
import type { Appraisal, AppraisalInput, Appraiser, ReportFacts } from "./appraiser.ts";
import { tpmBootIdentifier } from "../evidence/boot-identity.ts";
import { kindRefusal } from "../evidence/boot-kind.ts";
import { demandsOf } from "./demands.ts";
import { createSevSnpAppraiser, type EndorsementSource } from "./sev-snp-appraiser.ts";
import { createTdxAppraiser, type IntelEndorsementSource } from "./tdx-appraiser.ts";
import { vtpmBytesOf } from "../evidence/vtpm-bytes.ts";

/**
 * Appraises evidence by what the machine is: the report of its processor, unless it has none; and what its TPM says of the
 * boot, if it boots from its disk. Evidence of another kind than the machine's must have been refused before.
 *
 * @param amd where certificates of SEV-SNP's processors come from
 * @param intel where collateral of TDX's platforms comes from; absent: nowhere, so that a policy that demands any refuses
 * @param advisories what `published` floors are taken from; the table that comes with Sekisho if absent
 */
export function createAppraiser(
  amd: EndorsementSource,
  intel: IntelEndorsementSource = noCollateral,
  advisories: AdvisoryTable = builtInAdvisories,
): Appraiser {
  const sevSnp = createSevSnpAppraiser(amd, advisories);
  const launchers: Record<EvidenceBundle["evidence"]["technology"], Omit<Appraiser, "policyProblem">> = {
    "sev-snp": sevSnp,
    tdx: createTdxAppraiser(intel),
    tpm: tpmAlone,
  };
  const launcherOf = ({ evidence }: EvidenceBundle): Omit<Appraiser, "policyProblem"> => launchers[evidence.technology];
  return {
    readReport: (bundle) => launcherOf(bundle).readReport(bundle),

    precheck: async (input) => {
      demandKind(input);
      const checks = await launcherOf(input.bundle).precheck(input);
      if (isDirect(input.machine)) return checks;
      return [...checks, ...(await precheckMeasuredBoot(measuredBootOf(input)))];
    },

    appraise: async (input) => {
      demandKind(input);
      const appraisal = await launcherOf(input.bundle).appraise(input);
      if (isDirect(input.machine)) return appraisal;
      const booted = await appraiseMeasuredBoot({ ...measuredBootOf(input), at: input.now });
      const { checks, claims } = appraisal.verdict;
      // The events are in the evidence itself; in every list of requests they would be some fifty kilobytes each.
      const { events: _, ...measuredBoot } = booted.claims;
      const verdict = verdictOf([...checks, ...booted.checks], { ...claims, measuredBoot });
      return { ...appraisal, verdict };
    },

    policyProblem: (policy) => sevSnp.policyProblem(policy),
  };
}

const noCollateral: IntelEndorsementSource = ({ given }) => Promise.resolve({ ...given, files: [], problems: [] });

/** Of a machine without a confidential VM, the TPM is all. */
const tpmAlone: Omit<Appraiser, "policyProblem"> = {
  readReport: readTpm,
  precheck: () => Promise.resolve([memoryCheck()]),
  appraise: (input) => Promise.resolve(withoutReport(input)),
};

function demandKind({ bundle, machine }: AppraisalInput): void {
  const refusal = kindRefusal(bundle, machine);
  if (refusal !== undefined) throw new TypeError(`${refusal.id} was not refused before`);
}

async function readTpm({ vtpm }: EvidenceBundle): Promise<Parsed<ReportFacts>> {
  if (vtpm === undefined) throw new TypeError("evidence without a report and without a TPM was not refused before");
  const reportId = await tpmBootIdentifier(vtpm);
  return reportId.ok ? { ok: true, value: { reportData: null, reportId: reportId.value } } : reportId;
}

function withoutReport({ machine, policy }: AppraisalInput): Appraisal {
  const applied = appliedPolicyCheck(demandsOf(policy, machine.additionalRoots));
  return {
    verdict: verdictOf([applied, memoryCheck()], {}),
    endorsements: { certificates: [], crls: [], collateral: [] },
  };
}

/** Said of every machine without a confidential VM. It never decides: its owner chose such a machine. */
function memoryCheck(): Check {
  const detail = message("verifier.memory.unprotected");
  return { id: "tpm.memory", status: "unknown", required: false, expected: null, actual: null, detail };
}

function measuredBootOf({ bundle, machine, policy, binding }: AppraisalInput): MeasuredBootInput {
  const { vtpm, attestationKeyName, claimedBoot } = bundle;
  if (vtpm === undefined || !isDisk(machine)) throw new TypeError("a boot without a TPM was not refused before");
  const report = reportOf(bundle);
  return {
    policy: demandsOf(policy, machine.additionalRoots),
    vtpm: vtpmBytesOf(vtpm),
    binding,
    attestationKeyName: sure(fromBase64Url("attestationKeyName", attestationKeyName)),
    ...(report === undefined ? {} : { report }),
    machine: {
      id: machine.id,
      vtpm: machine.vtpm,
      knownBoots: machine.measuredBoots ?? [],
      knownLaunches: machine.measuredLaunches ?? [],
      namesMachine,
    },
    ...(claimedBoot === undefined ? {} : { claimedBoot }),
  };
}

function reportOf({ evidence }: EvidenceBundle): AttestationReport | undefined {
  if (evidence.technology !== "sev-snp") return undefined;
  return sure(parseAttestationReport(sure(fromBase64("report", evidence.report))));
}

function sure<T>(read: Parsed<T>): T {
  if (!read.ok) throw new TypeError(`${read.error.field} was not read before`);
  return read.value;
}
