import {
  appraiseSevSnp,
  expectedReportData,
  parsePolicy,
  precheckSevSnp,
  verdictOf,
  type AdvisoryTable,
  type SevSnpPrecheckInput,
} from "@sekisho/appraisal";
import { fromBase64, toHex, type Parsed } from "@sekisho/encoding";
import { createAmdChainCache, type AmdChainCache } from "@sekisho/endorsements/amd";
import {
  parseAttestationReport,
  parseCertificateTable,
  type AttestationReport,
  type CertificateTable,
} from "@sekisho/evidence/sev-snp";
import type { Message } from "@sekisho/messages";
import { isDirect, type EvidenceBundle } from "@sekisho/release";
import type { AppraisalInput, Appraiser } from "./appraiser.ts";
import { demandsOf } from "./demands.ts";
import { demandVendor, problemChecks } from "./passing-problems.ts";
import { reportTieOf } from "../evidence/vtpm-bytes.ts";

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

/**
 * Appraises reports of SEV-SNP against a machine: its policy, its known launches and its roots. What a TPM says besides, of
 * a machine that boots from its disk, is for `createAppraiser`.
 */
export function createSevSnpAppraiser(source: EndorsementSource, advisories: AdvisoryTable): Appraiser {
  const cache = createAmdChainCache();
  return {
    readReport: async ({ evidence }) => {
      const read = readEvidence(evidence);
      if (!read.ok) return read;
      const { reportData, reportId } = read.value.report;
      return { ok: true, value: { reportData, reportId: toHex(reportId) } };
    },

    precheck: async (input) => precheckSevSnp({ ...(await criteriaOf(input)), explain: "near" }),

    appraise: async (input) => {
      const { table } = sure(readEvidence(input.bundle.evidence));
      const criteria = await criteriaOf(input);
      // The host chose the lists of the table: an old one must not keep the vendor's own from being asked for.
      const given = { certificates: table.certificates, crls: [] };
      const found = await source({ report: criteria.report, given, cache, machineId: input.machine.id });
      const { certificates, problems } = found;
      const crls = [...found.crls, ...table.crls];
      const verdict = await appraiseSevSnp({
        ...criteria,
        certificates,
        crls,
        at: input.now,
        cache,
        advisories,
        explain: "none",
      });
      demandVendor(verdict, problems);
      const checks = [...verdict.checks, ...problemChecks("sev-snp", problems)];
      return { verdict: verdictOf(checks, verdict.claims), endorsements: { certificates, crls, collateral: [] } };
    },

    policyProblem: (text) => {
      const parsed = parsePolicy(text);
      return parsed.ok ? undefined : parsed.problems[0]?.message;
    },
  };
}

async function criteriaOf({ bundle, machine, policy, binding }: AppraisalInput): Promise<SevSnpPrecheckInput> {
  const tie = bundle.vtpm === undefined ? undefined : reportTieOf(bundle.vtpm);
  // Where it can't be told, the TPM's own evidence can't be read, and is refused for that.
  const reportData = await expectedReportData(tie, binding);
  const known = isDirect(machine)
    ? { referenceValues: machine.referenceValues }
    : { knownLaunches: machine.measuredLaunches ?? [] };
  return {
    report: sure(readEvidence(bundle.evidence)).report,
    policy: demandsOf(policy, machine.additionalRoots),
    ...known,
    ...(reportData === undefined ? {} : { expectedReportData: reportData }),
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

function sure(read: Parsed<Read>): Read {
  if (!read.ok) throw new TypeError(`${read.error.field} was not read before`);
  return read.value;
}
