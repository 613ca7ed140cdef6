import { z } from "zod";

/** The most boots and hours that one approval can stand for; a policy may allow less. */
export const widestScope = { boots: 100, hours: 720 } as const;

/** For what a person approves: the boot that asks, that one and others like it, or all like it for some time. */
export const scopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("this-boot") }),
  z.strictObject({ kind: z.literal("boots"), count: z.int().min(2).max(widestScope.boots) }),
  z.strictObject({ kind: z.literal("hours"), hours: z.int().min(1).max(widestScope.hours) }),
]);
export type Scope = z.infer<typeof scopeSchema>;

/** What several people's scopes leave together; both limits hold where both are numbers. */
export type NarrowestScope =
  | { readonly kind: "this-boot" }
  /** `boots` counts the one that asks. `hours` begin when the last approval is given. Null: no limit of that kind. */
  | { readonly kind: "grant"; readonly boots: number | null; readonly hours: number | null };

/** What all of these people approve of. Nobody's approval is stretched beyond what that person gave; none is `this-boot`. */
export function narrowestScope(scopes: readonly Scope[]): NarrowestScope {
  if (scopes.length === 0 || scopes.some(({ kind }) => kind === "this-boot")) return { kind: "this-boot" };
  const boots = scopes.flatMap((scope) => (scope.kind === "boots" ? [scope.count] : []));
  const hours = scopes.flatMap((scope) => (scope.kind === "hours" ? [scope.hours] : []));
  return { kind: "grant", boots: least(boots), hours: least(hours) };
}

function least(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers);
}
