import type { Certificate } from "@sekisho/encoding/x509";
import type { Check } from "@sekisho/evidence";
import type { Quote } from "@sekisho/evidence/dcap";
import type { IntelChainCache } from "./chain-cache.ts";
import type { IntelCollateral } from "./collateral.ts";
import type { PckExtensions } from "./pck-extensions.ts";
import type { TcbStatus } from "./tcb-status.ts";

/** A quote, and everything it is judged by. */
export type IntelEndorsementInput = {
  readonly quote: Quote;
  /** DER, in any order, besides those in the quote; those that don't belong to the chain are passed over. */
  readonly certificates: readonly Uint8Array[];
  /** DER; those of other issuers are passed over. */
  readonly crls: readonly Uint8Array[];
  /** Documents about other platforms are passed over. `joinCollateral` makes one of several. */
  readonly collateral: IntelCollateral;
  /** The moment that certificates, lists and documents must be valid at. */
  readonly at: Date;
  /** Whether Intel's own root is trusted; false where a policy wants the named ones only. */
  readonly vendorRoot: boolean;
  /** SHA-256 over the SubjectPublicKeyInfo of roots trusted besides, hexadecimal: the lab's, where a policy names it. */
  readonly additionalRoots: readonly string[];
  /** Makes the next quote of the same platform cheap; keep one for a process. */
  readonly cache?: IntelChainCache;
};

/** What came of it. Only `checks` says whether to believe the rest. */
export type IntelEndorsements = {
  /** `sgx.…` or `tdx.…`, by the quote's technology; always the same ones. */
  readonly checks: readonly Check[];
  /** The certificates that were found; to show them, not to trust them. */
  readonly chain: IntelChain;
  /** What the PCK certificate says of the platform. */
  readonly pck: PckExtensions | undefined;
  /** Undefined unless the documents were there, genuine, and about this platform. */
  readonly tcb: IntelTcb | undefined;
};

export type IntelChain = {
  readonly leaf: Certificate | undefined;
  readonly intermediate: Certificate | undefined;
  readonly root: Certificate | undefined;
};

/** What the platform is worth by Intel's documents: platform, quoting enclave and TDX module together. */
export type IntelTcb = {
  readonly status: TcbStatus;
  /** "INTEL-SA-…", sorted, each once. */
  readonly advisories: readonly string[];
  /** The oldest of the levels that were reached. */
  readonly tcbDate: Date;
  /** The lower one of TCB info and enclave identity. */
  readonly evaluationDataNumber: number;
  /** Until when the first of the documents is valid. */
  readonly nextUpdate: Date;
};
