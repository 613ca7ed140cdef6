import type { Policy } from "./schema.ts";

/**
 * What `sekisho verify` demands when nobody gave a policy: that report or quote are genuine, and not a debug guest's; and that a
 * TPM's quote is genuine and its log true, whatever was booted. What it means (signature, chain to a pinned root, certificate
 * fields, dates, revocation) holds for every policy.
 */
export const authenticPolicy: Policy = {
  version: 1,
  name: "authentic",
  "sev-snp": { "guest-policy": { debug: false } },
  tdx: { attributes: { debug: false } },
  sgx: { attributes: { debug: false } },
  "measured-boot": { providers: ["svsm", "azure-hcl", "google", "device"], pcrs: [], "unmeasured-svsm": "warn" },
};

/** What a new machine demands until its owner says otherwise. */
export const strictPolicy: Policy = {
  version: 1,
  name: "strict",
  "sev-snp": {
    crl: "required",
    vmpl: { maximum: 0 },
    "guest-policy": { debug: false, migration: false, "unknown-bits": false },
    measurement: "reference-values",
    platform: { "alias-check-complete": "if-reported" },
    tcb: { reported: "published" },
  },
  "measured-boot": { pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14], "secure-boot": "any" },
};

/** The built-in policies, by name. */
export const builtInPolicies: Readonly<Record<"authentic" | "strict", Policy>> = {
  authentic: authenticPolicy,
  strict: strictPolicy,
};

/**
 * The policy with root keys added to those it accepts (SHA-256 of the SubjectPublicKeyInfo, hex): how a machine of the lab
 * names the lab's root. Vendor roots stay as the policy has them.
 */
export function withAdditionalRoots(policy: Policy, roots: readonly string[]): Policy {
  const demands = policy["sev-snp"];
  if (roots.length === 0 || demands === undefined) return policy;
  const additional = [...new Set([...(demands.roots?.additional ?? []), ...roots])];
  return { ...policy, "sev-snp": { ...demands, roots: { ...demands.roots, additional } } };
}
