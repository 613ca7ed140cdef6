import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstState, isOpen, nextState, type RequestEvent, type RequestState } from "./state.ts";

const states: readonly RequestState[] = [
  "activating",
  "waiting",
  "decided",
  "released",
  "refused",
  "denied",
  "expired",
];
const events: readonly RequestEvent[] = [
  { kind: "evidence-accepted" },
  { kind: "evidence-refused" },
  { kind: "entered", evidenceIsFresh: true },
  { kind: "entered", evidenceIsFresh: false },
  { kind: "activated", releases: true },
  { kind: "activated", releases: false },
  { kind: "approved" },
  { kind: "approvals-fell" },
  { kind: "denied" },
  { kind: "expired" },
];

test("a request begins released only where nobody has to be asked, only with accepted evidence, and only without a vTPM", () => {
  expect([true, false].map((releases) => firstState(true, false, releases))).toEqual(["released", "waiting"]);
  expect([true, false].map((releases) => firstState(true, true, releases))).toEqual(["activating", "activating"]);
  for (const vtpm of [true, false]) {
    expect([true, false].map((releases) => firstState(false, vtpm, releases))).toEqual(["refused", "refused"]);
  }
});

describe("every event in every open state", () => {
  const no = undefined;
  test.each([
    ["activating", ["activating", "refused", no, no, "released", "waiting", no, no, "denied", "expired"]],
    ["waiting", ["waiting", "refused", "released", "decided", no, no, "decided", no, "denied", "expired"]],
    ["decided", ["released", "refused", no, no, no, no, no, "waiting", "denied", "expired"]],
  ] as const)("%s", (state, expected) => {
    expect(events.map((event) => nextState(state, event))).toEqual(expected);
  });
});

test("nothing happens to an ended request", () => {
  const ended = states.filter((state) => !isOpen(state));
  expect(ended).toEqual(["released", "refused", "denied", "expired"]);
  for (const state of ended) for (const event of events) expect(nextState(state, event)).toBeUndefined();
});

test("whatever happens, a request that waits is released only after people decided, with evidence accepted or fresh", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), (history) => {
      let state: RequestState = "waiting";
      let decided = false;
      for (const event of history) {
        const next = nextState(state, event);
        if (next === undefined) continue;
        if (event.kind === "entered" || event.kind === "approved") decided = true;
        if (event.kind === "approvals-fell") decided = false;
        const fresh = event.kind === "evidence-accepted" || (event.kind === "entered" && event.evidenceIsFresh);
        expect(next !== "released" || (decided && fresh)).toBe(true);
        state = next;
      }
    }),
  );
});

test("whatever happens, a TPM has answered before anything is released", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), (history) => {
      let state: RequestState = "activating";
      let activated = false;
      for (const event of history) {
        const next = nextState(state, event);
        if (next === undefined) continue;
        activated ||= event.kind === "activated";
        expect(next !== "released" || activated).toBe(true);
        state = next;
      }
    }),
  );
});
