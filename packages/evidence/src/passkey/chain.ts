import { parseCertificate, type Certificate } from "@sekisho/encoding/x509";
import type { Check } from "../check.ts";
import { findCertificatePath, keyDigest } from "../tpm/certificate-path.ts";
import { keyDescriptionOid } from "./key-description.ts";
import { rule } from "./result.ts";

/** Roots that speak for a chain: keys that are pinned, and whole certificates. */
export type ChainRoots = {
  /** SHA-256 over the SubjectPublicKeyInfo, hexadecimal. */
  readonly pins: readonly string[];
  /** DER. */
  readonly certificates: readonly Uint8Array[];
  /**
   * Whether, below a pinned key, the leaf's issuer need not be marked as an authority: Google certified the attestation keys of some
   * phones as ordinary ones. Keys that an owner of the phone controls it never certifies without a description; of other roots nobody
   * knows to whom they give ordinary certificates.
   */
  readonly batchKeys?: boolean;
};

/** Whether the chain leads to a root, through authorities that were valid then. The root's own dates don't count: its key is known. */
export async function checkChain(
  chain: readonly Certificate[],
  { pins, certificates, batchKeys = false }: ChainRoots,
  at: Date,
): Promise<readonly Check[]> {
  const [leaf, ...issuers] = chain;
  if (leaf === undefined) return [rule("chain", false, { name: "-" })];
  const roots = certificates.map((der) => parseCertificate(der)).flatMap((one) => (one.ok ? [one.value] : []));
  const digests = [...pins, ...(await Promise.all(roots.map(keyDigest)))];
  const path = await findCertificatePath(leaf, [...issuers, ...roots], digests);
  const last = path.issuers.at(-1) ?? leaf;
  const byPin = path.rooted && pins.includes(await keyDigest(last));
  const between = path.issuers.slice(0, path.rooted ? -1 : undefined);
  const unfit = between.find(
    (certificate, index) => !(mayIssue(certificate) || (batchKeys && byPin && index === 0 && isBatchKey(certificate))),
  );
  const past = [leaf, ...between].find(({ notBefore, notAfter }) => at < notBefore || at > notAfter);
  return [
    rule("chain", path.rooted, { name: nameOf(last) }),
    rule("authorities", unfit === undefined, { name: unfit === undefined ? "" : nameOf(unfit) }),
    rule("dates", past === undefined, { name: past === undefined ? "" : nameOf(past) }),
  ];
}

function mayIssue({ basicConstraints, keyUsage }: Certificate): boolean {
  return basicConstraints?.ca === true && keyUsage?.has("keyCertSign") === true;
}

function isBatchKey({ extensions, keyUsage }: Certificate): boolean {
  return !extensions.has(keyDescriptionOid) && keyUsage?.has("digitalSignature") === true;
}

function nameOf({ subject, serialNumber }: Certificate): string {
  return subject.text === "" ? serialNumber : subject.text;
}
