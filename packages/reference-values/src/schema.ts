import { z } from "zod";
import { hexNumberSchema, sha256Schema, sha384Schema } from "@sekisho/encoding/schemas";
import { isSectionType, mostSectionBytes, mostSections, pageSize, type SectionType } from "./firmware/sections.ts";
import { vcpuSignature } from "./vcpu/types.ts";

const addressSchema = z.int().nonnegative().max(0xffff_ffff);

const sectionSchema = z.strictObject({
  address: addressSchema.multipleOf(pageSize),
  size: z.int().positive().multipleOf(pageSize),
  type: z.custom<SectionType>((type) => typeof type === "number" && isSectionType(type), "a known section type"),
});

/** What a launch digest needs to know of a firmware, so that it can be computed again without the file. */
export const firmwareSummarySchema = z.strictObject({
  sha256: sha256Schema,
  version: z.string().max(256),
  /** The launch digest after the firmware's own pages were added, before any other page. */
  volumeDigest: sha384Schema,
  /** The SEV metadata sections in their order: guest physical address and size in bytes, type by number. */
  sections: z
    .array(sectionSchema)
    .max(mostSections)
    .refine(
      (sections) => sections.reduce((sum, { size }) => sum + size, 0) <= mostSectionBytes,
      `at most ${mostSectionBytes} bytes in all sections`,
    ),
  /** Where the firmware expects the table of kernel hashes; null when it has no such section. */
  hashTableAddress: addressSchema.nullable(),
  /** Where the other virtual CPUs start (EIP of the reset block). */
  resetAddress: addressSchema,
});

/** The virtual machine's form, as far as it enters the launch digest. */
export const shapeSchema = z.strictObject({
  vcpus: z.int().min(1).max(512),
  /** As QEMU names it ("EPYC-v4", "EPYC-Milan"), or the CPUID signature of another processor ("0xa10f11"). */
  vcpuType: z
    .string()
    .max(64)
    .refine(
      (type) => vcpuSignature(type) !== undefined,
      'a vCPU type of QEMU ("EPYC-v4") or a CPUID signature ("0xa10f11")',
    ),
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
  /** As the technology makes it: SHA-384 with SEV-SNP, SHA-256 with SEV and SEV-ES. */
  launchDigest: z.union([sha384Schema, sha256Schema]),
  firmware: firmwareSummarySchema,
  kernel: z.strictObject({ sha256: sha256Schema, version: z.string().max(256) }),
  initrd: z.strictObject({ sha256: sha256Schema }),
  commandLine: z.string().max(8192),
  shape: shapeSchema,
});
export type ReferenceValue = z.infer<typeof referenceValueSchema>;
