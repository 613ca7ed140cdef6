import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { builtInPolicies } from "./built-in.ts";
import type { Policy } from "./schema.ts";

/** Says which policy spoke. It never decides. */
export function appliedPolicyCheck(policy: Policy): Check {
  const { name } = policy;
  const builtIn = Object.values(builtInPolicies).includes(policy);
  const detail =
    name === undefined
      ? message("policy.applied.unnamed")
      : message(builtIn ? "policy.applied.built-in" : "policy.applied", { name });
  return { id: "policy", status: "pass", required: false, expected: null, actual: name ?? null, detail };
}
