import { parsePolicy, type Policy } from "@sekisho/appraisal";
import { demandsOf } from "../appraiser/demands.ts";
import type { GapInput } from "./gap.ts";

/** What was demanded of this evidence; undefined where the policy can't be read. */
export function demandsFor({ policy, machine }: GapInput): Policy | undefined {
  if (policy !== null && !parsePolicy(policy).ok) return undefined;
  return demandsOf(policy, machine.additionalRoots);
}
