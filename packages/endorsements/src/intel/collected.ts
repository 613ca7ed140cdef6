import type { Message } from "@sekisho/messages";
import type { IntelCollateral } from "./collateral.ts";

/** What an appraisal takes besides a quote; certificates and lists are DER. */
export type GivenToIntel = {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly collateral: IntelCollateral;
};

/** What was given, and what was fetched behind it. `problems` says what could not be had. */
export type CollectedIntelEndorsements = GivenToIntel & {
  /** The fetched documents as the service gave them: files that `parseCollateral` reads. */
  readonly files: readonly Uint8Array[];
  readonly problems: readonly Message[];
};
