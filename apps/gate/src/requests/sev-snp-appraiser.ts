import {
  appraiseSevSnp,
  parsePolicy,
  precheckSevSnp,
  strictPolicy,
  verdictOf,
  withAdditionalRoots,
  type Policy,
  type SevSnpPrecheckInput,
  type Verdict,
} from "@sekisho/appraisal";
import { fromBase64, toHex, type Parsed } from "@sekisho/encoding";
import { createAmdChainCache, type AmdChainCache } from "@sekisho/endorsements/amd";
import { refuses, type Check } from "@sekisho/evidence";
import {
  parseAttestationReport,
  parseCertificateTable,
  type AttestationReport,
  type CertificateTable,
} from "@sekisho/evidence/sev-snp";
import type { Message } from "@sekisho/messages";
import type { EvidenceBundle } from "@sekisho/release";
import { EndorsementsUnavailableError, type AppraisalInput, type Appraiser } from "./appraiser.ts";

/** Certificates and CRLs (DER): those given, and what could be had besides. */
export type Endorsements = {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** What could not be had. */
  readonly problems: readonly Message[];
};

/** Where certificates come from: the vendor's service, or a file. `given` came with the evidence, without its lists. */
export type EndorsementSource = (input: {
  readonly report: AttestationReport;
  readonly given: Pick<Endorsements, "certificates" | "crls">;
  readonly cache: AmdChainCache;
  /** The machine that the evidence is about. */
  readonly machineId: string;
}) => Promise<Endorsements>;

/** Problems that pass by themselves; any other, as a chip that the vendor does not know, says something about the guest. */
const passing = new Set([
  "endorsements.fetch.unreachable",
  "endorsements.fetch.held-back",
  "endorsements.fetch.refused",
  "endorsements.fetch.broken",
  "gate.endorsements.newChips",
]);
const retryAfterSeconds = 30;

/** Appraises SEV-SNP evidence against a machine: its policy, its reference values and its roots. */
export function createSevSnpAppraiser(source: EndorsementSource): Appraiser {
  const cache = createAmdChainCache();
  return {
    readReport: async ({ evidence }) => {
      const read = readEvidence(evidence);
      if (!read.ok) return read;
      const { reportData, reportId } = read.value.report;
      return { ok: true, value: { reportData, reportId: toHex(reportId) } };
    },

    precheck: (input) => precheckSevSnp({ ...criteriaOf(input), explain: "near" }),

    appraise: async (input) => {
      const { table } = sure(readEvidence(input.bundle.evidence));
      const criteria = criteriaOf(input);
      // The host chose the lists of the table: an old one must not keep the vendor's own from being asked for.
      const given = { certificates: table.certificates, crls: [] };
      const found = await source({ report: criteria.report, given, cache, machineId: input.machine.id });
      const { certificates, problems } = found;
      const crls = [...found.crls, ...table.crls];
      const verdict = await appraiseSevSnp({ ...criteria, certificates, crls, at: input.now, cache, explain: "none" });
      const obstacle = problems.find(({ id }) => passing.has(id));
      if (obstacle !== undefined && onlyUnknown(verdict)) {
        throw new EndorsementsUnavailableError(obstacle, retryAfterSeconds);
      }
      const checks = [...verdict.checks, ...problems.map(problemCheck)];
      return { verdict: verdictOf(checks, verdict.claims), endorsements: { certificates, crls } };
    },

    policyProblem: (text) => {
      const parsed = parsePolicy(text);
      return parsed.ok ? undefined : parsed.problems[0]?.message;
    },
  };
}

/**
 * What a machine demands: its policy, or the strict one; its additional roots; and a known good launch digest, also where a
 * policy forgot to ask for one, as the gate would otherwise hand a key to any image.
 */
export function demandsOf(policy: string | null, additionalRoots: readonly string[]): Policy {
  const demanded = withAdditionalRoots(policyOf(policy), additionalRoots);
  const section = demanded["sev-snp"];
  if (section === undefined || section.measurement !== undefined) return demanded;
  return { ...demanded, "sev-snp": { ...section, measurement: "reference-values" } };
}

function policyOf(text: string | null): Policy {
  if (text === null) return strictPolicy;
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(`a registered policy can't be read: ${parsed.problems[0]?.message.id ?? ""}`);
  return parsed.policy;
}

function criteriaOf({ bundle, machine, policy, binding }: AppraisalInput): SevSnpPrecheckInput {
  return {
    report: sure(readEvidence(bundle.evidence)).report,
    policy: demandsOf(policy, machine.additionalRoots),
    referenceValues: machine.referenceValues,
    expectedReportData: binding,
    expectedGuestPolicy: BigInt(machine.guestPolicy),
    ...(bundle.claimedBoot === undefined ? {} : { claimedBoot: bundle.claimedBoot }),
  };
}

type Read = { readonly report: AttestationReport; readonly table: Pick<CertificateTable, "certificates" | "crls"> };

function readEvidence(evidence: EvidenceBundle["evidence"]): Parsed<Read> {
  if (evidence.technology !== "sev-snp") throw new TypeError(`${evidence.technology} was not refused before`);
  const { report, certificateTable = "" } = evidence;
  const reportBytes = fromBase64("report", report);
  if (!reportBytes.ok) return reportBytes;
  const parsed = parseAttestationReport(reportBytes.value);
  if (!parsed.ok) return parsed;
  if (certificateTable === "")
    return { ok: true, value: { report: parsed.value, table: { certificates: [], crls: [] } } };
  const tableBytes = fromBase64("certificateTable", certificateTable);
  if (!tableBytes.ok) return tableBytes;
  const table = parseCertificateTable(tableBytes.value);
  return table.ok ? { ok: true, value: { report: parsed.value, table: table.value } } : table;
}

function onlyUnknown({ verdict, checks }: Verdict): boolean {
  return verdict === "rejected" && checks.filter(refuses).every(({ status }) => status === "unknown");
}

function problemCheck(detail: Message): Check {
  const id = "sev-snp.endorsements";
  return { id, status: "unknown", required: false, expected: null, actual: null, detail };
}

function sure(read: Parsed<Read>): Read {
  if (!read.ok) throw new TypeError(`${read.error.field} was not read before`);
  return read.value;
}
