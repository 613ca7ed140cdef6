import type { Check } from "@sekisho/evidence";
import type { Message } from "@sekisho/messages";
import type { MachineTechnology } from "@sekisho/release";

/** The links of the chain of trust, in the order in which each vouches for the next. */
export const trustNodeIds = [
  "silicon-root",
  "intermediate",
  "chip-key",
  "quoting-enclave",
  "tcb",
  "report",
  "svsm",
  "vtpm",
  "firmware",
  "boot-loader",
  "kernel",
  "initrd",
  "command-line",
  "disk-header",
  "guest-key",
] as const;
export type TrustNodeId = (typeof trustNodeIds)[number];

/** `absent`: a machine of this kind has no such part, and its owner chose it so. */
export type TrustNodeStatus = "pass" | "fail" | "unknown" | "absent";

/** A value that the machine's owner knows. */
export type KnownValue = {
  readonly name: string;
  /** Of the file in question; null where the value has none. */
  readonly version: string | null;
  /** When it became known, ISO 8601. */
  readonly since: string;
  /** How it became known: computed from the image's files, or taken from a boot that a person looked at. */
  readonly origin: "predicted" | "learned";
};

/** What should have come, and what came. */
export type TrustDifference = {
  /** Short texts, the same in every language; null where there is nothing to show. */
  readonly expected: string | null;
  readonly came: string | null;
  /** Of a command line whose text is known: its words. */
  readonly commandLine?: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly moved: readonly string[];
  };
  /** The known value that is nearest to what came. */
  readonly nearest?: KnownValue;
  /** Where what came is itself a part of another known value: an older kernel with a newer initrd, say. */
  readonly cameFrom?: KnownValue;
};

/** One link of the chain of trust. */
export type TrustNode = {
  readonly id: TrustNodeId;
  readonly status: TrustNodeStatus;
  /** What was looked at of it, refusing checks first. */
  readonly checks: readonly Check[];
  /** Its name: "Command line". */
  readonly title: Message;
  /** What it is, for somebody who hears of it for the first time. */
  readonly meaning: Message;
  /** What came of it, in plain words. */
  readonly summary: Message;
  readonly difference?: TrustDifference;
  /** Where nothing speaks against this link itself, but one before it does not hold: that one. */
  readonly because?: TrustNodeId;
};

/** What one link does for the next. */
export type TrustEdgeKind = "certifies" | "signs" | "makes" | "measures" | "starts" | "binds";

export type TrustEdge = {
  readonly from: TrustNodeId;
  readonly to: TrustNodeId;
  readonly kind: TrustEdgeKind;
  /** One word or two for beside the line: "signs". */
  readonly label: Message;
};

/** Whom a verdict is about. */
export type TrustSubject = {
  /** The machine's. */
  readonly name: string;
  readonly technology: MachineTechnology;
  /** Whether the chain ends in a root that is no chip maker's, but one that the machine's owner named. */
  readonly lab: boolean;
};

/** The chain of trust, from the maker of the processor to the key that the guest made. Nodes and edges in reading order. */
export type TrustGraph = {
  readonly subject: TrustSubject;
  readonly nodes: readonly TrustNode[];
  readonly edges: readonly TrustEdge[];
};
