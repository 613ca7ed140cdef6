import { policyDigest } from "@sekisho/release";
import { canonicalJson, digestOfText, type LogActor } from "@sekisho/release/log";
import type { Gate } from "../requests/gate.ts";
import { noteAuthors } from "../approvals/authors.ts";
import { keepDocument } from "../store/log-documents.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { appendEntry } from "./append.ts";

type Registration = Pick<RegisteredMachine, "machine" | "policy" | "headerDigest">;

/**
 * Tells the log what was registered, changed or removed of a machine, and of its policy. To be called in the transaction that
 * does it; what changed nothing is not told.
 *
 * @param before undefined: there was no such machine
 * @param after undefined: there is none any more
 */
export async function logMachine(
  gate: Pick<Gate, "clock">,
  database: Database,
  before: Registration | undefined,
  after: Registration | undefined,
  actor: LogActor,
): Promise<void> {
  const present = after ?? before;
  if (present === undefined) return;
  const { id: machineId, name: machineName } = present.machine;
  const digests = { before: await keepMachine(database, before), after: await keepMachine(database, after) };
  const { headerDigest } = present;
  await noteAuthors(database, before, after, actor, gate.clock());
  if (digests.before !== digests.after || before?.headerDigest !== after?.headerDigest) {
    const action = before === undefined ? "registered" : after === undefined ? "removed" : "changed";
    await appendEntry(gate, database, {
      kind: "machine",
      actor,
      machineId,
      machineName,
      action,
      ...digests,
      headerDigest,
    });
  }
  const policies = { before: await keepPolicy(database, before), after: await keepPolicy(database, after) };
  if (after !== undefined && policies.before !== policies.after) {
    await appendEntry(gate, database, { kind: "policy", actor, machineId, ...policies });
  }
}

async function keepMachine(database: Database, entry: Registration | undefined): Promise<string | null> {
  if (entry === undefined) return null;
  const content = canonicalJson(entry.machine);
  const digest = await digestOfText(content);
  await keepDocument(database, { digest, content });
  return digest;
}

/** Null for the strict default, and where there is no machine. */
async function keepPolicy(database: Database, entry: Registration | undefined): Promise<string | null> {
  if (entry === undefined || entry.policy === null) return null;
  const digest = await policyDigest(entry.policy);
  if (digest !== null) await keepDocument(database, { digest, content: entry.policy });
  return digest;
}
