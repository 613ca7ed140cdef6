import { z } from "zod";
import { referenceValueSchema, shapeSchema } from "@sekisho/reference-values";
import { hexNumberSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { gateIdentitySchema } from "./gate-identity.ts";

/** A file of the image folder: its path relative to `machine.json`, and the SHA-256 of its content. */
const artifactSchema = z.strictObject({
  file: z.string().min(1),
  sha256: sha256Schema,
  /** What it is, for people ("6.12.107+deb13-cloud-amd64", "ovmf-amdsev 2026.08-1"). */
  version: z.string().max(256),
});

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

const identityParameter = "sekisho.machine=";

/**
 * Whether a command line names this machine, and no other: `sekisho.machine=UUID`, exactly once. The launch digest covers
 * the command line, so that is what ties a known good boot to one machine among all that share an image.
 */
export function namesMachine(commandLine: string, machineId: string): boolean {
  const words = commandLine.split(/\s+/).filter((word) => word.includes(identityParameter));
  return words.length === 1 && words[0] === identityParameter + machineId;
}
