import { z } from "zod";
import { sha256Schema, sha384Schema } from "@sekisho/encoding/schemas";

/** Which registers a boot is recorded in: those of a TPM (SHA-256 bank), or RTMR 0 to 3 of a TD (SHA-384). */
export const registersSchema = z.enum(["pcr", "rtmr"]);
export type Registers = z.infer<typeof registersSchema>;

/** One event that extends a register, as a known good boot has it. */
export const measuredEventSchema = z.strictObject({
  /** The number of the PCR, or of the RTMR. */
  pcr: z.int().min(0).max(23),
  /** What the event is about, in the words of boot logs ("kernel", "grub-command", "secure-boot"). */
  component: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  /** For people; of a `command-line` it is the measured text itself, so that it can be hashed again. */
  name: z.string().max(8192),
  /** What the register is extended with: SHA-256 of a PCR, SHA-384 of an RTMR. */
  digest: z.union([sha256Schema, sha384Schema]),
});
export type MeasuredEvent = z.infer<typeof measuredEventSchema>;

/** Hexadecimal digits of a digest, and the highest number of a register. */
const forms = { pcr: { digits: 64, highest: 23 }, rtmr: { digits: 96, highest: 3 } } as const;

/**
 * What one known good boot extends some PCRs with, or some RTMRs: what is said of PCRs here holds for them too.
 *
 * It speaks for the PCRs it names, and for no other: a log agrees with it if each of these PCRs was extended by exactly these
 * events, in this order, and a PCR without any was not extended at all. What only a first boot can tell (PCR 0 and 1, which
 * follow the machine's shape) is one such value, what the disk's files tell is another, and a boot is known when every PCR
 * that matters is spoken for by a value that agrees wholly.
 */
export const measuredBootSchema = z
  .strictObject({
    /** For people ("kernel 6.12.107, GRUB 2.12, Secure Boot on"). */
    name: z.string().min(1).max(256),
    addedAt: z.iso.datetime(),
    /** Absent: PCRs. */
    registers: registersSchema.optional(),
    /** From the image's own files before it booted, or from a boot that a person looked at. */
    origin: z.enum(["predicted", "learned"]),
    pcrs: z
      .array(z.int().min(0).max(23))
      .min(1)
      .max(24)
      .refine(
        (pcrs) => pcrs.every((pcr, index) => index === 0 || pcr > (pcrs[index - 1] ?? pcr)),
        "rising, no PCR twice",
      ),
    events: z.array(measuredEventSchema).max(2048),
  })
  .superRefine((boot, context) => {
    const { digits, highest } = forms[registersOf(boot)];
    const demand = (holds: boolean, path: string, expected: string): void => {
      if (!holds) context.addIssue({ code: "custom", path: [path], message: expected });
    };
    demand(
      boot.pcrs.every((pcr) => pcr <= highest),
      "pcrs",
      `0 to ${highest}`,
    );
    demand(
      boot.events.every(({ pcr }) => pcr <= highest),
      "events",
      `registers 0 to ${highest}`,
    );
    demand(
      boot.events.every(({ digest }) => digest.length === digits),
      "events",
      `digests of ${digits} digits`,
    );
  });
export type MeasuredBoot = z.infer<typeof measuredBootSchema>;

/** The registers that a known boot is about. */
export function registersOf({ registers }: Pick<MeasuredBoot, "registers">): Registers {
  return registers ?? "pcr";
}

const measuredFileSchema = z.strictObject({ sha256: sha256Schema, version: z.string().max(256) });

/** One known good launch of a machine that boots from its disk: the digest covers the firmware, and the SVSM where there is one. */
export const measuredLaunchSchema = z.strictObject({
  name: z.string().min(1).max(256),
  addedAt: z.iso.datetime(),
  launchDigest: sha384Schema,
  firmware: measuredFileSchema,
  svsm: measuredFileSchema.nullable(),
});
export type MeasuredLaunch = z.infer<typeof measuredLaunchSchema>;
