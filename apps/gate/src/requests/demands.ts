import { parsePolicy, strictPolicy, withAdditionalRoots, type Policy } from "@sekisho/appraisal";

/**
 * What a machine demands: its policy, or the strict one; its additional roots; and a known good launch digest and known good
 * boots, also where a policy forgot to ask for them, as the gate would otherwise hand a key to any image.
 */
export function demandsOf(policy: string | null, additionalRoots: readonly string[]): Policy {
  return withKnownBoots(withKnownLaunch(withAdditionalRoots(policyOf(policy), additionalRoots)));
}

function withKnownLaunch(policy: Policy): Policy {
  const section = policy["sev-snp"];
  if (section === undefined || section.measurement !== undefined) return policy;
  return { ...policy, "sev-snp": { ...section, measurement: "reference-values" } };
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
