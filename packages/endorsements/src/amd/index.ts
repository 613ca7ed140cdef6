/** AMD's endorsements of SEV-SNP: the chain from VCEK or VLEK to the pinned ARK, and what their certificates say of a chip. */
export { appraiseAmdEndorsements, type AmdChain, type AmdEndorsementInput, type AmdEndorsements } from "./appraise.ts";
export { createAmdChainCache, type AmdChainCache } from "./chain-cache.ts";
export { readEndorsementExtensions, type EndorsementExtensions } from "./extensions.ts";
export { amdRootKeys } from "./roots.ts";
export { isThimResponse, parseThimResponse } from "./thim.ts";
