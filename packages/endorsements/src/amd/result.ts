import type { Finding } from "../finding.ts";

export { check, type Finding } from "../finding.ts";

/** What could not be looked at because a certificate is missing. */
export const notLookedAt: Finding = { status: "unknown", detail: "endorsements.amd.incomplete" };
