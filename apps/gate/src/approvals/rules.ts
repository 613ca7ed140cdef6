import { parsePolicy } from "@sekisho/appraisal";
import { hardwareLevels, widestScope, type HardwareLevel, type Scope } from "@sekisho/release";
import { nameKey } from "../store/accounts.ts";

/** Who must approve, as a policy says it, with its defaults filled in. */
export type ApprovalRules = {
  readonly needed: number;
  /** Whom the policy names, as names are compared; null: everybody whose role allows it. */
  readonly approvers: ReadonlySet<string> | null;
  readonly fourEyes: boolean;
  /** In which hardware a passkey must be known to live; null: in any or none. */
  readonly hardware: readonly HardwareLevel[] | null;
  readonly longest: { readonly boots: number; readonly hours: number };
};

/** Reading YAML takes a millisecond, and a list of requests asks for the rules of each. */
const known = new Map<string | null, ApprovalRules>();
const mostKnown = 256;

/** What a machine's policy says of approvals. @throws Error for a policy that can't be read: it was when it was registered */
export function rulesOf(policy: string | null): ApprovalRules {
  const present = known.get(policy);
  if (present !== undefined) return present;
  const rules = readRules(policy);
  if (known.size >= mostKnown) known.clear();
  known.set(policy, rules);
  return rules;
}

function readRules(policy: string | null): ApprovalRules {
  const parsed = policy === null ? undefined : parsePolicy(policy);
  if (parsed?.ok === false) throw new Error("a registered policy can't be read");
  const section = parsed?.policy.approval ?? {};
  const { approvals = 1, approvers, "four-eyes": fourEyes = false, hardware = "any", longest } = section;
  return {
    needed: fourEyes ? Math.max(2, approvals) : approvals,
    approvers: approvers === undefined ? null : new Set(approvers.map(nameKey)),
    fourEyes,
    hardware: hardware === "any" ? null : hardware === "required" ? hardwareLevels : hardware,
    // What a policy that limits one does not name, it does not allow.
    longest: longest === undefined ? widestScope : { boots: longest.boots ?? 1, hours: longest.hours ?? 0 },
  };
}

/** Whether a policy allows an approval to reach this far. */
export function allowsScope({ longest }: ApprovalRules, scope: Scope): boolean {
  switch (scope.kind) {
    case "this-boot":
      return true;
    case "boots":
      return scope.count <= longest.boots;
    case "hours":
      return scope.hours <= longest.hours;
  }
}
