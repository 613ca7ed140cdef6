import { z } from "zod";
import { hexNumberSchema, sha256Schema, sha384Schema } from "@sekisho/encoding/schemas";

/** What a launch digest needs to know of a firmware, so that it can be computed again without the file. */
export const firmwareSummarySchema = z.strictObject({
  sha256: sha256Schema,
  version: z.string().max(256),
  /** The launch digest after the firmware's own pages were added, before any other page. */
  volumeDigest: sha384Schema,
  /** The SEV metadata sections in their order: guest physical address and size in bytes, type by number. */
  sections: z
    .array(z.strictObject({ address: z.int().nonnegative(), size: z.int().nonnegative(), type: z.int() }))
    .max(64),
  /** Where the firmware expects the table of kernel hashes; null when it has no such section. */
  hashTableAddress: z.int().nonnegative().nullable(),
  /** Where the other virtual CPUs start (EIP of the reset block). */
  resetAddress: z.int().nonnegative(),
});

/** The virtual machine's form, as far as it enters the launch digest. */
export const shapeSchema = z.strictObject({
  vcpus: z.int().min(1).max(512),
  /** As QEMU names it ("EPYC-v4", "EPYC-Milan"). */
  vcpuType: z.string().min(1).max(64),
  vmmType: z.enum(["QEMU", "ec2", "gce"]),
  /** SEV_FEATURES of the VMSA. */
  guestFeatures: hexNumberSchema,
});

export type FirmwareSummary = z.infer<typeof firmwareSummarySchema>;

export type Shape = z.infer<typeof shapeSchema>;

/** One known good boot of a machine: the digest, and the components that give it. */
export const referenceValueSchema = z.strictObject({
  /** For people ("kernel 6.12.107, built 2026-11-23"). */
  name: z.string().min(1).max(256),
  addedAt: z.iso.datetime(),
  launchDigest: sha384Schema,
  firmware: firmwareSummarySchema,
  kernel: z.strictObject({ sha256: sha256Schema, version: z.string().max(256) }),
  initrd: z.strictObject({ sha256: sha256Schema }),
  commandLine: z.string().max(8192),
  shape: shapeSchema,
});
export type ReferenceValue = z.infer<typeof referenceValueSchema>;
