import type { MachineSummary } from "@sekisho/release";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseMachines, everything, orders, valuesOf, type Wish } from "./filter.ts";
import { standingOf, standings } from "./standing.ts";

let count = 0;
function machine(
  changes: Partial<MachineSummary> = {},
  state?: NonNullable<MachineSummary["newest"]>["state"],
): MachineSummary {
  count += 1;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`,
    name: `m${count}`,
    technology: "sev-snp",
    cloud: null,
    bootKind: "direct",
    releaseMode: "auto",
    holdsKey: true,
    ownPolicy: false,
    updatedAt: "2026-11-23T00:00:00.000Z",
    boots: 0,
    newest:
      state === undefined
        ? null
        : { number: count, state, at: "2026-11-23T00:00:00.000Z", proven: true, verdict: null },
    ...changes,
  };
}

test("who waits for a person comes first, then who was refused, and who never asked last", () => {
  const [never, released, refused, waiting] = [
    machine(),
    machine({}, "released"),
    machine({}, "refused"),
    machine({}, "decided"),
  ];
  const all = [never, released, refused, waiting];
  expect(chooseMachines(all, everything)).toEqual([waiting, refused, released, never]);
  expect(chooseMachines(all, { ...everything, order: "newest" })).toEqual([waiting, refused, released, never]);
  expect(chooseMachines(all, { ...everything, order: "name" })).toEqual(
    all.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );
});

test("words are looked for in names and identifiers, all of them", () => {
  const [one, other] = [machine({ name: "db-tokyo-1" }), machine({ name: "db-osaka-1" })];
  expect(chooseMachines([one, other], { ...everything, text: "DB tok" })).toEqual([one]);
  expect(chooseMachines([one, other], { ...everything, text: other.id.slice(-12) })).toEqual([other]);
});

test("technology, cloud and standing narrow the list; a cloud that is not said is one too", () => {
  const [snp, tdx] = [machine({ cloud: "sakura" }, "released"), machine({ technology: "tdx" })];
  expect(chooseMachines([snp, tdx], { ...everything, technology: "tdx" })).toEqual([tdx]);
  expect(chooseMachines([snp, tdx], { ...everything, cloud: "sakura" })).toEqual([snp]);
  expect(chooseMachines([snp, tdx], { ...everything, cloud: null })).toEqual([tdx]);
  expect(chooseMachines([snp, tdx], { ...everything, standing: "never" })).toEqual([tdx]);
  expect(valuesOf([tdx, snp], "cloud")).toEqual(["sakura", null]);
});

const anyMachine = fc
  .record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    technology: fc.constantFrom("sev-snp" as const, "tdx" as const),
    cloud: fc.option(fc.constantFrom("sakura", "own")),
  })
  .chain((changes) =>
    fc
      .option(fc.constantFrom("released" as const, "refused" as const, "waiting" as const))
      .map((state) => machine(changes, state ?? undefined)),
  );
const anyWish: fc.Arbitrary<Wish> = fc.record({
  text: fc.constantFrom("", "a", "1"),
  standing: fc.constantFrom("" as const, ...standings),
  technology: fc.constantFrom("" as const, "tdx" as const),
  cloud: fc.option(fc.constantFrom("", "own")),
  order: fc.constantFrom(...orders),
});

test("a list holds every machine of its wish, once, and no other", () => {
  fc.assert(
    fc.property(fc.array(anyMachine), anyWish, (machines, wish) => {
      const chosen = chooseMachines(machines, wish);
      expect(new Set(chosen).size).toBe(chosen.length);
      const wanted = machines.filter((one) => wish.standing === "" || standingOf(one) === wish.standing);
      expect(chosen.every((one) => wanted.includes(one))).toBe(true);
      expect(chooseMachines(machines, { ...everything, order: wish.order })).toHaveLength(machines.length);
    }),
    { numRuns: 200 },
  );
});
