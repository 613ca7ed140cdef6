/** Approvals by passkey: what people sign, what becomes of it, and whether it holds. */
export * from "./scope.ts";
export * from "./statement.ts";
export * from "./views.ts";
export { bootDigest, policyDigest, shortCode, verdictDigest, type BootFacts, type DigestedCheck } from "./digests.ts";
export { approvalChallenge, verifyApproval, type ApprovalFault } from "./verify.ts";
