import { equalBytes } from "@sekisho/encoding";
import type { CertificateRevocationList } from "@sekisho/encoding/x509";
import type { Check } from "@sekisho/evidence";
import type { AmdChainCache, CrlEntry } from "./chain-cache.ts";
import type { CompleteChain } from "./chain-checks.ts";
import { check, notLookedAt, type Finding } from "./result.ts";

/**
 * Whether the ARK's list revokes the ASK or ASVK (or the ARK itself). AMD lists no single VCEK.
 *
 * No list is unknown, and not required here; a policy may ask for one. A list under the ARK's name whose signature is wrong
 * refuses, and so does having stale ones only. What any genuine list revokes is revoked, however old the list.
 */
export async function revocationCheck(
  chain: CompleteChain | undefined,
  crls: readonly Uint8Array[],
  at: Date,
  cache: AmdChainCache,
): Promise<Check> {
  const id = "sev-snp.chain.revocation";
  const entries = crls.map((der) => cache.crl(der));
  const unreadable = entries.find(({ parsed }) => !parsed.ok)?.parsed;
  if (unreadable?.ok === false) {
    const { field, offset, expected, actual } = unreadable.error;
    const values = { field, offset };
    return check(id, { status: "fail", expected, actual, detail: "endorsements.amd.crl.unreadable", values });
  }
  if (chain === undefined) return check(id, { ...notLookedAt, optional: true });
  const lists = entries.flatMap((entry) => (entry.parsed.ok ? [{ entry, crl: entry.parsed.value }] : []));
  const own = lists.filter(({ crl }) => equalBytes(crl.issuer.der, chain.root.certificate.subject.der));
  if (own.length === 0) {
    return check(id, { status: "unknown", optional: true, detail: "endorsements.amd.crl.missing" });
  }
  return check(id, await judge(chain, own, at));
}

type Listed = { readonly entry: CrlEntry; readonly crl: CertificateRevocationList };

async function judge(chain: CompleteChain, lists: readonly Listed[], at: Date): Promise<Finding> {
  const signed = await Promise.all(lists.map(({ entry }) => entry.isSignedBy(chain.root.entry)));
  const genuine = lists.filter(({ crl }, index) => signed[index] === true && !crl.hasCriticalExtensions);
  if (genuine.length < lists.length || chain.root.certificate.keyUsage?.has("cRLSign") !== true) {
    const values = { name: chain.root.certificate.subject.text };
    return { status: "fail", detail: "endorsements.amd.crl.forged", values };
  }
  for (const { certificate } of [chain.intermediate, chain.root]) {
    const { serialNumber, subject } = certificate;
    const revokedAt = genuine.map(({ crl }) => crl.revoked.get(serialNumber)).find((date) => date !== undefined);
    if (revokedAt === undefined) continue;
    const values = { name: subject.text, serialNumber, date: revokedAt.toISOString() };
    return { status: "fail", actual: serialNumber, detail: "endorsements.amd.crl.revoked", values };
  }
  const current = genuine.find(({ crl }) => isCurrent(crl, at));
  const newest =
    current ?? genuine.reduce((left, right) => (right.crl.thisUpdate > left.crl.thisUpdate ? right : left));
  const shown = { expected: at.toISOString(), actual: window(newest.crl) };
  return current === undefined
    ? { status: "fail", ...shown, detail: "endorsements.amd.crl.stale" }
    : { status: "pass", ...shown, detail: "endorsements.amd.crl.clean" };
}

/** RFC 5280 demands nextUpdate; a list without one never ends, so it can't be told from a stale one. */
function isCurrent({ thisUpdate, nextUpdate }: CertificateRevocationList, at: Date): boolean {
  return nextUpdate !== undefined && thisUpdate <= at && at <= nextUpdate;
}

function window({ thisUpdate, nextUpdate }: CertificateRevocationList): string {
  return `${thisUpdate.toISOString()} – ${nextUpdate?.toISOString() ?? "?"}`;
}
