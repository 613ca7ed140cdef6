import { expect, test } from "vitest";
import { createCalm } from "./calm.ts";

function world() {
  let time = 1_000_000;
  let pending: { readonly work: () => void; readonly at: number } | undefined;
  const loads: number[] = [];
  const calm = createCalm({
    now: () => time,
    setTimer: (work, milliseconds) => {
      pending = { work, at: time + milliseconds };
      return 1;
    },
    clearTimer: () => (pending = undefined),
    reload: () => void loads.push(time),
  });
  const pass = (milliseconds: number): void => {
    time += milliseconds;
    if (pending === undefined || pending.at > time) return;
    const { work } = pending;
    pending = undefined;
    work();
  };
  return { calm, loads, pass };
}

test("a short list is asked for at every change", () => {
  const { calm, pass } = world();
  expect(calm.changed(9)).toBe(true);
  pass(20);
  expect(calm.changed(9)).toBe(true);
});

test("a long one is asked for at once, then rarely, and the last change is never lost", () => {
  const { calm, loads, pass } = world();
  expect(calm.changed(10_000)).toBe(true);
  for (let count = 0; count < 50; count++) {
    pass(100);
    expect(calm.changed(10_000)).toBe(false);
  }
  expect(loads).toEqual([]);
  pass(15_000);
  expect(loads).toHaveLength(1);
  pass(100);
  expect(calm.changed(10_000)).toBe(false);
  pass(20_000);
  expect(loads).toHaveLength(2);
  pass(60_000);
  expect(calm.changed(10_000)).toBe(true);
});

test("nothing is asked for once the page is left", () => {
  const { calm, loads, pass } = world();
  calm.changed(10_000);
  calm.changed(10_000);
  calm.stop();
  pass(60_000);
  expect(loads).toEqual([]);
});
