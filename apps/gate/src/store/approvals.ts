import type { Message } from "@sekisho/messages";
import type { Insertable, Selectable } from "kysely";
import type { ApprovalTable, MachineAuthorTable, StatementTable } from "./approval-tables.ts";
import type { Database } from "./open.ts";

export type ApprovalRow = Selectable<ApprovalTable>;

/** How many unanswered statements one person can have; the oldest go first. */
const statementsKept = 32;

/** Keeps a statement, and forgets the oldest of this person where there are too many. */
export async function insertStatement(database: Database, statement: StatementTable): Promise<void> {
  await database.insertInto("approval_statements").values(statement).execute();
  const kept = database
    .selectFrom("approval_statements")
    .select("nonce")
    .where("account_id", "=", statement.account_id)
    .orderBy("expires_at", "desc")
    .limit(statementsKept);
  await database
    .deleteFrom("approval_statements")
    .where("account_id", "=", statement.account_id)
    .where("nonce", "not in", kept)
    .execute();
}

export async function findStatement(database: Database, nonce: string): Promise<StatementTable | undefined> {
  return database.selectFrom("approval_statements").selectAll().where("nonce", "=", nonce).executeTakeFirst();
}

/** Marks a statement as used. True for exactly one caller. */
export async function useStatement(database: Database, nonce: string, now: Date): Promise<boolean> {
  const result = await database
    .updateTable("approval_statements")
    .set({ used_at: now.getTime() })
    .where("nonce", "=", nonce)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Forgets statements that ended before this moment. */
export async function forgetStatements(database: Database, before: Date): Promise<void> {
  await database.deleteFrom("approval_statements").where("expires_at", "<", before.getTime()).execute();
}

export async function insertApproval(
  database: Database,
  approval: Omit<Insertable<ApprovalTable>, "id" | "voided_at" | "void_json">,
): Promise<void> {
  await database
    .insertInto("approvals")
    .values({ ...approval, voided_at: null, void_json: null })
    .execute();
}

/** The approvals of a request in the order they were given, voided ones among them. */
export async function listApprovals(database: Database, requestNumber: number): Promise<readonly ApprovalRow[]> {
  return database
    .selectFrom("approvals")
    .selectAll()
    .where("request_number", "=", requestNumber)
    .orderBy("id")
    .execute();
}

/** An approval ceases to count. It stays, with the reason. */
export async function voidApproval(database: Database, id: number, reason: Message, now: Date): Promise<void> {
  await database
    .updateTable("approvals")
    .set({ voided_at: now.getTime(), void_json: JSON.stringify(reason) })
    .where("id", "=", id)
    .where("voided_at", "is", null)
    .execute();
}

/** Notes who changed a part of a machine. */
export async function setMachineAuthor(database: Database, author: MachineAuthorTable): Promise<void> {
  const { account_id, at } = author;
  await database
    .insertInto("machine_authors")
    .values(author)
    .onConflict((conflict) => conflict.columns(["machine_id", "part"]).doUpdateSet({ account_id, at }))
    .execute();
}

/** The accounts that changed machine, known values or policy last. */
export async function listMachineAuthors(database: Database, machineId: string): Promise<readonly string[]> {
  const rows = await database
    .selectFrom("machine_authors")
    .select("account_id")
    .where("machine_id", "=", machineId)
    .where("account_id", "is not", null)
    .execute();
  return rows.flatMap(({ account_id }) => (account_id === null ? [] : [account_id]));
}

/** Forgets who changed a machine that is gone. */
export async function forgetMachineAuthors(database: Database, machineId: string): Promise<void> {
  await database.deleteFrom("machine_authors").where("machine_id", "=", machineId).execute();
}
