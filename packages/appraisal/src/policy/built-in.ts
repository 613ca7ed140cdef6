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
  sev: { "guest-policy": { debug: false } },
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
  tdx: {
    crl: "required",
    collateral: "required",
    tcb: { statuses: ["UpToDate", "SWHardeningNeeded"] },
    "mr-td": "reference-values",
    rtmrs: { "0": "known-boots", "1": "known-boots", "2": "known-boots", "3": "zero" },
    attributes: { debug: false, migratable: false, "sept-ve-disable": true, "unknown-bits": false },
  },
  sev: {
    "guest-policy": { debug: false, "key-sharing": false, send: false, "unknown-bits": false },
    // CVE-2019-9836: older firmware gives its Diffie-Hellman key away.
    firmware: { minimum: "0.17.22" },
    measurement: "reference-values",
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
  if (roots.length === 0) return policy;
  const joined = (given: readonly string[] = []): string[] => [...new Set([...given, ...roots])];
  const { sev, "sev-snp": sevSnp, tdx, sgx } = policy;
  return {
    ...policy,
    ...(tdx && { tdx: { ...tdx, roots: { ...tdx.roots, additional: joined(tdx.roots?.additional) } } }),
    ...(sgx && { sgx: { ...sgx, roots: { ...sgx.roots, additional: joined(sgx.roots?.additional) } } }),
    ...(sev && { sev: { ...sev, roots: { ...sev.roots, additional: joined(sev.roots?.additional) } } }),
    ...(sevSnp && {
      "sev-snp": { ...sevSnp, roots: { ...sevSnp.roots, additional: joined(sevSnp.roots?.additional) } },
    }),
  };
}
