import { z } from "zod";

const version = z.int().min(0).max(255);

const microcodeFloorSchema = z.strictObject({
  cpuid: z
    .strictObject({ family: version, model: version, stepping: version })
    .describe("As the report gives it; for Genoa family 25, model 17, stepping 1."),
  minimum: version,
});

const floorSchema = z
  .strictObject({
    fmc: version.optional().describe("Turin only."),
    bootloader: version.optional(),
    tee: version.optional(),
    snp: version.optional(),
    microcode: z
      .array(microcodeFloorSchema)
      .min(1, "not-empty")
      .max(64)
      .optional()
      .describe("By stepping, because numbers of different steppings can't be compared."),
  })
  .describe("The lowest security version of each component.");

/** `published`: the dated table that comes with Sekisho; else own floors by product line. */
export const tcbDemandSchema = z.union([
  z.literal("published"),
  z
    .strictObject({ Milan: floorSchema.optional(), Genoa: floorSchema.optional(), Turin: floorSchema.optional() })
    .describe("Floors by product line. A product line that is not named is refused."),
]);

export type TcbDemand = z.infer<typeof tcbDemandSchema>;
export type TcbFloor = z.infer<typeof floorSchema>;
