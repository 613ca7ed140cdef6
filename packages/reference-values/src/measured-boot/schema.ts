import { z } from "zod";
import { sha256Schema, sha384Schema } from "@sekisho/encoding/schemas";

/** One event that extends a PCR, as a known good boot has it. */
export const measuredEventSchema = z.strictObject({
  pcr: z.int().min(0).max(23),
  /** What the event is about, in the words of boot logs ("kernel", "grub-command", "secure-boot"). */
  component: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  /** For people; of a `command-line` it is the measured text itself, so that it can be hashed again. */
  name: z.string().max(8192),
  /** What the PCR of the SHA-256 bank is extended with. */
  digest: sha256Schema,
});
export type MeasuredEvent = z.infer<typeof measuredEventSchema>;

/**
 * What one known good boot extends some PCRs with.
 *
 * It speaks for the PCRs it names, and for no other: a log agrees with it if each of these PCRs was extended by exactly these
 * events, in this order, and a PCR without any was not extended at all. What only a first boot can tell (PCR 0 and 1, which
 * follow the machine's shape) is one such value, what the disk's files tell is another, and a boot is known when every PCR
 * that matters is spoken for by a value that agrees wholly.
 */
export const measuredBootSchema = z.strictObject({
  /** For people ("kernel 6.12.107, GRUB 2.12, Secure Boot on"). */
  name: z.string().min(1).max(256),
  addedAt: z.iso.datetime(),
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
});
export type MeasuredBoot = z.infer<typeof measuredBootSchema>;

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
