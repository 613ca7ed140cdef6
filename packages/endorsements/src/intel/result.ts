import type { Finding } from "../finding.ts";

/** Who is asking: the first part of every check's identifier. */
export type Technology = "sgx" | "tdx";

/** What could not be looked at because a certificate is missing. */
export const notLookedAt: Finding = { status: "unknown", detail: "endorsements.intel.incomplete" };

/** The same where only a document of Intel's is missing, which not every policy asks for. */
export const withoutDocument: Finding = {
  status: "unknown",
  optional: true,
  detail: "endorsements.intel.document.not-looked-at",
};
