import { message, type Message } from "@sekisho/messages";
import { includesRole } from "@sekisho/release";
import type { ProblemId } from "../problems.ts";
import { listMachineAuthors } from "../store/approvals.ts";
import { listAccounts, listPasskeys, nameKey } from "../store/accounts.ts";
import type { Database } from "../store/open.ts";
import type { AccountTable, PasskeyTable } from "../store/people-tables.ts";
import type { JudgeHardware, PasskeyHardware } from "./hardware.ts";
import type { ApprovalRules } from "./rules.ts";

/** A person, with the passkeys that can be used. */
export type Candidate = { readonly account: AccountTable; readonly passkeys: readonly PasskeyTable[] };

/** Why somebody may not approve. */
export type Exclusion = Message<ProblemId>;

/** Everybody with an account. */
export async function listCandidates(database: Database): Promise<readonly Candidate[]> {
  const passkeys = (await listPasskeys(database)).filter(({ locked_at }) => locked_at === null);
  return (await listAccounts(database)).map((account) => ({
    account,
    passkeys: passkeys.filter(({ account_id }) => account_id === account.id),
  }));
}

/** Whether this account's role is one that approves at all. */
export function isApprover({ role }: Pick<AccountTable, "role">): boolean {
  return includesRole(role, "approver");
}

/** Why this person may not approve releases of this machine; undefined: may, if the passkey will do. */
export async function exclusionOf(
  database: Database,
  rules: ApprovalRules,
  machineId: string,
  account: AccountTable,
): Promise<Exclusion | undefined> {
  const { id, name, role } = account;
  if (!isApprover(account)) return message("gate.problem.roleTooLow", { role, wanted: "approver" });
  if (rules.approvers?.has(nameKey(name)) === false) return message("gate.problem.notNamedApprover", { name });
  if (rules.fourEyes && (await listMachineAuthors(database, machineId)).includes(id)) {
    return message("gate.problem.fourEyes", { name });
  }
  return undefined;
}

/** Why a passkey will not do; undefined: it will. */
export function hardwareProblem({ hardware: wanted }: ApprovalRules, found: PasskeyHardware): Exclusion | undefined {
  if (wanted === null) return undefined;
  const values = { wanted: wanted.join(", ") };
  switch (found.state) {
    case "synced":
      return message("gate.problem.hardwareSynced", values);
    case "unknown":
      return message("gate.problem.hardwareUnknown", values);
    case "known":
      return wanted.includes(found.level)
        ? undefined
        : message("gate.problem.hardwareOther", { ...values, actual: found.level });
  }
}

/** The first reason why none of somebody's passkeys will do; undefined where one will. */
export async function passkeysProblem(
  rules: ApprovalRules,
  { account, passkeys }: Candidate,
  judge: JudgeHardware,
  now: Date,
): Promise<Exclusion | undefined> {
  if (passkeys.length === 0) return message("gate.problem.noPasskey", { name: account.name });
  if (rules.hardware === null) return undefined;
  const problems: Exclusion[] = [];
  for (const passkey of passkeys) {
    const problem = hardwareProblem(rules, await judge(passkey, now));
    if (problem === undefined) return undefined;
    problems.push(problem);
  }
  return problems[0];
}
