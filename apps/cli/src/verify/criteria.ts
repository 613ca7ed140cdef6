import type { AdvisoryTable, Policy } from "@sekisho/appraisal";
import type { AmdChainCache } from "@sekisho/endorsements/amd";
import type { AmdKeyServer, IntelService } from "@sekisho/endorsements/fetch";
import type { IntelChainCache } from "@sekisho/endorsements/intel";
import type { TdxQuote } from "@sekisho/evidence/dcap";
import type { Machine } from "@sekisho/release";
import type { Endorsements } from "./endorsement-files.ts";

/** What all files of one call are judged by. */
export type Criteria = {
  readonly endorsements: Endorsements;
  readonly machine: Machine | undefined;
  readonly policy: Policy;
  /** What `published` floors are taken from. */
  readonly advisories: AdvisoryTable;
  readonly at: Date;
  readonly reportData: Uint8Array | undefined;
  /** 48 bytes, of an enclave 32. */
  readonly measurement: Uint8Array | undefined;
  /** A TD's log, and the quote that goes with Azure's HCL report of a TD. */
  readonly eventLog: Uint8Array | undefined;
  readonly quote: TdxQuote | undefined;
  readonly caches: { readonly amd: AmdChainCache; readonly intel: IntelChainCache };
  /** The vendors' services, where something may be fetched. */
  readonly services: { readonly amd: AmdKeyServer; readonly intel: IntelService } | undefined;
};
