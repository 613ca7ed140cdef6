/** How the machine reaches its gate. `user`: QEMU's own network, outgoing only; the host is 10.0.2.2 there. */
export type MachineNetwork = { readonly kind: "user" } | { readonly kind: "bridge"; readonly name: string };

/** The owner's signed demands on the launch, as `signIdBlock` of `@sekisho/reference-values` gives them. */
export type OwnerIdentity = {
  /** 96 bytes. */
  readonly idBlock: Uint8Array;
  /** 4096 bytes. */
  readonly idAuthentication: Uint8Array;
  /** Whether the authentication holds an author key that is to be used. */
  readonly authorKey: boolean;
};

/** A host with SEV-SNP: Linux ≥ 6.11, QEMU ≥ 9.1. */
export type SnpTarget = {
  readonly kind: "sev-snp";
  readonly network: MachineNetwork;
  /** Where the processor keeps the C-bit, and how many physical address bits encryption costs (CPUID 0x8000001F EBX). */
  readonly cbitPosition: number;
  readonly reducedPhysBits: number;
  readonly identity?: OwnerIdentity;
  /** HOST_DATA of the report: 32 bytes. */
  readonly hostData?: Uint8Array;
};

/** What every SEV-SNP processor so far has. */
export const snpDefaults = { cbitPosition: 51, reducedPhysBits: 1 } as const;

/** A file of the owner's, and the base64 text in it. */
export type OwnerFile = { readonly file: string; readonly text: string };

/** A host with SEV or SEV-ES: Linux ≥ 5.11 for SEV-ES, QEMU ≥ 6.2. */
export type SevTarget = {
  readonly kind: "sev";
  readonly network: MachineNetwork;
  /** 47 on Naples and Rome, 51 later; libvirt knows its host's. */
  readonly cbitPosition: number | undefined;
  readonly reducedPhysBits: number | undefined;
  /** What `sekisho sev session` made for this launch. */
  readonly session: { readonly certificate: OwnerFile; readonly data: OwnerFile };
};

/** Where the service of the host listens that makes quotes of a TD's reports: a socket file, or vsock. */
export type QuoteService =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "vsock"; readonly cid: number; readonly port: number };

/** A host with TDX: Linux ≥ 6.16, QEMU ≥ 10.1. */
export type TdxTarget = {
  readonly kind: "tdx";
  readonly network: MachineNetwork;
  readonly quoteService: QuoteService;
  /** What the quote carries of its owner: 48 bytes each, zeros where absent. */
  readonly mrConfigId?: Uint8Array;
  readonly mrOwner?: Uint8Array;
  readonly mrOwnerConfig?: Uint8Array;
};

/** Where Intel's quote generation service (tdx-qgs) listens unless it is configured otherwise. */
export const tdxDefaults = { quoteService: { kind: "unix", path: "/var/run/tdx-qgs/qgs.socket" } } as const;

/** The lab's report port: a Unix socket that listens, and the port's name in the guest. */
export type ReportPortTarget = { readonly socket: string; readonly name: string };

/** The lab: no KVM, no secure processor, but the genuine firmware: with its hash table, or for a TD measuring into a TPM. */
export type LabTarget = {
  readonly kind: "lab";
  /** QEMU's major version: before 10 the firmware would see a kernel whose header QEMU has patched. */
  readonly qemuMajor: number;
  /** A file with the hash table and the guest physical address it belongs to; null leaves the firmware without one. */
  readonly hashTable: { readonly file: string; readonly address: number } | null;
  /**
   * The Unix socket of swtpm's control channel: a TPM with a SHA-384 bank, into which the firmware of a machine measures that
   * stands in for a TD. Absent: there is none.
   */
  readonly tpm?: string;
  /**
   * What LAUNCH_SECRET would decrypt into the memory of a SEV guest: a file with the table of secrets and the guest physical address
   * at which the firmware has room for it. Absent: nothing was injected.
   */
  readonly launchSecret?: { readonly file: string; readonly address: number };
  /** The lab's report port; null where the machine gives no reports. */
  readonly reportPort: ReportPortTarget | null;
  /** Whether writes to the disk are thrown away when the machine ends. */
  readonly keepDisk: boolean;
  /** Further disks: raw images; what the guest writes to them is thrown away. */
  readonly extraDisks?: readonly string[];
};

/** The lab, for a machine that boots from its disk: OVMF, and a TPM that records what it starts. */
export type LabDiskTarget = {
  readonly kind: "lab-disk";
  /** The variable store of this launch alone: the firmware writes to it. */
  readonly variables: string;
  /** The Unix socket of swtpm's control channel. */
  readonly tpm: string;
  /** The lab's report port; null where the machine has no confidential VM. */
  readonly reportPort: ReportPortTarget | null;
  readonly keepDisk: boolean;
  /** OEM strings (SMBIOS, type 11) that the host gives the machine: systemd's boot stub reads some of them. */
  readonly oemStrings?: readonly string[];
};

export type LaunchTarget = SnpTarget | SevTarget | TdxTarget | LabTarget | LabDiskTarget;
