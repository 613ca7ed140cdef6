import type { Shape } from "@sekisho/reference-values";
import type { GateIdentity, GuestConfiguration, Machine, VtpmExpectation } from "@sekisho/release";
import type { Cache } from "./cache/cache.ts";
import type { SigningKey } from "./disk-boot/signing-key.ts";
import type { DiskSecret } from "./disk-image.ts";
import type { FirmwareFile } from "./firmware/fetch.ts";
import type { Progress } from "./progress.ts";
import type { RootfsSource } from "./rootfs/source.ts";

/** What every machine is made of. */
type Basics = {
  readonly source: RootfsSource;
  /** The folder to make; it must not hold a machine yet. */
  readonly output: string;
  readonly name: string;
  readonly gate: GateIdentity;
  /** The guest agent's executable. */
  readonly agent: string;
  readonly shape: Shape;
  readonly memoryMiB: number;
  /** Default: {@link defaultGuestPolicies}. */
  readonly guestPolicy?: string | undefined;
  /** In the modes `auto` and `approve` it is written to `keys/disk.key`. The caller wipes it. */
  readonly secret: DiskSecret;
  readonly reportSource: GuestConfiguration["reportSource"];
  readonly allowPassphrasePrompt: boolean;
  readonly additionalRoots: readonly string[];
  /** Where the machine is to run, for people. */
  readonly cloud?: string | undefined;
  /** Default: the machine's name. */
  readonly hostname?: string | undefined;
  readonly sshKeys: readonly string[];
  /** Added to the kernel command line. */
  readonly append?: string | undefined;
  /** The size of the disk; default: what the files need. */
  readonly sizeMiB?: number | undefined;
  /** Builds a suite's tree anew, also when the cached one is recent. */
  readonly fresh?: boolean;
  readonly cache: Cache;
  readonly progress?: Progress;
  readonly now?: Date;
};

/** The hypervisor hands kernel, initrd and command line to the firmware, which measures them. */
export type DirectBuild = Basics & {
  readonly boot?: "direct";
  /** What protects the memory. Default: `sev-snp`. */
  readonly technology?: "sev-snp" | "tdx" | "sev" | "sev-es";
  readonly firmware: FirmwareFile;
};

/** The firmware boots from the disk, and a TPM records what it starts. */
export type DiskBuild = Basics & {
  readonly boot: "grub" | "uki";
  /** `tpm`: nothing protects the machine's memory. */
  readonly technology: Machine["technology"];
  readonly secureBoot: boolean;
  /** OVMF's code. */
  readonly firmware: FirmwareFile;
  /**
   * The variable store that the machine starts with. With `uki` and Secure Boot, one without keys gets those of the machine's
   * owner; any other stays as it is.
   */
  readonly variables: FirmwareFile;
  /** Who signs the unified kernel image; default: a key made for this machine alone, kept in `keys/`. */
  readonly signingKey?: SigningKey | undefined;
  readonly svsm?: FirmwareFile | undefined;
  readonly vtpm: VtpmExpectation;
};

export type BuildInput = DirectBuild | DiskBuild;

export function isDiskBuild(input: BuildInput): input is DiskBuild {
  return input.boot !== undefined && input.boot !== "direct";
}
