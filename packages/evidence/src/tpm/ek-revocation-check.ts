import { equalBytes } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { verifyCrlSignature, type Certificate, type CertificateRevocationList } from "@sekisho/encoding/x509";
import type { Check } from "../check.ts";
import { findCertificatePath } from "./certificate-path.ts";
import type { EkCertificate } from "./ek-certificate.ts";
import type { EkCertificateExpectations } from "./ek-certificate-checks.ts";
import { check } from "./result.ts";

const id = "tpm.ek-certificate.revocation";

/** What is known of one certificate: a list of its issuer that is valid and does not name it, one that does, or none. */
type Standing = "good" | "revoked" | "unknown";

/**
 * Whether the EK certificate or an issuer below the root is revoked (RFC 5280, 6.3). A list counts if that certificate's issuer
 * signed it, it is valid at the time, and it has no critical extension. Without such a list for each certificate the answer
 * is `unknown`; a certificate that any such list names fails, so that an older list without it can't hide it.
 *
 * @param lists revocation lists, in any order; none of them is trusted for being there
 */
export async function checkEkRevocation(
  { certificate }: EkCertificate,
  { issuers, roots, at }: Pick<EkCertificateExpectations, "issuers" | "roots" | "at">,
  lists: readonly CertificateRevocationList[],
): Promise<Check> {
  const path = await findCertificatePath(certificate, issuers, roots);
  if (!path.rooted)
    return check(id, { status: "unknown", detail: `${id}.unknown`, values: { name: nameOf(certificate) } });
  const chain = [certificate, ...path.issuers];
  let missing: Certificate | undefined;
  for (const [index, issuer] of path.issuers.entries()) {
    const subject = chain[index] ?? certificate;
    const standing = await standingOf(subject, issuer, lists, at);
    const values = { name: nameOf(subject) };
    if (standing === "revoked") return check(id, { status: "fail", detail: `${id}.fail`, values });
    if (standing === "unknown") missing ??= subject;
  }
  return missing === undefined
    ? check(id, { status: "pass", detail: `${id}.pass` })
    : check(id, { status: "unknown", detail: `${id}.unknown`, values: { name: nameOf(missing) } });
}

async function standingOf(
  { serialNumber }: Certificate,
  issuer: Certificate,
  lists: readonly CertificateRevocationList[],
  at: Date,
): Promise<Standing> {
  const key = await importPublicKey(issuer.subjectPublicKeyInfo);
  if (key === undefined || issuer.keyUsage?.has("cRLSign") !== true) return "unknown";
  let standing: Standing = "unknown";
  for (const list of lists) {
    if (!equalBytes(list.issuer.der, issuer.subject.der) || list.hasCriticalExtensions) continue;
    if (at < list.thisUpdate || list.nextUpdate === undefined || at > list.nextUpdate) continue;
    if (!(await verifyCrlSignature(list, key))) continue;
    if (list.revoked.has(serialNumber)) return "revoked";
    standing = "good";
  }
  return standing;
}

function nameOf({ subject, serialNumber }: Certificate): string {
  return subject.text === "" ? serialNumber : subject.text;
}
