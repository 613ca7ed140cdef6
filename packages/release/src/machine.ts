import { z } from "zod";
import { hexNumberSchema, machineIdSchema, sha256Schema, sha384Schema } from "./fields.ts";
import { gateIdentitySchema } from "./gate-identity.ts";

/** A file of the image folder: its path relative to `machine.json`, and the SHA-256 of its content. */
const artifactSchema = z.strictObject({
  file: z.string().min(1),
  sha256: sha256Schema,
  /** What it is, for people ("6.12.107+deb13-cloud-amd64", "ovmf-amdsev 2026.08-1"). */
  version: z.string().max(256),
});

/** What a launch digest needs to know of a firmware, so that it can be computed again without the file. */
const firmwareSummarySchema = z.strictObject({
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
const shapeSchema = z.strictObject({
  vcpus: z.int().min(1).max(512),
  /** As QEMU names it ("EPYC-v4", "EPYC-Milan"). */
  vcpuType: z.string().min(1).max(64),
  vmmType: z.enum(["QEMU", "ec2", "gce"]),
  /** SEV_FEATURES of the VMSA. */
  guestFeatures: hexNumberSchema,
});

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

/** `machine.json`: one machine as its owner knows it. It holds no secret. */
export const machineSchema = z.strictObject({
  type: z.literal("sekisho-machine"),
  version: z.literal(1),
  id: machineIdSchema,
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens"),
  createdAt: z.iso.datetime(),
  technology: z.literal("sev-snp"),
  shape: shapeSchema,
  memoryMiB: z.int().min(128),
  /** The guest policy of SEV-SNP (ABI 1.58, table 9) that the machine is launched with. */
  guestPolicy: hexNumberSchema,
  boot: z.strictObject({
    kind: z.literal("direct"),
    firmware: artifactSchema,
    kernel: artifactSchema,
    initrd: artifactSchema,
    commandLine: z.string().max(8192),
  }),
  disk: z.strictObject({
    file: z.string().min(1),
    /** SHA-256 over every byte before the data segment, and how many bytes that is. Older digests of the same disk follow. */
    headerDigest: sha256Schema,
    headerBytes: z.int().positive(),
  }),
  gate: gateIdentitySchema,
  releaseMode: z.enum(["auto", "enter"]),
  referenceValues: z.array(referenceValueSchema).min(1).max(64),
  /** Roots beside the vendors' pinned ones, by the SHA-256 of their SubjectPublicKeyInfo: the lab's. */
  additionalRoots: z.array(sha256Schema).max(8),
});
export type Machine = z.infer<typeof machineSchema>;
