import { z } from "zod";
import type { Product } from "@sekisho/evidence/sev-snp";
import type { TcbFloor } from "../policy/tcb-schema.ts";
import table from "./floors.json" with { type: "json" };

const byte = z.int().min(0).max(255);
const row = {
  product: z.enum(["Milan", "Genoa", "Turin"]),
  minimum: byte,
  /** AMD's bulletin, and the vulnerability that lower versions have. */
  advisory: z.string(),
  vulnerability: z.string(),
  /** Where the bulletin stands, and whose transcription of it the number is from. */
  source: z.url(),
  transcription: z.string().min(1),
};

/** The shape of `floors.json`, the dated table of published floors. */
export const floorTableSchema = z.strictObject({
  collectedAt: z.iso.date(),
  note: z.string(),
  rows: z.array(
    z.discriminatedUnion("component", [
      z.strictObject({ ...row, component: z.enum(["fmc", "bootloader", "tee", "snp"]) }),
      z.strictObject({
        ...row,
        component: z.literal("microcode"),
        cpuid: z.strictObject({ family: byte, model: byte, stepping: byte }),
      }),
    ]),
  ),
});

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

const published = floorTableSchema.parse(table);

/** The day on which the published floors were collected, as an ISO date. */
export const floorsCollectedAt = published.collectedAt;

/** The published floors of a product line, one for each component (and CPUID, for microcode): the highest. */
export function publishedFloors(product: Product): readonly Floor[] {
  const highest = new Map<string, Floor>();
  for (const entry of published.rows) {
    if (entry.product !== product) continue;
    const { component, minimum, advisory, vulnerability } = entry;
    const cpuid = entry.component === "microcode" ? entry.cpuid : undefined;
    const key = `${component} ${cpuid === undefined ? "" : Object.values(cpuid).join("/")}`;
    const known = highest.get(key);
    if (known === undefined || minimum > known.minimum)
      highest.set(key, { component, minimum, cpuid, advisory: `${advisory}, ${vulnerability}` });
  }
  return [...highest.values()];
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
