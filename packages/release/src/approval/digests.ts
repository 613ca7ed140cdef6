import type { Json } from "../log/canonical-json.ts";
import { digestOfJson, digestOfText } from "../log/digest.ts";
import type { MachineTechnology } from "../machine.ts";

/**
 * What makes a boot this boot: everything that evidence proves of a machine, and that another boot of the same machine, with the
 * same firmware, kernel, TCB, TPM and policy, shows again. What differs from boot to boot (REPORT_ID, nonces, keys made for
 * one boot) is not in it.
 */
export type BootFacts = {
  readonly machineId: string;
  readonly technology: MachineTechnology;
  /** MEASUREMENT or MRTD, hexadecimal; null where only a TPM speaks. */
  readonly launchDigest: string | null;
  /** What PCRs or RTMRs hold, hexadecimal, by their number. */
  readonly registers: Readonly<Record<string, string>>;
  /** What launched it and what that is worth: TCB versions and status, guest policy, identities, the TPM. */
  readonly platform: { readonly [name: string]: Json };
  readonly headerDigest: string;
  /** {@link policyDigest} of the policy that it was judged with. */
  readonly policyDigest: string | null;
};

/** What a later boot must equal to be covered by a grant. SHA-256, hexadecimal. */
export function bootDigest(facts: BootFacts): Promise<string> {
  return digestOfJson({ type: "sekisho-boot", version: 1, ...facts });
}

/** SHA-256, hexadecimal, over the text of a policy; null for the strict default. */
export async function policyDigest(policy: string | null): Promise<string | null> {
  return policy === null ? null : digestOfText(policy);
}

/** A check, as far as it counts here: what it says in words may change with the version of Sekisho. */
export type DigestedCheck = { readonly id: string; readonly status: string; readonly required: boolean };

/**
 * What a person approves: this request, this guest's key, this boot, and how the gate judged it. SHA-256, hexadecimal. Fresh evidence of the same
 * guest has another nonce and report, and the same digest, as long as nothing that counts has changed.
 */
export function verdictDigest(judged: {
  readonly request: string;
  readonly guestKey: string;
  readonly bootDigest: string;
  readonly verdict: { readonly verdict: "accepted" | "rejected"; readonly checks: readonly DigestedCheck[] };
}): Promise<string> {
  const { request, guestKey, verdict } = judged;
  const checks = verdict.checks
    .map(({ id, status, required }) => ({ id, status, required }))
    .toSorted((left, right) => compare(left.id, right.id) || compare(left.status, right.status));
  return digestOfJson({
    type: "sekisho-verdict",
    version: 1,
    request,
    guestKey,
    bootDigest: judged.bootDigest,
    verdict: verdict.verdict,
    checks,
  });
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The beginning of a digest in groups, for people to compare on two screens: 64 bits, which nobody hits on purpose in the days
 * that a request waits.
 */
export function shortCode(digest: string): string {
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(" ");
}
