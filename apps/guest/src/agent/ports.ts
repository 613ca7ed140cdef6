import type { Message } from "@sekisho/messages";
import type { NextBytes } from "@sekisho/evidence/luks2";

/** An attestation report as configfs-tsm gives it. */
export type Report = {
  readonly provider: "sev_guest";
  /** The report itself. */
  readonly outblob: Uint8Array;
  /** The certificate table; empty where the host gave none. */
  readonly auxblob: Uint8Array;
};

/** Where reports come from: the secure processor through Linux, or the lab's port. */
export type ReportSource = {
  /** A report whose REPORT_DATA is `binding` (64 bytes), or a sentence that says why there is none. */
  readonly report: (
    binding: Uint8Array,
  ) => Promise<{ readonly ok: true; readonly report: Report } | { readonly ok: false; readonly reason: Message }>;
  readonly close: () => Promise<void>;
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
  readonly reports: ReportSource;
  readonly gate: GateTransport;
  readonly opener: DiskOpener;
  /** Tells whoever watches the machine's console, the host included: never anything secret. */
  readonly say: (message: Message) => void;
  readonly clock: Clock;
  /** Asks for the passphrase on the console; absent where nobody could type. The caller wipes it. */
  readonly askPassphrase?: () => Promise<Uint8Array | undefined>;
};
