import type { MeasuredBoot } from "@sekisho/reference-values";
import { describe, expect, test } from "vitest";
import { fileFor, withAdded, withAddedBoots } from "./refresh.ts";
import { exampleMachine } from "./testing/example-machine.ts";

const machine = exampleMachine();
const [known] = machine.referenceValues;

describe("a refreshed machine", () => {
  test("knows the new boot beside the old ones, and each only once", () => {
    if (known === undefined) throw new Error("the example has a reference value");
    const added = { ...known, launchDigest: "ef".repeat(48), name: "new" };
    const once = withAdded(machine.referenceValues, added);
    expect(once.map(({ name }) => name)).toEqual([known.name, "new"]);
    expect(withAdded(once, { ...added, name: "again" }).map(({ name }) => name)).toEqual([known.name, "again"]);
  });

  test("forgets its oldest boot before the list gets too long", () => {
    if (known === undefined) throw new Error("the example has a reference value");
    let values = machine.referenceValues;
    for (let index = 0; index < 40; index++) {
      values = withAdded(values, { ...known, launchDigest: index.toString(16).padStart(96, "0") });
    }
    expect(values).toHaveLength(32);
    expect(values.at(-1)?.launchDigest).toBe((39).toString(16).padStart(96, "0"));
  });

  test("keeps the file of what did not change, and names a new one by version and content", () => {
    const { boot } = machine;
    if (boot.kind !== "direct") throw new Error("the example boots directly");
    expect(fileFor("kernel", boot, "6.12.107-amd64", boot.kernel.sha256)).toBe("kernel");
    expect(fileFor("initrd", boot, "6.12.108-amd64", "12345678".repeat(8))).toBe("initrd-6.12.108-amd64-12345678");
  });
});

test("of a TD, what was learned stays, known predictions are not doubled, and the oldest goes first", () => {
  const boot = (name: string, origin: "learned" | "predicted", digit: number): MeasuredBoot => ({
    name,
    addedAt: "2026-11-23T00:00:00.000Z",
    registers: "rtmr",
    origin,
    pcrs: [1],
    events: [{ pcr: 1, component: "kernel", name: "", digest: digit.toString(16).padStart(96, "0") }],
  });
  const learned = boot("first boot", "learned", 0);
  const known = [boot("old", "predicted", 1), learned];
  const names = (boots: readonly MeasuredBoot[]): string[] => boots.map(({ name }) => name);
  expect(names(withAddedBoots(known, [boot("new", "predicted", 2)]))).toEqual(["first boot", "old", "new"]);
  expect(names(withAddedBoots(known, [boot("again", "predicted", 1)]))).toEqual(["first boot", "again"]);
  const many = Array.from({ length: 40 }, (_, index) => boot(`kernel ${index}`, "predicted", index + 2));
  const kept = names(withAddedBoots(known, many));
  expect([kept.length, kept[0], kept.at(-1)]).toEqual([33, "first boot", "kernel 39"]);
});
