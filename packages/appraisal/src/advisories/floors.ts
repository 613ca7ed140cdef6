import type { Product } from "@sekisho/evidence/sev-snp";
import type { TcbFloor } from "../policy/tcb-schema.ts";
import type { AdvisoryTable, AmdAdvisory, Condition } from "./schema.ts";

export type Component = "fmc" | "bootloader" | "tee" | "snp" | "microcode";

export type Cpuid = { readonly family: number; readonly model: number; readonly stepping: number };

/** The lowest version of a component that is accepted, and the advisory that says so ("" for a policy's own floor). */
export type Floor = {
  readonly component: Component;
  readonly minimum: number;
  /** Microcode only: the processors for which it holds. */
  readonly cpuid: Cpuid | undefined;
  readonly advisory: string;
};

/** The published floors of a product line, one for each component (and CPUID, for microcode): the highest. */
export function publishedFloors(product: Product, { amd }: AdvisoryTable): readonly Floor[] {
  const highest = new Map<string, Floor>();
  for (const floor of amd.flatMap((row) => floorsOf(row, product))) {
    const key = `${floor.component} ${floor.cpuid === undefined ? "" : Object.values(floor.cpuid).join("/")}`;
    const known = highest.get(key);
    if (known === undefined || floor.minimum > known.minimum) highest.set(key, floor);
  }
  return [...highest.values()];
}

function floorsOf({ affects, advisory, id, vulnerabilities }: AmdAdvisory, product: Product): readonly Floor[] {
  const name = [advisory ?? id, vulnerabilities[0]].filter((part) => part !== undefined).join(", ");
  const conditions = affects.filter((one) => one.product === product).flatMap(({ fixed }) => fixed ?? []);
  return conditions.flatMap((condition) => floorOf(condition, name));
}

function floorOf(condition: Condition, advisory: string): readonly Floor[] {
  if (condition.kind === "tcb") {
    const { component, minimum } = condition;
    return [{ component, minimum, cpuid: undefined, advisory }];
  }
  if (condition.kind !== "microcode") return [];
  return condition.floors.map(({ cpuid, minimum }) => ({ component: "microcode", minimum, cpuid, advisory }));
}

/** The floors that a policy itself gives for a product line. */
export function ownFloors({ microcode = [], ...others }: TcbFloor): readonly Floor[] {
  const floors: Floor[] = [];
  for (const component of ["fmc", "bootloader", "tee", "snp"] as const) {
    const minimum = others[component];
    if (minimum !== undefined) floors.push({ component, minimum, cpuid: undefined, advisory: "" });
  }
  for (const { cpuid, minimum } of microcode) floors.push({ component: "microcode", minimum, cpuid, advisory: "" });
  return floors;
}
