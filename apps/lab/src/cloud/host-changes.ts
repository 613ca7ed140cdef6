import type { LaunchPlan } from "./lab.ts";

/** What a host may do otherwise than `machine.json` says. */
export type HostChanges = {
  /** POLICY of SEV-SNP, or the attributes of a TD. */
  readonly policy?: bigint;
  /** The VMPL of the operating system. */
  readonly vmpl?: number;
  readonly processor?: LaunchPlan["processor"];
  /** Files in place of the machine's own. */
  readonly disk?: string;
  readonly firmware?: string;
  /** Direct boots only, as the three that follow. */
  readonly kernel?: string;
  readonly initrd?: string;
  readonly commandLine?: string;
  /**
   * Has the genuine artifacts measured, in launch digest and hash table, while QEMU gets the changed ones. Only the
   * firmware can notice. SEV-SNP only: a TD's firmware measures what it starts by itself.
   */
  readonly measureGenuine?: boolean;
  /** The firmware's variable store. Boots from the disk only, as all that follow. */
  readonly variables?: string;
  /** OEM strings (SMBIOS, type 11): systemd's boot stub takes parts of the kernel's command line from them. */
  readonly smbiosStrings?: readonly string[];
  /** Gives the machine a new TPM, another one than the SVSM speaks for or the owner knows. */
  readonly vtpm?: "fresh";
};
