import { z } from "zod";

const byte = z.int().min(0).max(255);
const cpuid = z.strictObject({ family: byte, model: byte, stepping: byte });
const name = z.string().min(1).max(200);
const prose = z.strictObject({ en: z.string().min(1).max(600), ja: z.string().min(1).max(600) });
/** Whose transcription of the bulletin a number is from. */
const transcription = z.string().min(1).max(400);
/** What the row's name, CVEs and products were held against, and what nothing confirms. */
const checked = z.string().min(1).max(400);
const webAddress = z.url({ protocol: /^https$/ });

/** What a report must show for one advisory to be fixed. */
const conditionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("tcb"),
    component: z.enum(["fmc", "bootloader", "tee", "snp"]),
    minimum: byte,
    transcription,
  }),
  z.strictObject({
    kind: z.literal("microcode"),
    /** Numbers of different steppings can't be compared. */
    floors: z
      .array(z.strictObject({ cpuid, minimum: byte }))
      .min(1)
      .max(64),
    transcription,
  }),
  z.strictObject({
    kind: z.literal("platform"),
    bit: z.enum(["smt", "tsme", "ecc", "rapl-disabled", "ciphertext-hiding", "alias-check-complete"]),
    value: z.boolean(),
    transcription,
  }),
  /** A bit of both mitigation vectors, at launch and now (reports of version 5). */
  z.strictObject({ kind: z.literal("mitigation"), bit: z.int().min(0).max(63), transcription }),
  z.strictObject({ kind: z.literal("never"), transcription }),
]);

const row = {
  /** Stable, for scripts. */
  id: name,
  /** What the attack is called. */
  attack: name,
  /** Where the vendor, or whoever found it, says so. */
  source: webAddress,
  /** When the row was written or last looked at. */
  date: z.iso.date(),
  checked,
  summary: prose,
};

const amdSchema = z.strictObject({
  ...row,
  vulnerabilities: z.array(name).max(32),
  /** AMD's bulletin; null where there is none. */
  advisory: name.nullable(),
  /** The product lines that have the weakness. `fixed`: all of these must hold; null where nobody has published a number. */
  affects: z
    .array(
      z.strictObject({
        product: z.enum(["Milan", "Genoa", "Turin"]),
        fixed: z.array(conditionSchema).min(1).max(8).nullable(),
      }),
    )
    .min(1)
    .max(3),
});

/** Which platforms are fixed, Intel's own TCB info says; the row says what an advisory in it is about. */
const intelSchema = z.strictObject({
  id: z.string().regex(/^INTEL-SA-\d{5}$/),
  attack: name.nullable(),
  vulnerabilities: z.array(name).max(32),
  source: webAddress,
  date: z.iso.date(),
  checked,
});

const invisibleSchema = z.strictObject({
  ...row,
  vendors: z
    .array(z.enum(["amd", "intel"]))
    .min(1)
    .max(2),
});

/** The dated table of advisories: what is known to be wrong with processors, and what in a report shows that it is fixed. */
export const advisoryTableSchema = z.strictObject({
  format: z.literal("sekisho-advisories"),
  version: z.literal(1),
  collectedAt: z.iso.date(),
  note: z.string().max(2000),
  amd: z.array(amdSchema).max(500),
  intel: z.array(intelSchema).max(1000),
  /** What no report and no quote shows. */
  invisible: z.array(invisibleSchema).max(100),
});

export type AdvisoryTable = z.infer<typeof advisoryTableSchema>;
export type AmdAdvisory = z.infer<typeof amdSchema>;
export type IntelAdvisory = z.infer<typeof intelSchema>;
export type InvisibleAttack = z.infer<typeof invisibleSchema>;
export type Condition = z.infer<typeof conditionSchema>;
