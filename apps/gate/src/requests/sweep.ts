import { forgetUnusedEndorsements } from "../store/evidence.ts";
import { forgetExpiredNonces } from "../store/nonces.ts";
import { listDue } from "../store/requests.ts";
import type { Gate } from "./gate.ts";
import { expireIfDue } from "./expiry.ts";

/** What time brings: requests run out, and used nonces and unused certificates are forgotten. */
export async function sweep(gate: Gate): Promise<void> {
  const now = gate.clock();
  for (const request of await listDue(gate.database, now)) await expireIfDue(gate, request, now);
  await forgetExpiredNonces(gate.database, now);
  await forgetUnusedEndorsements(gate.database);
}
