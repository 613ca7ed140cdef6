import { message, type Message } from "@sekisho/messages";
import { scopeSchema, type ApprovalView, type Scope } from "@sekisho/release";

/** How a scope is chosen: its kind, and a number where the kind has one. */
export type ScopeChoice = { readonly kind: Scope["kind"]; readonly boots: string; readonly hours: string };

/** What is offered at first: the least. */
export const firstChoice: ScopeChoice = { kind: "this-boot", boots: "2", hours: "8" };

/** The kinds that the policy allows; where it allows only this boot there is nothing to choose. */
export function allowedKinds({ boots, hours }: ApprovalView["longest"]): readonly Scope["kind"][] {
  return ["this-boot", ...(boots > 1 ? (["boots"] as const) : []), ...(hours > 0 ? (["hours"] as const) : [])];
}

/** The scope that a person chose, or why it can't be used. */
export function readChoice(
  { kind, boots, hours }: ScopeChoice,
  longest: ApprovalView["longest"],
): { readonly scope: Scope } | { readonly problem: Message } {
  switch (kind) {
    case "this-boot":
      return { scope: { kind } };
    case "boots":
      return within({ kind, count: wholeNumber(boots) }, wholeNumber(boots), 2, longest.boots);
    case "hours":
      return within({ kind, hours: wholeNumber(hours) }, wholeNumber(hours), 1, longest.hours);
  }
}

/** What a scope lets happen later, without anybody being asked. */
export function scopeMeaning(scope: Scope): Message {
  switch (scope.kind) {
    case "this-boot":
      return message("console.request.scope.this-boot.means");
    case "boots":
      return message("console.request.scope.boots.means", { count: scope.count, more: scope.count - 1 });
    case "hours":
      return message("console.request.scope.hours.means", { hours: scope.hours });
  }
}

function within(
  scope: Scope,
  number: number,
  least: number,
  most: number,
): { readonly scope: Scope } | { readonly problem: Message } {
  const fits = number >= least && number <= most && scopeSchema.safeParse(scope).success;
  return fits ? { scope } : { problem: message("console.request.scope.outside", { least, most }) };
}

/** NaN where the text is no whole number. */
function wholeNumber(text: string): number {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
