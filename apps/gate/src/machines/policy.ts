import { appraisalCatalogue } from "@sekisho/appraisal";
import { createRenderer } from "@sekisho/messages";
import type { PolicyChange } from "@sekisho/release";
import { digestOfText, type LogActor } from "@sekisho/release/log";
import { ProblemError } from "../problems.ts";
import { logMachine } from "../receipts/log-machine.ts";
import type { Gate } from "../requests/gate.ts";
import { demandMachine } from "../requests/machines.ts";
import { findMachine, setPolicy, type RegisteredMachine } from "../store/machines.ts";

/** Errors travel with an English sentence, and what is wrong with a policy stands inside of one. */
const renderEnglish = createRenderer("en", [appraisalCatalogue]);

/** Refuses a policy that can't be used. */
export function demandUsablePolicy(gate: Gate, policy: string): void {
  const problem = gate.appraiser.policyProblem(policy);
  if (problem !== undefined) throw new ProblemError("gate.problem.policyInvalid", { problem: renderEnglish(problem) });
}

/**
 * Puts another policy in the place of the one that the person saw; where somebody else changed it meanwhile, nothing happens.
 *
 * @throws ProblemError `policyStale`, `policyInvalid` or `machineUnknown`
 */
export async function changePolicy(
  gate: Gate,
  machineId: string,
  { policy, expected }: PolicyChange,
  actor: LogActor,
): Promise<RegisteredMachine> {
  if (policy !== null) demandUsablePolicy(gate, policy);
  const after = await policyDigest(policy);
  await gate.database.transaction().execute(async (database) => {
    const found = await findMachine(database, machineId);
    if (found === undefined) throw new ProblemError("gate.problem.machineUnknown", { machineId });
    const before = await policyDigest(found.policy);
    if (before !== expected) throw new ProblemError("gate.problem.policyStale", { name: found.machine.name });
    if (before === after) return;
    await setPolicy(database, machineId, policy, gate.clock());
    await logMachine(gate, database, found, { ...found, policy }, actor);
  });
  return demandMachine(gate, machineId);
}

/** SHA-256 over the text; null: the strict default. */
export function policyDigest(policy: string | null): Promise<string | null> {
  return policy === null ? Promise.resolve(null) : digestOfText(policy);
}
