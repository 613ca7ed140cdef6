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
  const own = lists.flatMap((entry) => (entry.parsed.ok ? [{ entry, crl: entry.parsed.value }] : []));
  const named = own.filter(({ crl }) => equalBytes(crl.issuer.der, issuer.certificate.subject.der));
  if (named.length === 0) return { kind: "missing" };
  const signed = await Promise.all(named.map(({ entry }) => entry.isSignedBy(issuer.entry)));
  const reliable = named.every(({ crl }, index) => signed[index] === true && !crl.hasCriticalExtensions);
  if (!reliable || issuer.certificate.keyUsage?.has("cRLSign") !== true) return { kind: "forged" };
  for (const subject of subjects) {
    const { serialNumber } = subject.certificate;
    const since = named.map(({ crl }) => crl.revoked.get(serialNumber)).find((date) => date !== undefined);
    if (since !== undefined) return { kind: "revoked", subject, since };
  }
  const crls = named.map(({ crl }) => crl);
  const current = crls.find((crl) => isCurrent(crl, at));
  if (current !== undefined) return { kind: "clean", window: windowText(current) };
  const newest = crls.reduce((left, right) => (right.thisUpdate > left.thisUpdate ? right : left));
  return { kind: "stale", window: windowText(newest) };
}

/** RFC 5280 demands nextUpdate; a list without one never ends, so it can't be told from a stale one. */
function isCurrent({ thisUpdate, nextUpdate }: CertificateRevocationList, at: Date): boolean {
  return nextUpdate !== undefined && thisUpdate <= at && at <= nextUpdate;
}

function windowText({ thisUpdate, nextUpdate }: CertificateRevocationList): string {
  return `${thisUpdate.toISOString()} – ${nextUpdate?.toISOString() ?? "?"}`;
}
