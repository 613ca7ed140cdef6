import { expect, test } from "vitest";
import { ownFloors, publishedFloors } from "./floors.ts";
import { builtInAdvisories } from "./table.ts";

test("the highest floor of a component counts, for microcode by CPUID", () => {
  const floors = publishedFloors("Genoa", builtInAdvisories);
  expect(floors.filter(({ component }) => component === "snp")).toMatchObject([{ minimum: 27 }]);
  const microcode = floors.filter(({ component }) => component === "microcode");
  expect(microcode.map(({ cpuid, minimum }) => [cpuid?.model, cpuid?.stepping, minimum])).toEqual([
    [17, 1, 86],
    [17, 2, 81],
    [160, 2, 25],
  ]);
  expect(publishedFloors("Milan", builtInAdvisories)).toMatchObject([
    { component: "microcode", minimum: 219, cpuid: { stepping: 1 } },
    { component: "microcode", minimum: 68, cpuid: { stepping: 2 } },
    { component: "snp", minimum: 29, advisory: "AMD-SB-3030, CVE-2025-61971" },
  ]);
  expect(publishedFloors("Turin", builtInAdvisories)).toMatchObject([
    { component: "snp", minimum: 4 },
    { component: "microcode", minimum: 90, cpuid: { model: 2, stepping: 1 } },
    { component: "microcode", minimum: 84, cpuid: { model: 17, stepping: 0 } },
  ]);
});

test("a policy's own floors stand without an advisory", () => {
  const cpuid = { family: 25, model: 17, stepping: 1 };
  expect(ownFloors({ tee: 0, microcode: [{ cpuid, minimum: 3 }] })).toEqual([
    { component: "tee", minimum: 0, cpuid: undefined, advisory: "" },
    { component: "microcode", minimum: 3, cpuid, advisory: "" },
  ]);
});
