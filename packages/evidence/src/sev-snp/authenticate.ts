import { concatBytes, isAllZero } from "@sekisho/encoding";
import { verifySignature, type PublicKey } from "@sekisho/encoding/crypto";
import { signedLength, type AttestationReport } from "./report.ts";

/** SIGNATURE_ALGO of ECDSA P-384 with SHA-384 (SEV-SNP ABI 1.58, table 139). */
const ecdsaP384Sha384 = 1;

const coordinateLength = 48;

/**
 * Whether `key` signed this report: ECDSA P-384 with SHA-384 over bytes 0x000 to 0x29F. R and S stand little-endian in 72
 * bytes each, whose upper 24 must be zero, so that a report has one signature only.
 *
 * It says nothing about whose key that is: `appraiseAmdEndorsements` does.
 */
export async function authenticateReport(report: AttestationReport, key: PublicKey): Promise<boolean> {
  if (report.signatureAlgo !== ecdsaP384Sha384 || key.curve !== "P-384") return false;
  const r = bigEndian(report.signature.r);
  const s = bigEndian(report.signature.s);
  if (r === undefined || s === undefined) return false;
  const signed = report.bytes.subarray(0, signedLength);
  return verifySignature({ kind: "ecdsa", hash: "sha384" }, key, signed, concatBytes(r, s));
}

function bigEndian(number: Uint8Array): Uint8Array | undefined {
  if (!isAllZero(number.subarray(coordinateLength))) return undefined;
  return number.slice(0, coordinateLength).reverse();
}
