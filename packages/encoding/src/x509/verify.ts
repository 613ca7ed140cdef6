import { verifySignature, type PublicKey } from "@sekisho/encoding/crypto";
import type { Certificate } from "./certificate.ts";
import type { CertificateRevocationList } from "./crl.ts";
import { ecdsaSignatureFromDer } from "./ecdsa-signature.ts";

const orderLengths = { "P-256": 32, "P-384": 48, "P-521": 66 } as const;

/** Whether `issuerKey` made this certificate's signature. Says nothing about names, dates or whether it was allowed to. */
export function verifyCertificateSignature(certificate: Certificate, issuerKey: PublicKey): Promise<boolean> {
  return verifySigned(certificate, issuerKey);
}

/** Whether `issuerKey` made this list's signature. Says nothing about names and dates. */
export function verifyCrlSignature(crl: CertificateRevocationList, issuerKey: PublicKey): Promise<boolean> {
  return verifySigned(crl, issuerKey);
}

type Signed = Pick<Certificate, "tbs" | "signatureAlgorithm" | "signature">;

async function verifySigned({ tbs, signatureAlgorithm, signature }: Signed, issuerKey: PublicKey): Promise<boolean> {
  const { scheme } = signatureAlgorithm;
  if (scheme === undefined) return false;
  if (scheme.kind !== "ecdsa") return verifySignature(scheme, issuerKey, tbs, signature);
  if (issuerKey.curve === undefined) return false;
  const raw = ecdsaSignatureFromDer(signature, orderLengths[issuerKey.curve]);
  return raw.ok && verifySignature(scheme, issuerKey, tbs, raw.value);
}
