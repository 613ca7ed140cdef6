import type { VtpmBytes } from "@sekisho/appraisal";
import { fromBase64, fromBase64Url, fromHex } from "@sekisho/encoding";
import { parseAttestationReport, parseCertificateTable, type CertificateTable } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { computeBinding, evidenceBundleSchema, type EvidenceBundle } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";
import type { Evidence } from "./evidence.ts";
import { need } from "./need.ts";

/**
 * Reads a Sekisho evidence bundle, and computes the binding of what it says: machine, gate, nonce, guest key, disk.
 *
 * @throws UsageError when it is no bundle, or its report or certificate table is malformed
 */
export async function readBundle(path: string, text: string): Promise<Evidence> {
  const parsed = evidenceBundleSchema.safeParse(jsonOf(path, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? "(object)" : issue.path.map(String).join(".");
    throw new UsageError(message("cli.verify.not-a-bundle", { path, field, reason: issue?.message ?? "" }));
  }
  const bundle = parsed.data;
  const { evidence, vtpm, claimedBoot, machineId, headerDigest } = bundle;
  if (evidence.technology === "tpm" && vtpm === undefined) {
    throw new UsageError(message("cli.verify.empty-bundle", { path }));
  }
  const attestationKeyName = need(path, fromBase64Url("attestationKeyName", bundle.attestationKeyName));
  const facts = { machineId, headerDigest, binding: await bindingOf(path, bundle) };
  return {
    ...(evidence.technology === "sev-snp" ? reportOf(path, evidence) : noEndorsements),
    bundle: vtpm === undefined ? facts : { ...facts, vtpm: { bytes: await bytesOf(vtpm), attestationKeyName } },
    ...(claimedBoot === undefined ? {} : { claimedBoot }),
    checks: [],
    claims: { machineId, headerDigest },
  };
}

/** Only a bundle with a TPM needs the gate's code. */
async function bytesOf(vtpm: NonNullable<EvidenceBundle["vtpm"]>): Promise<VtpmBytes> {
  const { vtpmBytesOf } = await import("@sekisho/gate");
  return vtpmBytesOf(vtpm);
}

type SevSnpEvidence = Extract<EvidenceBundle["evidence"], { readonly technology: "sev-snp" }>;

function reportOf(
  path: string,
  { report, certificateTable }: SevSnpEvidence,
): Required<Pick<Evidence, "report" | "certificates" | "crls">> {
  const { certificates, crls } = certificateTable === undefined ? noEndorsements : tableOf(path, certificateTable);
  const bytes = need(path, fromBase64("evidence.report", report));
  return { report: need(path, parseAttestationReport(bytes)), certificates, crls };
}

const noEndorsements = { certificates: [], crls: [] };

function tableOf(path: string, base64: string): CertificateTable {
  return need(path, parseCertificateTable(need(path, fromBase64("evidence.certificateTable", base64))));
}

async function bindingOf(path: string, bundle: EvidenceBundle): Promise<Uint8Array> {
  return computeBinding({
    machineId: bundle.machineId,
    gateKeyDigest: need(path, fromHex("gateKeyDigest", bundle.gateKeyDigest)),
    nonce: need(path, fromBase64Url("nonce", bundle.nonce)),
    guestKey: need(path, fromBase64Url("guestKey", bundle.guestKey)),
    headerDigest: need(path, fromHex("headerDigest", bundle.headerDigest)),
    attestationKeyName: need(path, fromBase64Url("attestationKeyName", bundle.attestationKeyName)),
  });
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UsageError(message("cli.verify.unknown-evidence", { path }));
  }
}
