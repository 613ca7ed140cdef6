import { equalBytes } from "@sekisho/encoding";
import type { CertificateRevocationList } from "@sekisho/encoding/x509";
import type { CrlEntry } from "./entries.ts";
import type { Link } from "./links.ts";

/** What the lists of one issuer say. */
export type ListVerdict =
  | { readonly kind: "missing" }
  /** A list in the issuer's name that it did not sign or may not sign, or that can't be relied on. */
  | { readonly kind: "forged" }
  | { readonly kind: "revoked"; readonly subject: Link; readonly since: Date }
  /** None is valid at the time of verification; the newest one's window. */
  | { readonly kind: "stale"; readonly window: string }
  | { readonly kind: "clean"; readonly window: string };

/**
 * Judges `subjects` by the lists in `issuer`'s name; lists of others are passed over. What any genuine list revokes is
 * revoked, however old the list.
 */
export async function judgeLists(
  issuer: Link,
  subjects: readonly Link[],
  lists: readonly CrlEntry[],
  at: Date,
): Promise<ListVerdict> {
  const named: { readonly entry: CrlEntry; readonly crl: CertificateRevocationList }[] = [];
  for (const entry of lists) {
    const crl = entry.parsed.ok ? entry.parsed.value : undefined;
    if (crl !== undefined && equalBytes(crl.issuer.der, issuer.certificate.subject.der)) named.push({ entry, crl });
  }
  if (named.length === 0) return { kind: "missing" };
  const signed = await Promise.all(named.map(({ entry }) => entry.isSignedBy(issuer.entry)));
  const reliable = named.every(({ crl }, index) => signed[index] === true && !crl.hasCriticalExtensions);
  if (!reliable || issuer.certificate.keyUsage?.has("cRLSign") !== true) return { kind: "forged" };
  for (const subject of subjects) {
    const { serialNumber } = subject.certificate;
    const since = named.map(({ crl }) => crl.revoked.get(serialNumber)).find((date) => date !== undefined);
    if (since !== undefined) return { kind: "revoked", subject, since };
  }
  const current = named.find(({ crl }) => isCurrent(crl, at));
  if (current !== undefined) return { kind: "clean", window: current.entry.window };
  const newest = named.reduce((left, right) => (right.crl.thisUpdate > left.crl.thisUpdate ? right : left));
  return { kind: "stale", window: newest.entry.window };
}

/** RFC 5280 demands nextUpdate; a list without one never ends, so it can't be told from a stale one. */
function isCurrent({ thisUpdate, nextUpdate }: CertificateRevocationList, at: Date): boolean {
  return nextUpdate !== undefined && thisUpdate <= at && at <= nextUpdate;
}
