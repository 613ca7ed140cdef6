/** AMD's endorsements of SEV and SEV-ES: the chain from a platform's Diffie-Hellman key to the pinned ARK. */
export { appraiseSevEndorsements, type SevEndorsementInput, type SevEndorsements } from "./appraise.ts";
export { sevRootKeys, type SevProduct } from "./roots.ts";
