import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import { describe, expect, test } from "vitest";
import { align } from "./align.ts";
import { createDistance } from "./distance.ts";
import type { LoggedEvent } from "./log.ts";
import { nearestBoots } from "./nearest.ts";

function known(pcr: number, ...digests: readonly string[]): MeasuredEvent[] {
  return digests.map((digest) => ({ pcr, component: "kernel", name: digest, digest }));
}

function boot(name: string, events: readonly MeasuredEvent[]): MeasuredBoot {
  const pcrs = [...new Set(events.map(({ pcr }) => pcr))];
  return { name, addedAt: "2026-11-23T00:00:00.000Z", origin: "predicted", pcrs, events: [...events] };
}

/** Looks events up as an appraisal does, by digest alone, and counts how often it is asked. */
function countingComparison(events: readonly MeasuredEvent[]) {
  const log = events.map((event): LoggedEvent => ({ ...event, component: "kernel", authenticated: false }));
  const asked = { fits: 0, texts: 0 };
  return {
    asked,
    logged: (pcr: number) => log.filter((event) => event.pcr === pcr),
    fits: (one: MeasuredEvent, other: LoggedEvent) => {
      asked.fits++;
      return Promise.resolve(one.digest === other.digest);
    },
    textOf: () => {
      asked.texts++;
      return Promise.resolve(undefined);
    },
  };
}

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe("the nearest known boots", () => {
  test("are found among many by what they have in common with the log", async () => {
    const log = known(4, "shim", "grub", "kernel 7", "end");
    const boots = numbered("kernel ", 64).map((kernel) => boot(kernel, known(4, "shim", "grub", kernel, "start")));
    const [nearest] = await nearestBoots(boots, [4], countingComparison(log));
    expect(nearest?.boot.name).toBe("kernel 7");
    expect(nearest?.differences.map((one) => [one.known?.digest, one.logged?.digest])).toEqual([["start", "end"]]);
  });

  test("are looked at register by register until each was", async () => {
    const log = [...known(0, "firmware"), ...known(4, "kernel 2")];
    const boots = [boot("first", known(0, "other firmware")), boot("second", known(4, "kernel 1"))];
    const nearest = await nearestBoots(boots, [0, 4, 9], countingComparison(log));
    expect(nearest.map(({ boot: { name } }) => name)).toEqual(["first", "second"]);
  });

  test("cost as much among 64 as among four, however long the log is", async () => {
    const ask = async (count: number): Promise<number> => {
      const comparison = countingComparison(known(4, ...numbered("foreign ", 4000)));
      const boots = numbered("kernel ", count).map((name) => boot(name, known(4, ...numbered(name, 40))));
      await nearestBoots(boots, [4], comparison);
      expect(comparison.asked.texts).toBeLessThanOrEqual(64);
      return comparison.asked.fits;
    };
    const few = await ask(4);
    expect(few).toBe(4 * 40);
    expect(await ask(64)).toBe(few);
  });

  test("take steps from one allowance, and go without once it is spent", () => {
    const [left, right] = [known(4, "a", "b", "c"), known(4, "b", "x", "y", "z")];
    const allowance = { steps: 20 };
    const firstPair = () => align(left, right, allowance)[0]?.map((event) => event?.digest);
    expect(firstPair()).toEqual(["a", undefined]);
    expect(allowance.steps).toBe(8);
    expect(firstPair()).toEqual(["a", "b"]);
    expect(allowance.steps).toBe(8);
  });
});

describe("the distance of a log", () => {
  test("is the number of events that have no equal, paired, of the registers that a boot speaks for", () => {
    const { logged } = countingComparison([...known(4, "a", "b", "b", "c"), ...known(8, "x")]);
    const distance = createDistance(logged);
    expect(distance(boot("same", known(4, "a", "b", "b", "c")))).toBe(0);
    expect(distance(boot("one replaced", known(4, "a", "b", "b", "d")))).toBe(1);
    expect(distance(boot("one too few", known(4, "a", "b", "c")))).toBe(1);
    expect(distance(boot("none in common", [...known(4, "d", "e", "f", "g", "h"), ...known(8, "y")]))).toBe(6);
  });
});
