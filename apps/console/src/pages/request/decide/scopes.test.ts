import { scopeSchema } from "@sekisho/release";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedKinds, firstChoice, readChoice, scopeMeaning } from "./scopes.ts";

const longest = { boots: 5, hours: 12 };

test("what is offered at first is the least: this boot alone", () => {
  expect(readChoice(firstChoice, longest)).toEqual({ scope: { kind: "this-boot" } });
});

test("kinds that the policy doesn't allow are not offered", () => {
  expect(allowedKinds(longest)).toEqual(["this-boot", "boots", "hours"]);
  expect(allowedKinds({ boots: 1, hours: 0 })).toEqual(["this-boot"]);
});

test.each([
  ["boots", "2", { scope: { kind: "boots", count: 2 } }],
  ["boots", "5", { scope: { kind: "boots", count: 5 } }],
  ["boots", "6", { problem: { id: "console.request.scope.outside", values: { least: 2, most: 5 } } }],
  ["boots", "1", { problem: { id: "console.request.scope.outside", values: { least: 2, most: 5 } } }],
  ["hours", "12", { scope: { kind: "hours", hours: 12 } }],
  ["hours", "0", { problem: { id: "console.request.scope.outside", values: { least: 1, most: 12 } } }],
  ["hours", "1.5", { problem: { id: "console.request.scope.outside", values: { least: 1, most: 12 } } }],
  ["hours", "", { problem: { id: "console.request.scope.outside", values: { least: 1, most: 12 } } }],
] as const)("%s %s", (kind, text, outcome) => {
  expect(readChoice({ kind, boots: text, hours: text }, longest)).toEqual(outcome);
});

test("whatever is typed, only a scope that the gate can read comes out", () => {
  fc.assert(
    fc.property(fc.constantFrom("this-boot", "boots", "hours"), fc.string(), fc.integer(), (kind, text, number) => {
      for (const typed of [text, `${number}`]) {
        const read = readChoice({ kind, boots: typed, hours: typed }, { boots: 100, hours: 720 });
        expect("problem" in read || scopeSchema.safeParse(read.scope).success).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("every scope says what it lets happen later", () => {
  expect(scopeMeaning({ kind: "boots", count: 3 }).values).toEqual({ count: 3, more: 2 });
  expect(scopeMeaning({ kind: "hours", hours: 8 }).id).toBe("console.request.scope.hours.means");
});
