/** Claims, policy and reference values in, verdict with reasons out. */
export { verdictOf, type Verdict } from "./verdict.ts";
