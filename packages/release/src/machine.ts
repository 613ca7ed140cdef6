import { z } from "zod";
import {
  measuredBootSchema,
  measuredLaunchSchema,
  referenceValueSchema,
  registersOf,
  shapeSchema,
} from "@sekisho/reference-values";
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

/**
 * What protects the machine's memory, and so what its evidence is. A machine of `sev` or `sev-es` never talks with a gate:
 * its owner injects the key at launch. `tpm`: nothing protects the memory of a machine that only has a TPM; what it booted
 * can still be known.
 */
export const machineTechnologies = ["sev-snp", "tdx", "sev-es", "sev", "tpm"] as const;
export type MachineTechnology = (typeof machineTechnologies)[number];

/** Who must act before a key is released: nobody; a person who types it; people who approve with their passkeys. */
export const releaseModes = ["auto", "enter", "approve"] as const;
export type ReleaseMode = (typeof releaseModes)[number];

/** Whether the gate itself holds the disk keys of machines in this mode. */
export function gateHoldsKey(mode: ReleaseMode): boolean {
  return mode !== "enter";
}

/** `machine.json`: one machine as its owner knows it. It holds no secret. */
export const machineSchema = z
  .strictObject({
    type: z.literal("sekisho-machine"),
    version: z.literal(1),
    id: machineIdSchema,
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens"),
    createdAt: z.iso.datetime(),
    technology: z.enum(machineTechnologies),
    shape: shapeSchema,
    memoryMiB: z.int().min(128),
    /**
     * What the machine is launched with: the guest policy of SEV-SNP (ABI 1.58, table 9) or of SEV and SEV-ES (SEV API 0.24,
     * table 2); of a TDX machine the TD's attributes.
     */
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
    releaseMode: z.enum(releaseModes),
    /** Known good direct boots by their launch digest; a TDX machine has `measuredLaunches` and `measuredBoots` instead. */
    referenceValues: z.array(referenceValueSchema).max(64),
    /** Only of a machine that boots from its disk: the TPM that records the boot. */
    vtpm: vtpmExpectationSchema.optional(),
    /**
     * Where registers record the boot, the launches and boots that are known to be good: those of a machine that boots from
     * its disk, and those of a TDX machine, whose launch digest is MRTD and whose registers are RTMRs.
     */
    measuredLaunches: z.array(measuredLaunchSchema).max(64).optional(),
    measuredBoots: z.array(measuredBootSchema).max(64).optional(),
    /** Where the machine runs, for people: a cloud's name ("sakura", "azure", "google", "aws"), "own", or "lab". */
    cloud: z.string().min(1).max(64).optional(),
    /** Roots beside the vendors' pinned ones, by the SHA-256 of their SubjectPublicKeyInfo: the lab's. */
    additionalRoots: z.array(sha256Schema).max(8),
  })
  .superRefine((machine, context) => {
    const direct = machine.boot.kind === "direct";
    const demand = (holds: boolean, path: string, expected: string): void => {
      if (!holds) context.addIssue({ code: "custom", path: [path], message: expected });
    };
    const { technology, referenceValues } = machine;
    const tdx = technology === "tdx";
    demand(!direct || tdx || referenceValues.length > 0, "referenceValues", "at least one for a direct boot");
    demand(!direct || technology !== "tpm", "technology", "a confidential VM for a direct boot");
    const bootsFromDisk = technology === "sev-snp" || technology === "tpm";
    demand(direct || bootsFromDisk, "technology", "sev-snp or tpm for a boot from disk");
    const digits = technology === "sev" || technology === "sev-es" ? 64 : 96;
    const fits = referenceValues.every(({ launchDigest }) => launchDigest.length === digits);
    demand(fits, "referenceValues", `launch digests of ${digits} hexadecimal digits`);
    const registers = tdx ? "rtmr" : "pcr";
    const recorded = (machine.measuredBoots ?? []).every((boot) => registersOf(boot) === registers);
    demand(recorded, "measuredBoots", `boots recorded in registers of kind ${registers}`);
    demand(direct === (machine.vtpm === undefined), "vtpm", "there for a boot from disk, and only there");
    if (technology === "tpm") {
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

/**
 * Whether registers record what the machine boots (PCRs of a TPM, RTMRs of a TD): then `measuredLaunches` and `measuredBoots`
 * say what is known, and else `referenceValues` do.
 */
export function recordsBoots(machine: Machine): boolean {
  return isDisk(machine) || machine.technology === "tdx";
}

/**
 * Where a machine runs, for people: what its owner says, else the cloud whose software holds its TPM, else the lab where the
 * machine trusts a root that is no chip maker's. Null where nothing tells.
 */
export function cloudOf({
  cloud,
  vtpm,
  additionalRoots,
}: {
  readonly cloud?: string | undefined;
  readonly vtpm?: Pick<VtpmExpectation, "provider"> | undefined;
  readonly additionalRoots: { readonly length: number };
}): string | null {
  if (cloud !== undefined) return cloud;
  if (vtpm?.provider === "azure-hcl") return "azure";
  if (vtpm?.provider === "google") return "google";
  return additionalRoots.length > 0 ? "lab" : null;
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
