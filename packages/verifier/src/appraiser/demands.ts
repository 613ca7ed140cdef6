import { parsePolicy, strictPolicy, withAdditionalRoots, type Policy } from "@sekisho/appraisal";

/**
 * What a machine demands: its policy, or the strict one; its additional roots; and a known good launch digest and known good
 * boots, also where a policy forgot to ask for them, as the gate would otherwise hand a key to any image.
 */
export function demandsOf(policy: string | null, additionalRoots: readonly string[]): Policy {
  return withKnownTd(withKnownBoots(withKnownLaunch(withAdditionalRoots(policyOf(policy), additionalRoots))));
}

function withKnownLaunch(policy: Policy): Policy {
  const section = policy["sev-snp"];
  if (section === undefined || section.measurement !== undefined) return policy;
  return { ...policy, "sev-snp": { ...section, measurement: "reference-values" } };
}

/**
 * Firmware and registers: whatever a policy leaves open must be known. RTMR 3 must be untouched, whatever it says, as only the
 * initrd leaves it so: else whoever is root in the running machine could have the key.
 */
function withKnownTd(policy: Policy): Policy {
  const { tdx } = policy;
  if (tdx === undefined) return policy;
  const rtmrs = { "0": "known-boots", "1": "known-boots", "2": "known-boots", ...tdx.rtmrs, "3": "zero" } as const;
  return { ...policy, tdx: { ...tdx, "mr-td": tdx["mr-td"] ?? "reference-values", rtmrs } };
}

/** A section that names no PCR is one that any boot passes; one that says nothing of PCRs demands the usual ones. */
function withKnownBoots(policy: Policy): Policy {
  const section = policy["measured-boot"];
  if (section?.pcrs?.length !== 0) return policy;
  const { pcrs: _, ...others } = section;
  return { ...policy, "measured-boot": others };
}

function policyOf(text: string | null): Policy {
  if (text === null) return strictPolicy;
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(`a registered policy can't be read: ${parsed.problems[0]?.message.id ?? ""}`);
  return parsed.policy;
}
