import { expect, test } from "vitest";
import { compare } from "./interleave.ts";

/** A clock that only operations move. */
function simulated() {
  let time = 0;
  const calls: string[] = [];
  const operation = (name: string, takes: () => number) => () => {
    calls.push(name);
    time += takes();
  };
  return { stopwatch: () => time, calls, operation };
}

const effort = { rounds: 7, batchMs: 10, warmUpMs: 5 };

test("gives the time of one operation, and how many times the floor that is", async () => {
  const { stopwatch, operation } = simulated();
  const floor = operation("floor", () => 2);
  const subject = operation("subject", () => 3);
  expect(await compare(floor, subject, effort, stopwatch)).toEqual({ ms: 3, floorMs: 2, ratio: 1.5 });
});

test("waits for operations that take their time", async () => {
  const { stopwatch, operation } = simulated();
  const subject = operation("subject", () => 4);
  const late = async () => {
    await Promise.resolve();
    subject();
  };
  expect(
    await compare(
      operation("floor", () => 2),
      late,
      effort,
      stopwatch,
    ),
  ).toMatchObject({ ms: 4, ratio: 2 });
});

test("lets floor and subject take turns, each round in the other order", async () => {
  const { stopwatch, calls, operation } = simulated();
  const operations = [operation("floor", () => 10), operation("subject", () => 10)] as const;
  await compare(...operations, { ...effort, rounds: 4 }, stopwatch);
  const [first, second] = [calls.slice(0, 2), calls.slice(2)];
  expect(first).toEqual(["floor", "subject"]);
  expect(second.join(" ")).toBe("floor subject subject floor floor subject subject floor");
});

test("cancels out a machine that grows slower while it measures", async () => {
  const { stopwatch, operation, calls } = simulated();
  const drift = () => 1 + calls.length / 1000;
  const { ratio } = await compare(
    operation("floor", () => 2 * drift()),
    operation("subject", () => 3 * drift()),
    { ...effort, rounds: 20 },
    stopwatch,
  );
  expect(ratio).toBeCloseTo(1.5, 2);
});

test("ends before its time where everything is slow, but not before five rounds", async () => {
  const slow = async (atMostMs: number) => {
    const { stopwatch, operation, calls } = simulated();
    const operations = [operation("floor", () => 500), operation("subject", () => 500)] as const;
    await compare(...operations, { ...effort, rounds: 100, atMostMs }, stopwatch);
    return calls.filter((name) => name === "subject").length - 1;
  };
  expect(await slow(100)).toBe(5);
  expect(await slow(7_500)).toBe(8);
});
