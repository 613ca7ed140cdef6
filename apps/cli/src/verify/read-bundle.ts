import type { VtpmBytes } from "@sekisho/appraisal";
import { fromBase64, fromBase64Url, fromHex } from "@sekisho/encoding";
import { parseQuote } from "@sekisho/evidence/dcap";
import { parseAttestationReport, parseCertificateTable, type CertificateTable } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { computeBinding, evidenceBundleSchema, type EvidenceBundle } from "@sekisho/release";
import { UsageError } from "../usage-error.ts";
import type { Evidence } from "./evidence.ts";
import { need } from "./need.ts";

/**
 * Reads a Sekisho evidence bundle, and computes the binding of what it says: machine, gate, nonce, guest key, disk.
 *
 * @throws UsageError when it is no bundle, or its report, certificate table or quote is malformed
 */
export async function readBundle(path: string, text: string): Promise<Evidence> {
  const json = jsonOf(path, text);
  if (typeof json !== "object" || json === null || !("type" in json)) {
    throw new UsageError(message("cli.verify.other-json", { path }));
  }
  if (json.type === "sekisho-receipt") throw new UsageError(message("cli.verify.receipt", { path }));
  const parsed = evidenceBundleSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue === undefined || issue.path.length === 0 ? "(object)" : issue.path.map(String).join(".");
    throw notABundle(path, field, issue?.message ?? "");
  }
  const bundle = parsed.data;
  const { evidence, vtpm, claimedBoot, machineId, headerDigest } = bundle;
  if (evidence.technology === "tpm" && vtpm === undefined) {
    throw new UsageError(message("cli.verify.empty-bundle", { path }));
  }
  const attestationKeyName = need(path, fromBase64Url("attestationKeyName", bundle.attestationKeyName));
  const facts = { machineId, headerDigest, binding: await bindingOf(path, bundle) };
  return {
    ...hardwareOf(path, evidence),
    bundle: vtpm === undefined ? facts : { ...facts, vtpm: { bytes: await bytesOf(vtpm), attestationKeyName } },
    ...(claimedBoot === undefined ? {} : { claimedBoot }),
    checks: [],
    claims: { machineId, headerDigest },
  };
}

function notABundle(path: string, field: string, reason: string): UsageError {
  return new UsageError(message("cli.verify.not-a-bundle", { path, field, reason }));
}

/** Only a bundle with a TPM needs the verifier's code. */
async function bytesOf(vtpm: NonNullable<EvidenceBundle["vtpm"]>): Promise<VtpmBytes> {
  const { vtpmBytesOf } = await import("@sekisho/verifier");
  return vtpmBytesOf(vtpm);
}

type Hardware = Pick<Evidence, "hardware" | "certificates" | "crls">;

function hardwareOf(path: string, evidence: EvidenceBundle["evidence"]): Hardware {
  switch (evidence.technology) {
    case "sev-snp": {
      const { report: base64, certificateTable } = evidence;
      const { certificates, crls } = certificateTable === undefined ? noEndorsements : tableOf(path, certificateTable);
      const report = need(path, parseAttestationReport(need(path, fromBase64("evidence.report", base64))));
      return { hardware: { kind: "report", report }, certificates, crls };
    }
    case "tdx": {
      const quote = need(path, parseQuote(need(path, fromBase64("evidence.quote", evidence.quote))));
      if (quote.technology !== "tdx")
        throw notABundle(path, "evidence.quote", `TDX ≠ ${quote.technology.toUpperCase()}`);
      const { eventLog: log } = evidence;
      const eventLog = log === undefined ? {} : { eventLog: need(path, fromBase64("evidence.eventLog", log)) };
      return { ...noEndorsements, hardware: { kind: "quote", quote, ...eventLog } };
    }
    case "tpm":
      return noEndorsements;
  }
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
