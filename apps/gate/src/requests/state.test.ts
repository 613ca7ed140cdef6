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
  { kind: "activated", mode: "auto" },
  { kind: "activated", mode: "enter" },
  { kind: "denied" },
  { kind: "expired" },
];

const modes = ["auto", "enter"] as const;

test("a request begins released only in mode auto, only with accepted evidence, and only without a vTPM", () => {
  expect(modes.map((mode) => firstState(mode, true, false))).toEqual(["released", "waiting"]);
  expect(modes.map((mode) => firstState(mode, true, true))).toEqual(["activating", "activating"]);
  for (const vtpm of [true, false]) {
    expect(modes.map((mode) => firstState(mode, false, vtpm))).toEqual(["refused", "refused"]);
  }
});

describe("every event in every open state", () => {
  test.each([
    ["activating", ["activating", "refused", undefined, undefined, "released", "waiting", "denied", "expired"]],
    ["waiting", ["waiting", "refused", "released", "decided", undefined, undefined, "denied", "expired"]],
    ["decided", ["released", "refused", undefined, undefined, undefined, undefined, "denied", "expired"]],
  ] as const)("%s", (state, expected) => {
    expect(events.map((event) => nextState(state, event))).toEqual(expected);
  });
});

test("nothing happens to an ended request", () => {
  const ended = states.filter((state) => !isOpen(state));
  expect(ended).toEqual(["released", "refused", "denied", "expired"]);
  for (const state of ended) for (const event of events) expect(nextState(state, event)).toBeUndefined();
});

test("whatever happens, a request that waits is released only after somebody entered, with evidence accepted or fresh", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 12 }), (history) => {
      let state: RequestState = "waiting";
      let entered = false;
      for (const event of history) {
        const next = nextState(state, event);
        if (next === undefined) continue;
        entered ||= event.kind === "entered";
        const fresh = event.kind === "evidence-accepted" || (event.kind === "entered" && event.evidenceIsFresh);
        expect(next !== "released" || (entered && fresh)).toBe(true);
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
