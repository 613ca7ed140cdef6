import { expect, test } from "vitest";
import { changesSince, type Seen } from "./changes.ts";

const approval = (...names: readonly string[]): Seen["approval"] => ({
  needed: 2,
  approvers: [],
  fourEyes: false,
  hardware: "any",
  hardwareLevels: [],
  longest: { boots: 1, hours: 0 },
  given: names.map((account) => ({
    account,
    at: "2026-11-23T12:00:00Z",
    scope: { kind: "this-boot" },
    hardware: null,
  })),
  excluded: [],
  grant: null,
  voided: [],
});

const seen: Seen = { number: 7, state: "waiting", verdictDigest: "aa".repeat(32), approval: approval("Aoki") };
const ids = (now: Seen, before = seen): string[] => changesSince(before, now).map(({ what }) => what.id);

test("the same, or evidence that is only newer, is no change", () => {
  expect(ids({ ...seen, approval: approval("Aoki") })).toEqual([]);
});

test.each(["decided", "released", "refused", "denied", "expired"] as const)(
  "a request that is %s meanwhile",
  (state) => {
    expect(changesSince(seen, { ...seen, state, verdictDigest: "bb".repeat(32) })).toEqual([
      { what: { id: `console.request.meanwhile.${state}`, values: { number: 7 } }, decides: true },
    ]);
  },
);

test("that the TPM has answered takes nothing away", () => {
  expect(changesSince({ ...seen, state: "activating" }, seen)).toMatchObject([{ decides: false }]);
});

test("evidence of another verdict is told, and the approvals that it made void", () => {
  expect(ids({ ...seen, verdictDigest: "bb".repeat(32), approval: approval() })).toEqual([
    "console.request.meanwhile.other-evidence",
    "console.request.meanwhile.approval-void",
  ]);
});

test("another's approval is told by name", () => {
  expect(changesSince(seen, { ...seen, approval: approval("Aoki", "Baba") })).toEqual([
    { what: { id: "console.request.meanwhile.approved", values: { name: "Baba" } }, decides: false },
  ]);
});
