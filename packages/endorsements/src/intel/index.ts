/** Intel's endorsements of SGX and TDX: the chain from PCK to the pinned root, and what Intel's documents say of a platform. */
export { appraiseIntelEndorsements } from "./appraise.ts";
export { joinCollateral } from "./collateral.ts";
export type { CollectedIntelEndorsements, GivenToIntel } from "./collected.ts";
export type {
  CollateralDocument,
  EnclaveIdentity,
  EnclaveIdentityDocument,
  IntelCollateral,
  TcbInfo,
  TcbInfoDocument,
} from "./collateral.ts";
export type { IntelChain, IntelEndorsementInput, IntelEndorsements, IntelTcb } from "./endorsements.ts";
export { createIntelChainCache, type IntelChainCache } from "./chain-cache.ts";
export { parseCollateral } from "./parse-collateral.ts";
export { readPckExtensions, type PckConfiguration, type PckExtensions, type SgxType } from "./pck-extensions.ts";
export { intelRootKey } from "./roots.ts";
export { tcbStatuses, type TcbStatus } from "./tcb-status.ts";
