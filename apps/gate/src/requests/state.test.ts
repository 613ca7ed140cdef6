import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstState, isOpen, nextState, type RequestEvent, type RequestState } from "./state.ts";

const states: readonly RequestState[] = ["waiting", "decided", "released", "refused", "denied", "expired"];
const events: readonly RequestEvent[] = [
  { kind: "evidence-accepted" },
  { kind: "evidence-refused" },
  { kind: "entered", evidenceIsFresh: true },
  { kind: "entered", evidenceIsFresh: false },
  { kind: "denied" },
  { kind: "expired" },
];

test("a request begins released only in mode auto, and only with accepted evidence", () => {
  expect(firstState("auto", true)).toBe("released");
  expect(firstState("enter", true)).toBe("waiting");
  expect([firstState("auto", false), firstState("enter", false)]).toEqual(["refused", "refused"]);
});

describe("every event in every open state", () => {
  test.each([
    ["waiting", ["waiting", "refused", "released", "decided", "denied", "expired"]],
    ["decided", ["released", "refused", undefined, undefined, "denied", "expired"]],
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
