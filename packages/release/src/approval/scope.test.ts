import fc from "fast-check";
import { expect, test } from "vitest";
import { narrowestScope, scopeSchema, type NarrowestScope, type Scope } from "./scope.ts";

const boots = (count: number): Scope => ({ kind: "boots", count });
const hours = (count: number): Scope => ({ kind: "hours", hours: count });
const thisBoot: Scope = { kind: "this-boot" };

test.each<[readonly Scope[], object]>([
  [[], { kind: "this-boot" }],
  [[thisBoot], { kind: "this-boot" }],
  [[boots(9), thisBoot, hours(3)], { kind: "this-boot" }],
  [[boots(9), boots(3)], { kind: "grant", boots: 3, hours: null }],
  [[hours(9), hours(3)], { kind: "grant", boots: null, hours: 3 }],
  [[boots(9), hours(3)], { kind: "grant", boots: 9, hours: 3 }],
])("%j leave %j", (scopes, expected) => {
  expect(narrowestScope(scopes)).toEqual(expected);
});

/** Whether what is left is within what this person gave. */
function isWithin(narrowest: NarrowestScope, given: Scope): boolean {
  if (narrowest.kind === "this-boot") return true;
  switch (given.kind) {
    case "this-boot":
      return false;
    case "boots":
      return narrowest.boots !== null && narrowest.boots <= given.count;
    case "hours":
      return narrowest.hours !== null && narrowest.hours <= given.hours;
  }
}

test("nobody's approval is stretched", () => {
  const scope = fc.oneof(
    fc.constant(thisBoot),
    fc.integer({ min: 2, max: 100 }).map(boots),
    fc.integer({ min: 1, max: 720 }).map(hours),
  );
  expect(() =>
    fc.assert(
      fc.property(fc.array(scope, { minLength: 1, maxLength: 5 }), (scopes) =>
        scopes.every((given) => isWithin(narrowestScope(scopes), given)),
      ),
      { numRuns: 300 },
    ),
  ).not.toThrow();
});

test.each([boots(1), boots(101), boots(2.5), hours(0), hours(721), { kind: "forever" }, { ...thisBoot, count: 2 }])(
  "%j is no scope",
  (scope) => {
    expect(scopeSchema.safeParse(scope).success).toBe(false);
  },
);
