import { concatBytes, equalBytes, isAllZero } from "@sekisho/encoding";
import { hash, importPublicKey, verifySignature, type PublicKey } from "@sekisho/encoding/crypto";
import { derWriter as der } from "@sekisho/encoding/der";
import type { Quote } from "./quote.ts";

/** What the signatures inside a quote say. Only all three together make its body believable, and only if the PCK is Intel's. */
export type QuoteAuthentication = {
  /** The attestation key signed header and body. */
  readonly quoteSignature: boolean;
  /** The quoting enclave's report names this attestation key: REPORTDATA is SHA-256(key ‖ authentication data) ‖ zeros. */
  readonly attestationKeyBinding: boolean;
  /** The platform's PCK signed the quoting enclave's report. */
  readonly qeReportSignature: boolean;
};

const ecdsaSha256 = { kind: "ecdsa", hash: "sha256" } as const;
const reportDataDigestLength = 32;

/**
 * Checks the signatures inside a quote: ECDSA P-256 with SHA-256, all of them. A P-384 attestation key is no pass, as Intel
 * has not said how it signs.
 *
 * It says nothing about whose key `pckKey` is, nor about which quoting enclave this is: `appraiseIntelEndorsements` does.
 *
 * @param importKey imports the attestation key; one that remembers saves a third of the time, as a platform keeps its key
 */
export async function authenticateQuote(
  quote: Quote,
  pckKey: PublicKey,
  importKey: typeof importPublicKey = importPublicKey,
): Promise<QuoteAuthentication> {
  const { qeReport } = quote;
  const [quoteSignature, attestationKeyBinding, qeReportSignature] = await Promise.all([
    verifyQuoteSignature(quote, importKey),
    isBound(quote),
    pckKey.curve === "P-256" && verifySignature(ecdsaSha256, pckKey, qeReport.bytes, qeReport.signature),
  ]);
  return { quoteSignature, attestationKeyBinding, qeReportSignature };
}

async function verifyQuoteSignature(quote: Quote, importKey: typeof importPublicKey): Promise<boolean> {
  if (quote.attestationKeyType !== "ecdsa-p256") return false;
  const key = await importKey(subjectPublicKeyInfo(quote.attestationKey));
  return key !== undefined && verifySignature(ecdsaSha256, key, quote.signedBytes, quote.signature);
}

async function isBound({ attestationKey, qeReport }: Quote): Promise<boolean> {
  const { reportData } = qeReport.report;
  const digest = await hash("sha256", attestationKey, qeReport.authenticationData);
  const [found, padding] = [
    reportData.subarray(0, reportDataDigestLength),
    reportData.subarray(reportDataDigestLength),
  ];
  return equalBytes(digest, found) && isAllZero(padding);
}

const p256Algorithm = der.sequence(
  der.objectIdentifier("1.2.840.10045.2.1"),
  der.objectIdentifier("1.2.840.10045.3.1.7"),
);
const pointLength = 64;
/** All that stands before the two coordinates is the same for every key. */
const beforePoint = der
  .sequence(p256Algorithm, der.bitString(concatBytes(Uint8Array.of(4), new Uint8Array(pointLength))))
  .subarray(0, -pointLength);

/** A P-256 point as DER of a SubjectPublicKeyInfo (RFC 5480). A point that is not on the curve is found when it is imported. */
function subjectPublicKeyInfo(point: Uint8Array): Uint8Array {
  return concatBytes(beforePoint, point);
}
