import { toBase64 } from "@sekisho/encoding";
import { parseAzureHclReport } from "@sekisho/evidence/azure-hcl";
import { message } from "@sekisho/messages";
import type { EvidenceBundle, VtpmEvidence } from "@sekisho/release";
import type {
  AgentPorts,
  Answered,
  BootRecord,
  Report,
  ReportService,
  ReportSource,
  TrustDomain,
  VirtualTpm,
} from "./ports.ts";

/** The parts of a bundle that hardware signs. */
export type Gathered = Pick<EvidenceBundle, "evidence" | "vtpm">;

/** The gate would refuse longer ones; it can fetch certificates by itself. */
const longestCertificateTable = 65_536;

/** COCONUT-SVSM's vTPM; its manifest of version 0 is the endorsement key's TPMT_PUBLIC. */
const vtpmService: ReportService = {
  provider: "svsm",
  guid: "c476f1eb-0123-45a5-9641-b4e7dde5bfe3",
  manifestVersion: 0,
};

/** Has the secure processor sign the binding, and the TPM quote the boot for it: whichever of the two this machine has. */
export async function gatherEvidence(
  { reports, vtpm, trustDomain }: Pick<AgentPorts, "reports" | "vtpm" | "trustDomain">,
  binding: Uint8Array,
): Promise<Answered<Gathered>> {
  if (trustDomain !== undefined) {
    // A boot of a TD is recorded in its own registers.
    if (vtpm !== undefined) return { ok: false, reason: message("guest.tdx.vtpm") };
    return reports === null ? noReports : gatherFromTrustDomain(trustDomain, reports, binding);
  }
  if (vtpm === undefined) {
    const evidence = reports === null ? noReports : await reportFrom(reports, binding);
    return evidence.ok ? { ok: true, value: { evidence: evidence.value.evidence } } : evidence;
  }
  switch (vtpm.provider) {
    case "svsm":
      return gatherFromSvsm(vtpm, reports, binding);
    case "azure-hcl":
      return gatherFromAzure(vtpm, binding);
    case "google":
    case "device":
      return gatherFromOther(vtpm, vtpm.provider, reports, binding);
  }
}

/** Nothing extends the registers between firmware and the end of the initrd: quote and log can't differ by the time between. */
async function gatherFromTrustDomain(
  trustDomain: TrustDomain,
  reports: ReportSource,
  binding: Uint8Array,
): Promise<Answered<Gathered>> {
  const made = await reports.report(binding);
  if (!made.ok) return made;
  const log = await trustDomain.eventLog();
  if (!log.ok) return log;
  const eventLog = log.value === undefined ? {} : { eventLog: toBase64(log.value) };
  return { ok: true, value: { evidence: { technology: "tdx", quote: toBase64(made.report.outblob), ...eventLog } } };
}

async function gatherFromSvsm(
  vtpm: VirtualTpm,
  reports: ReportSource | null,
  binding: Uint8Array,
): Promise<Answered<Gathered>> {
  if (reports === null) return noReports;
  const reported = await reportFrom(reports, binding, vtpmService);
  if (!reported.ok) return reported;
  const { evidence, report } = reported.value;
  const servicesManifest = toBase64(report.manifestblob);
  return withRecord(vtpm, binding, evidence, (fields) => ({ provider: "svsm", ...fields, servicesManifest }));
}

async function gatherFromAzure(vtpm: VirtualTpm, binding: Uint8Array): Promise<Answered<Gathered>> {
  const read = await vtpm.hclReport(binding);
  if (!read.ok) return read;
  const parsed = parseAzureHclReport(read.value);
  if (!parsed.ok || parsed.value.hardware.kind !== "sev-snp") {
    const isTdx = parsed.ok && parsed.value.hardware.kind === "tdx";
    return { ok: false, reason: message(isTdx ? "guest.azure.tdx" : "guest.azure.hardware") };
  }
  const evidence = { technology: "sev-snp", report: toBase64(parsed.value.hardware.report.bytes) } as const;
  const hclReport = toBase64(read.value);
  return withRecord(vtpm, binding, evidence, (fields) => ({ provider: "azure-hcl", ...fields, hclReport }));
}

async function gatherFromOther(
  vtpm: VirtualTpm,
  provider: "google" | "device",
  reports: ReportSource | null,
  binding: Uint8Array,
): Promise<Answered<Gathered>> {
  if (reports === null) {
    return withRecord(vtpm, binding, { technology: "tpm" }, (fields) => ({ provider, ...fields }));
  }
  const reported = await reportFrom(reports, binding);
  if (!reported.ok) return reported;
  return withRecord(vtpm, binding, reported.value.evidence, (fields) => ({ provider, ...fields }));
}

type Fields = Omit<Extract<VtpmEvidence, { readonly provider: "device" }>, "provider">;

async function withRecord(
  vtpm: VirtualTpm,
  binding: Uint8Array,
  evidence: EvidenceBundle["evidence"],
  build: (fields: Fields) => VtpmEvidence,
): Promise<Answered<Gathered>> {
  const recorded = await vtpm.record(binding);
  return recorded.ok ? { ok: true, value: { evidence, vtpm: build(fieldsOf(recorded.value)) } } : recorded;
}

function fieldsOf(record: BootRecord): Fields {
  const { endorsementCertificate, endorsementChain, userspaceLog, imaLog } = record;
  return {
    endorsementKey: toBase64(record.endorsementKey),
    ...(endorsementCertificate === undefined ? {} : { endorsementCertificate: toBase64(endorsementCertificate) }),
    ...(endorsementChain.length === 0 ? {} : { certificates: endorsementChain.map((der) => toBase64(der)) }),
    attestationKey: toBase64(record.attestationKey),
    quote: toBase64(record.quote),
    signature: toBase64(record.signature),
    firmwareLog: toBase64(record.firmwareLog),
    ...(userspaceLog === undefined ? {} : { userspaceLog: toBase64(userspaceLog) }),
    ...(imaLog === undefined ? {} : { imaLog: toBase64(imaLog) }),
  };
}

const noReports = { ok: false, reason: message("guest.reports.none") } as const;

async function reportFrom(
  reports: ReportSource,
  binding: Uint8Array,
  service?: ReportService,
): Promise<Answered<{ readonly evidence: EvidenceBundle["evidence"]; readonly report: Report }>> {
  const made = await reports.report(binding, service);
  if (!made.ok) return made;
  return { ok: true, value: { evidence: evidenceOf(made.report), report: made.report } };
}

function evidenceOf({ outblob, auxblob }: Report): EvidenceBundle["evidence"] {
  const report = toBase64(outblob);
  if (auxblob.length === 0 || auxblob.length > longestCertificateTable) return { technology: "sev-snp", report };
  return { technology: "sev-snp", report, certificateTable: toBase64(auxblob) };
}
