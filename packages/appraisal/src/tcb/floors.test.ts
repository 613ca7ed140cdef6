import { expect, test } from "vitest";
import { floorTableSchema, ownFloors, publishedFloors } from "./floors.ts";
import table from "./floors.json" with { type: "json" };

test("every row of the published floors names its bulletin and whose transcription it is", () => {
  const { rows } = floorTableSchema.parse(table);
  expect(rows.length).toBeGreaterThan(5);
  for (const { advisory, source } of rows) expect(source.toLowerCase()).toContain(advisory.toLowerCase());
});

test("the highest floor of a component counts, for microcode by CPUID", () => {
  expect(publishedFloors("Genoa").filter(({ component }) => component === "snp")).toMatchObject([{ minimum: 27 }]);
  const microcode = publishedFloors("Genoa").filter(({ component }) => component === "microcode");
  expect(microcode.map(({ cpuid, minimum }) => [cpuid?.stepping, minimum])).toEqual([
    [1, 86],
    [2, 81],
  ]);
  expect(publishedFloors("Milan")).toMatchObject([{ component: "snp", minimum: 24 }]);
});

test("a policy's own floors stand without an advisory", () => {
  const cpuid = { family: 25, model: 17, stepping: 1 };
  expect(ownFloors({ tee: 0, microcode: [{ cpuid, minimum: 3 }] })).toEqual([
    { component: "tee", minimum: 0, cpuid: undefined, advisory: "" },
    { component: "microcode", minimum: 3, cpuid, advisory: "" },
  ]);
});
