import type { Message } from "@sekisho/messages";
import type { Credential } from "@sekisho/evidence/tpm";
import type { NextBytes } from "@sekisho/evidence/luks2";
import type { LaunchedDiskKey, VtpmProvider } from "@sekisho/release";

/** What was asked for, or a sentence that says why it can't be had. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: Message };

/** Whose reports they are, as configfs-tsm names it. */
export type ReportProvider = "sev_guest" | "tdx_guest";

/** An attestation report as configfs-tsm gives it. */
export type Report = {
  readonly provider: ReportProvider;
  /** The report itself; of a TD the quote. */
  readonly outblob: Uint8Array;
  /** The certificate table; empty where the host gave none. */
  readonly auxblob: Uint8Array;
  /** What the SVSM says of its service; empty where no service was asked for. */
  readonly manifestblob: Uint8Array;
};

/** A service of the SVSM that shall be in the report: REPORT_DATA is then SHA-512(binding ‖ manifest). */
export type ReportService = { readonly provider: "svsm"; readonly guid: string; readonly manifestVersion: number };

/** Where reports come from: the secure processor through Linux, or the lab's port. */
export type ReportSource = {
  /** A report over `binding` (64 bytes): it is REPORT_DATA, or with a service enters it; else why there is no report. */
  readonly report: (
    binding: Uint8Array,
    service?: ReportService,
  ) => Promise<{ readonly ok: true; readonly report: Report } | { readonly ok: false; readonly reason: Message }>;
  readonly close: () => Promise<void>;
};

/** What a TPM tells of this boot. All structures are as they travel. */
export type BootRecord = {
  /** TPMT_PUBLIC. */
  readonly endorsementKey: Uint8Array;
  /** DER; undefined where the TPM's memory has none. */
  readonly endorsementCertificate: Uint8Array | undefined;
  /** DER: what leads from that certificate to a root, as far as the TPM's memory has it. */
  readonly endorsementChain: readonly Uint8Array[];
  /** TPMT_PUBLIC. */
  readonly attestationKey: Uint8Array;
  /** TPMS_ATTEST. */
  readonly quote: Uint8Array;
  /** TPMT_SIGNATURE. */
  readonly signature: Uint8Array;
  readonly firmwareLog: Uint8Array;
  readonly userspaceLog: Uint8Array | undefined;
  readonly imaLog: Uint8Array | undefined;
};

/** The TPM that recorded this boot. */
export type VirtualTpm = {
  readonly provider: VtpmProvider;
  /** The name (TPM 2.0, part 1, 16) of the attestation key, which is fresh in each boot where the TPM lets the guest make one. */
  readonly attestationKeyName: () => Promise<Answered<Uint8Array>>;
  /** A quote of the PCRs whose extraData is SHA-256(binding), with the logs that explain it. */
  readonly record: (binding: Uint8Array) => Promise<Answered<BootRecord>>;
  /** Azure only: the paravisor's report over `binding`, as it stands in the TPM's memory. */
  readonly hclReport: (binding: Uint8Array) => Promise<Answered<Uint8Array>>;
  /** Opens a credential; undefined where it was made for another TPM or attestation key. The caller wipes it. */
  readonly activate: (credential: Credential) => Promise<Answered<Uint8Array | undefined>>;
  /** Extends PCR 15, after which no quote of this boot passes for that of an initrd any more. */
  readonly leave: () => Promise<Answered<undefined>>;
  /** Forgets the keys, too. */
  readonly close: () => Promise<void>;
};

/** A TD, whose registers (RTMRs) recorded this boot. */
export type TrustDomain = {
  /** The log that replays to the registers: the data of the ACPI table CCEL; undefined where there is none. */
  readonly eventLog: () => Promise<Answered<Uint8Array | undefined>>;
  /** Extends RTMR 3, after which no quote of this boot passes for that of an initrd any more. */
  readonly leave: () => Promise<Answered<undefined>>;
};

/** What the owner of a SEV guest injected at launch. */
export type LaunchSecret = {
  /** Takes the key out of the guest's memory, where nothing of it is left. The caller wipes it. */
  readonly take: () => Promise<Answered<LaunchedDiskKey>>;
};

export type GatePath = "/v1/challenge" | "/v1/evidence" | "/v1/release";

/**
 * What came of a call to the gate.
 *
 * - `answer`: JSON from a gate whose TLS key is pinned
 * - `problem`: that gate answered with an error; `error` is its identifier, where it gave one
 * - `not-pinned`: whoever answered has another TLS key; nothing was sent to it
 * - `unreachable`: no connection, or it broke; `reason` is a name such as ECONNREFUSED
 */
export type GateAnswer =
  | { readonly kind: "answer"; readonly body: unknown }
  | {
      readonly kind: "problem";
      readonly status: number;
      readonly error: string | null;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: "not-pinned"; readonly actual: string }
  | { readonly kind: "unreachable"; readonly reason: string };

export type GateTransport = { readonly post: (path: GatePath, body: unknown) => Promise<GateAnswer> };

export type OpenOutcome =
  | { readonly kind: "opened" }
  | { readonly kind: "key-rejected" }
  | { readonly kind: "failed"; readonly reason: Message };

/** Opens the disk with a header from memory; never reads the disk's own. It neither keeps nor copies the key. */
export type DiskOpener = { readonly open: (header: Uint8Array, key: Uint8Array) => Promise<OpenOutcome> };

/** A disk that is read front to back, once. */
export type Disk = { readonly next: NextBytes; readonly close: () => Promise<void> };

export type Clock = {
  /** Seconds that never go backwards, from any start. */
  readonly seconds: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
  /** A number from 0 up to 1, for jitter; not for keys. */
  readonly random: () => number;
};

/** Everything around the agent. The machine, the lab's software guest and the tests give their own. */
export type AgentPorts = {
  readonly openDisk: () => Promise<
    { readonly ok: true; readonly disk: Disk } | { readonly ok: false; readonly reason: Message }
  >;
  /** Null on a machine without a confidential VM. */
  readonly reports: ReportSource | null;
  /** Absent where the boot is direct. */
  readonly vtpm?: VirtualTpm;
  /** Only where reports are a TD's quotes. */
  readonly trustDomain?: TrustDomain;
  /** Only of a SEV guest, which then never calls the gate. */
  readonly launchSecret?: LaunchSecret;
  readonly gate: GateTransport;
  readonly opener: DiskOpener;
  /** Tells whoever watches the machine's console, the host included: never anything secret. */
  readonly say: (message: Message) => void;
  readonly clock: Clock;
  /** Asks for the passphrase on the console; absent where nobody could type. The caller wipes it. */
  readonly askPassphrase?: () => Promise<Uint8Array | undefined>;
};
