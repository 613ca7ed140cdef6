import { equalBytes, fromBase64Url } from "@sekisho/encoding";
import {
  approvalChallenge,
  verdictDigest,
  type ApprovalOptions,
  type RequestDetail,
  type Scope,
} from "@sekisho/release";
import { canonicalJson } from "@sekisho/release/log";

/** What this page shows to the person whose passkey is about to sign. */
export type Shown = {
  readonly request: Pick<RequestDetail, "id" | "number" | "machineId" | "verdictDigest" | "verdict" | "evidence">;
  readonly scope: Scope;
  readonly accountId: string;
  readonly now: Date;
};

/** The parts of a statement that can be another's than the person sees. */
export type StatementPart = "request" | "machine" | "verdictDigest" | "scope" | "account" | "expiresAt" | "challenge";

/**
 * Whether a statement that the gate wants signed says what this page shows, and whether the passkey would sign that statement.
 *
 * @returns the first part that differs; undefined when it is what the person sees
 */
export async function statementFault(
  { statement, options }: Pick<ApprovalOptions, "statement"> & { readonly options: { readonly challenge: string } },
  { request, scope, accountId, now }: Shown,
): Promise<StatementPart | undefined> {
  if (statement.request !== request.id || statement.number !== request.number) return "request";
  if (statement.machineId !== request.machineId) return "machine";
  if (statement.verdictDigest !== request.verdictDigest) return "verdictDigest";
  if (statement.verdictDigest !== (await digestOfWhatIsShown(statement.bootDigest, request))) return "verdictDigest";
  if (canonicalJson(statement.scope) !== canonicalJson(scope)) return "scope";
  if (statement.account !== accountId) return "account";
  if (Date.parse(statement.expiresAt) <= now.getTime()) return "expiresAt";
  const challenge = fromBase64Url("challenge", options.challenge);
  const holds = challenge.ok && equalBytes(challenge.value, await approvalChallenge(statement));
  return holds ? undefined : "challenge";
}

/** The digest over the verdict and the guest's key that this page has, so that no digest stands for another verdict. */
async function digestOfWhatIsShown(
  bootDigest: string,
  { id, verdict, evidence }: Shown["request"],
): Promise<string | undefined> {
  if (verdict === null || evidence === null) return undefined;
  return verdictDigest({ request: id, guestKey: evidence.guestKey, bootDigest, verdict });
}
