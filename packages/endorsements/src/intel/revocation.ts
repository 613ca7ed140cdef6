import type { Check } from "@sekisho/evidence";
import { nameOf } from "../certificates/links.ts";
import { judgeLists, type ListVerdict } from "../certificates/revocation.ts";
import { dateText } from "../date-text.ts";
import { check, type Finding } from "../finding.ts";
import type { CrlEntry, IntelChainCache } from "./chain-cache.ts";
import type { CompleteChain, Link } from "./find-chain.ts";
import { notLookedAt, type Technology } from "./result.ts";

/**
 * Whether the root's list revokes the PCK's issuer (`….chain.revocation`), and the issuer's list the PCK
 * (`….pck.revocation`).
 *
 * No list is unknown, and not required here; a policy may ask for one. A list in an issuer's name whose signature is wrong
 * refuses, and so does having stale ones only.
 */
export async function revocationChecks(
  technology: Technology,
  chain: CompleteChain | undefined,
  lists: readonly CrlEntry[],
  at: Date,
): Promise<readonly Check[]> {
  const [chainId, pckId] = [`${technology}.chain.revocation`, `${technology}.pck.revocation`];
  const unreadable = unreadableList(lists);
  if (unreadable !== undefined) return [check(chainId, unreadable), check(pckId, unreadable)];
  if (chain === undefined) {
    return [chainId, pckId].map((id) => check(id, { ...notLookedAt, optional: true }));
  }
  const { leaf, intermediate, root } = chain;
  const [ofRoot, ofIssuer] = await Promise.all([
    judgeLists(root, [intermediate, root], lists, at),
    judgeLists(intermediate, [leaf], lists, at),
  ]);
  return [check(chainId, listFinding(root, ofRoot, at)), check(pckId, listFinding(intermediate, ofIssuer, at))];
}

/** The lists among the inputs. */
export function listsOf(crls: readonly Uint8Array[], cache: IntelChainCache): readonly CrlEntry[] {
  return [...new Set(crls.map((der) => cache.crl(der)))];
}

function unreadableList(lists: readonly CrlEntry[]): Finding | undefined {
  const parsed = lists.find((entry) => !entry.parsed.ok)?.parsed;
  if (parsed?.ok !== false) return undefined;
  const { field, offset, expected, actual } = parsed.error;
  const values = { field, offset };
  return { status: "fail", expected, actual, detail: "endorsements.intel.crl.unreadable", values };
}

function listFinding(issuer: Link, verdict: ListVerdict, at: Date): Finding {
  const name = nameOf(issuer);
  switch (verdict.kind) {
    case "missing":
      return { status: "unknown", optional: true, detail: "endorsements.intel.crl.missing", values: { name } };
    case "forged":
      return { status: "fail", detail: "endorsements.intel.crl.forged", values: { name } };
    case "revoked":
      return revokedFinding(verdict);
    case "stale":
    case "clean": {
      const status = verdict.kind === "clean" ? "pass" : "fail";
      const shown = { expected: dateText(at), actual: verdict.window };
      return { status, ...shown, detail: `endorsements.intel.crl.${verdict.kind}`, values: { name } };
    }
  }
}

/** A certificate that its issuer has revoked. */
export function revokedFinding({ subject, since }: ListVerdict & { readonly kind: "revoked" }): Finding {
  const { serialNumber } = subject.certificate;
  const values = { name: nameOf(subject), serialNumber, date: since.toISOString() };
  return { status: "fail", actual: serialNumber, detail: "endorsements.intel.crl.revoked", values };
}
