import type { Check } from "@sekisho/evidence";
import { dateText } from "../date-text.ts";
import { judgeLists } from "../certificates/revocation.ts";
import type { AmdChainCache } from "./chain-cache.ts";
import type { CompleteChain } from "./chain-checks.ts";
import { check, notLookedAt } from "./result.ts";

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
  const { root, intermediate } = chain;
  const name = root.certificate.subject.text;
  const verdict = await judgeLists(root, [intermediate, root], entries, at);
  switch (verdict.kind) {
    case "missing":
      return check(id, { status: "unknown", optional: true, detail: "endorsements.amd.crl.missing" });
    case "forged":
      return check(id, { status: "fail", detail: "endorsements.amd.crl.forged", values: { name } });
    case "revoked": {
      const { serialNumber, subject } = verdict.subject.certificate;
      const values = { name: subject.text, serialNumber, date: verdict.since.toISOString() };
      return check(id, { status: "fail", actual: serialNumber, detail: "endorsements.amd.crl.revoked", values });
    }
    case "stale":
    case "clean": {
      const status = verdict.kind === "clean" ? "pass" : "fail";
      const shown = { expected: dateText(at), actual: verdict.window };
      return check(id, { status, ...shown, detail: `endorsements.amd.crl.${verdict.kind}` });
    }
  }
}
