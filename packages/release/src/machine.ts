import { z } from "zod";
import { measuredBootSchema, measuredLaunchSchema, referenceValueSchema, shapeSchema } from "@sekisho/reference-values";
import { hexNumberSchema, machineIdSchema, sha256Schema } from "@sekisho/encoding/schemas";
import { gateIdentitySchema } from "./gate-identity.ts";

/** A file of the image folder: its path relative to `machine.json`, and the SHA-256 of its content. */
const artifactSchema = z.strictObject({
  file: z.string().min(1),
  sha256: sha256Schema,
  /** What it is, for people ("6.12.107+deb13-cloud-amd64", "ovmf-amdsev 2026.08-1"). */
  version: z.string().max(256),
});

/** The hypervisor hands kernel, initrd and command line to a firmware that measures them into the launch digest. */
const directBootSchema = z.strictObject({
  kind: z.literal("direct"),
  firmware: artifactSchema,
  kernel: artifactSchema,
  initrd: artifactSchema,
  commandLine: z.string().max(8192),
});
export type DirectBoot = z.infer<typeof directBootSchema>;

const diskBootFields = {
  /** OVMF's code. */
  firmware: artifactSchema,
  /** OVMF's variable store as it is before the first boot: it holds the Secure Boot keys. */
  variables: artifactSchema,
  /** The SVSM that holds the vTPM; null where a cloud's own software, or a chip, does. */
  svsm: artifactSchema.nullable(),
  secureBoot: z.boolean(),
  /** What the boot loader or the unified kernel image gives the kernel. */
  commandLine: z.string().max(8192),
};

/** The firmware boots from the disk, and a vTPM records what it starts: shim, GRUB, kernel; or a unified kernel image. */
const grubBootSchema = z.strictObject({ kind: z.literal("grub"), ...diskBootFields });
const ukiBootSchema = z.strictObject({ kind: z.literal("uki"), ...diskBootFields });
export type DiskBoot = z.infer<typeof grubBootSchema> | z.infer<typeof ukiBootSchema>;

/** A TPM that no attestation report speaks for is known by its endorsement key, or by who certified that. */
const knownTpmFields = {
  /** SHA-256 over the TPMT_PUBLIC of endorsement keys that are accepted. */
  endorsementKeys: z.array(sha256Schema).max(16),
  /** SHA-256 over the SubjectPublicKeyInfo of manufacturers' root keys that are accepted. */
  roots: z.array(sha256Schema).max(16),
};

/** Who holds the TPM that recorded the boot, and so what must vouch for it. */
const vtpmExpectationSchema = z.discriminatedUnion("provider", [
  /** An SVSM at VMPL 0 inside the confidential VM: the attestation report covers its endorsement key. */
  z.strictObject({ provider: z.literal("svsm") }),
  /** Azure's paravisor inside the confidential VM: the report covers the attestation key. */
  z.strictObject({ provider: z.literal("azure-hcl") }),
  /** Google's hypervisor, which is outside the confidential VM. */
  z.strictObject({ provider: z.literal("google"), ...knownTpmFields }),
  /** A chip, or a TPM that the machine's owner otherwise knows. */
  z.strictObject({ provider: z.literal("device"), ...knownTpmFields }),
]);
export type VtpmExpectation = z.infer<typeof vtpmExpectationSchema>;

/** `machine.json`: one machine as its owner knows it. It holds no secret. */
export const machineSchema = z
  .strictObject({
    type: z.literal("sekisho-machine"),
    version: z.literal(1),
    id: machineIdSchema,
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens"),
    createdAt: z.iso.datetime(),
    /** `tpm`: nothing protects the memory of a machine that only has a TPM; what it booted can still be known. */
    technology: z.enum(["sev-snp", "tpm"]),
    shape: shapeSchema,
    memoryMiB: z.int().min(128),
    /** The guest policy of SEV-SNP (ABI 1.58, table 9) that the machine is launched with. */
    guestPolicy: hexNumberSchema,
    boot: z.discriminatedUnion("kind", [directBootSchema, grubBootSchema, ukiBootSchema]),
    disk: z.strictObject({
      file: z.string().min(1),
      /** Where the LUKS2 header begins in the file, in bytes; absent: at its start. */
      offset: z.int().nonnegative().optional(),
      /** SHA-256 over every byte before the data segment, and how many bytes that is. Older digests of the same disk follow. */
      headerDigest: sha256Schema,
      headerBytes: z.int().positive(),
    }),
    gate: gateIdentitySchema,
    releaseMode: z.enum(["auto", "enter"]),
    /** Known good direct boots. */
    referenceValues: z.array(referenceValueSchema).max(64),
    /** Only of a machine that boots from its disk: its TPM, and the launches and boots that are known to be good. */
    vtpm: vtpmExpectationSchema.optional(),
    measuredLaunches: z.array(measuredLaunchSchema).max(64).optional(),
    measuredBoots: z.array(measuredBootSchema).max(64).optional(),
    /** Roots beside the vendors' pinned ones, by the SHA-256 of their SubjectPublicKeyInfo: the lab's. */
    additionalRoots: z.array(sha256Schema).max(8),
  })
  .superRefine((machine, context) => {
    const direct = machine.boot.kind === "direct";
    const demand = (holds: boolean, path: string, expected: string): void => {
      if (!holds) context.addIssue({ code: "custom", path: [path], message: expected });
    };
    demand(!direct || machine.referenceValues.length > 0, "referenceValues", "at least one for a direct boot");
    demand(!direct || machine.technology === "sev-snp", "technology", "sev-snp for a direct boot");
    demand(direct === (machine.vtpm === undefined), "vtpm", "there for a boot from disk, and only there");
    if (machine.technology === "tpm") {
      const outside = machine.vtpm?.provider === "device" || machine.vtpm?.provider === "google";
      demand(outside, "vtpm", "provider device or google without a confidential VM");
    }
  });
export type Machine = z.infer<typeof machineSchema>;

/** A machine whose kernel the hypervisor hands over. */
export type DirectMachine = Machine & { readonly boot: DirectBoot };

/** A machine that boots from its disk, recorded by a TPM. */
export type DiskMachine = Machine & { readonly boot: DiskBoot; readonly vtpm: VtpmExpectation };

export function isDirect(machine: Machine): machine is DirectMachine {
  return machine.boot.kind === "direct";
}

export function isDisk(machine: Machine): machine is DiskMachine {
  return machine.boot.kind !== "direct" && machine.vtpm !== undefined;
}

const identityParameter = "sekisho.machine=";

/**
 * Whether a command line names this machine, and no other: `sekisho.machine=UUID`, exactly once. The launch digest covers
 * the command line, so that is what ties a known good boot to one machine among all that share an image.
 */
export function namesMachine(commandLine: string, machineId: string): boolean {
  const words = commandLine.split(/\s+/).filter((word) => word.includes(identityParameter));
  return words.length === 1 && words[0] === identityParameter + machineId;
}
