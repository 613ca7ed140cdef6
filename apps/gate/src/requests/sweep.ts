import { statementMemory } from "../approvals/statements.ts";
import { forgetStatements } from "../store/approvals.ts";
import { forgetUnusedEndorsements } from "../store/evidence.ts";
import { forgetExpiredNonces } from "../store/nonces.ts";
import { listDue } from "../store/requests.ts";
import { forgetEnded } from "../store/sessions.ts";
import type { Gate } from "./gate.ts";
import { currentCheckpoint } from "../receipts/checkpoint.ts";
import { sumUpStrangers } from "../receipts/strangers.ts";
import { expireIfDue } from "./expiry.ts";

/** For how long people are told why a session or link of theirs works no more, in milliseconds. */
const endedKept = 7 * 24 * 3600_000;

/** What time brings: requests run out, used nonces and unused certificates are forgotten, and the log's newest state is signed. */
export async function sweep(gate: Gate): Promise<void> {
  const now = gate.clock();
  for (const request of await listDue(gate.database, now)) await expireIfDue(gate, request, now);
  await forgetExpiredNonces(gate.database, now);
  await forgetUnusedEndorsements(gate.database);
  await forgetStatements(gate.database, new Date(now.getTime() - statementMemory));
  await forgetEnded(gate.database, new Date(now.getTime() - endedKept));
  await sumUpStrangers(gate);
  await currentCheckpoint(gate);
}
