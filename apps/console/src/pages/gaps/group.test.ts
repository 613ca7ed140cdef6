import type { MachineSummary } from "@sekisho/release";
import { expect, test } from "vitest";
import { kindsOf } from "./group.ts";

function machine(name: string, changes: Partial<MachineSummary> = {}): MachineSummary {
  return {
    id: "00000000-0000-4000-8000-000000000000",
    name,
    technology: "sev-snp",
    cloud: "sakura",
    bootKind: "direct",
    releaseMode: "auto",
    holdsKey: true,
    ownPolicy: false,
    updatedAt: "2026-11-23T00:00:00.000Z",
    boots: 0,
    newest: null,
    ...changes,
  };
}
const asked = (number: number): Pick<MachineSummary, "newest"> => ({
  newest: { number, state: "refused", at: "2026-11-23T00:00:00.000Z", proven: false, verdict: "rejected" },
});

test("machines of one cloud, technology and way to boot are one kind, the most frequent first", () => {
  const kinds = kindsOf([
    machine("a", { technology: "tdx" }),
    machine("b"),
    machine("c"),
    machine("d", { cloud: null }),
  ]);
  expect(kinds.map(({ count }) => count)).toEqual([2, 1, 1]);
  expect(kinds[0]).toMatchObject({ technology: "sev-snp", cloud: "sakura" });
});

test("a machine that booted speaks for its kind before one that was only refused, and the newer before the older", () => {
  const refused = machine("refused", asked(9));
  const booted = machine("booted", { ...asked(3), boots: 1 });
  expect(kindsOf([refused, booted, machine("never")])[0]?.sample).toBe(booted);
  expect(kindsOf([booted, refused])[0]?.sample).toBe(booted);
  const newer = machine("newer", { ...asked(4), boots: 1 });
  expect(kindsOf([booted, newer])[0]?.sample).toBe(newer);
});
