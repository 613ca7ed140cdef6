import { message, type Message } from "@sekisho/messages";
import { approvalRecordSchema, type ApprovalRecord } from "@sekisho/release";
import { findAccount, findPasskey } from "../store/accounts.ts";
import { listApprovals, voidApproval, type ApprovalRow } from "../store/approvals.ts";
import type { Database } from "../store/open.ts";
import { exclusionOf, hardwareProblem } from "./eligibility.ts";
import type { ApprovalRules } from "./rules.ts";

/** An approval that counts, and what was signed. */
export type Standing = { readonly row: ApprovalRow; readonly record: ApprovalRecord };

/** What approvals of a request are held against. */
export type Against = {
  readonly requestNumber: number;
  readonly machineId: string;
  readonly rules: ApprovalRules;
  readonly verdictDigest: string;
  readonly registrationDigest: string;
};

/**
 * Sorts the approvals of a request: those that still stand, and those that ceased to, each with the reason. An approval stands as
 * long as evidence and registration are what it was given for, and its giver may still give it, with that passkey. Nothing is
 * changed.
 */
export async function sortApprovals(
  database: Database,
  against: Against,
): Promise<{ readonly standing: readonly Standing[]; readonly fallen: readonly (readonly [ApprovalRow, Message])[] }> {
  const standing: Standing[] = [];
  const fallen: (readonly [ApprovalRow, Message])[] = [];
  for (const row of await listApprovals(database, against.requestNumber)) {
    if (row.voided_at !== null) continue;
    const reason = whyOutdated(row, against) ?? (await whyNoApprover(database, row, against));
    if (reason === undefined) standing.push({ row, record: recordOf(row) });
    else fallen.push([row, reason]);
  }
  return { standing, fallen };
}

/** As {@link sortApprovals}; those that ceased to stand are marked so. */
export async function settleApprovals(database: Database, against: Against, now: Date): Promise<readonly Standing[]> {
  const { standing, fallen } = await sortApprovals(database, against);
  for (const [{ id }, reason] of fallen) await voidApproval(database, id, reason, now);
  return standing;
}

function whyOutdated(row: ApprovalRow, { verdictDigest, registrationDigest }: Against): Message | undefined {
  if (row.registration_digest !== registrationDigest) return message("approval.void.registration");
  if (row.verdict_digest !== verdictDigest) return message("approval.void.verdict");
  return undefined;
}

/** Why whoever gave this approval could not give it now; undefined: could. */
export async function whyNoApprover(
  database: Database,
  row: ApprovalRow,
  { rules, machineId }: Pick<Against, "rules" | "machineId">,
): Promise<Message | undefined> {
  const account = await findAccount(database, row.account_id);
  if (account === undefined) return message("approval.void.accountGone", { name: row.account_name });
  const passkey = await findPasskey(database, row.passkey_id);
  if (passkey === undefined || passkey.locked_at !== null) {
    return message("approval.void.passkeyGone", { name: row.account_name });
  }
  const { hardware } = recordOf(row);
  return (
    (await exclusionOf(database, rules, machineId, account)) ??
    hardwareProblem(rules, hardware === null ? { state: "unknown" } : { state: "known", level: hardware })
  );
}

export function recordOf({ record_json }: ApprovalRow): ApprovalRecord {
  return approvalRecordSchema.parse(JSON.parse(record_json));
}
