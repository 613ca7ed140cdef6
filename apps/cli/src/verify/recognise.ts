import { fromUtf8, isAllZero } from "@sekisho/encoding";
import { reportLength } from "@sekisho/evidence/sev-snp";

/**
 * What a file is, told by its content. `quote` is Intel's, of a TD or an enclave; `unknown` is none of Sekisho's kinds. A log is no
 * evidence by itself, but easily taken for it.
 */
export type EvidenceKind = "sev-snp" | "azure-hcl" | "bundle" | "quote" | "boot-log" | "unknown";

const hclMagic = [0x48, 0x43, 0x4c, 0x41];
/** TEE_TYPE at offset 4 of an Intel quote of version 4 and up: SGX or TDX; version 3 is SGX alone. */
const teeTypes = [0, 0x81];
/** AttestationKeyType of an Intel quote: ECDSA P-256 or P-384. */
const attestationKeyTypes = [2, 3];
/** The type of a TCG log's first event. */
const noAction = 3;

/** Tells what a file is by its first bytes; whether it is whole, its parser says. */
export function recogniseEvidence(bytes: Uint8Array): EvidenceKind {
  if (hclMagic.every((byte, index) => bytes[index] === byte)) return "azure-hcl";
  if (bytes.length < 8) return "unknown";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [version, keyType, teeType] = [view.getUint16(0, true), view.getUint16(2, true), view.getUint32(4, true)];
  if (version >= 3 && version <= 5 && attestationKeyTypes.includes(keyType)) {
    if (version === 3 || teeTypes.includes(teeType)) return "quote";
  }
  // No report has version 0 or 1, and EV_NO_ACTION stands where it has GUEST_SVN.
  if (keyType === 0 && version < 2 && teeType === noAction && isTcgLog(bytes)) return "boot-log";
  // Versions that are not known yet are left to the report's parser, which names them.
  if (keyType === 0 && version > 0 && version < 0x100) return "sev-snp";
  return isJsonObject(bytes) ? "bundle" : "unknown";
}

/** The first event of a TCG log, a CCEL among them, names the specification behind its 32 bytes of header. */
function isTcgLog(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(32, 45)) === "Spec ID Event";
}

function isJsonObject(bytes: Uint8Array): boolean {
  const text = fromUtf8("file", bytes);
  return text.ok && text.value.trimStart().startsWith("{");
}

/** An SEV-SNP report without the zeros that some tools write behind it. */
export function withoutZeroPadding(bytes: Uint8Array): Uint8Array {
  return isAllZero(bytes.subarray(reportLength)) ? bytes.subarray(0, reportLength) : bytes;
}
