import { setTimeout as sleep } from "node:timers/promises";
import type { Machine, PolicyTrial, PolicyTrialResult, TrialOutcome, TriedMachine } from "@sekisho/release";
import { judgeRequest, UnreadableEvidenceError } from "@sekisho/verifier";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import { countMachines, listMachinesById } from "../store/machines.ts";
import { evidenceForTrial, type TrialEvidence } from "../store/trial-evidence.ts";
import { demandUsablePolicy } from "./policy.ts";
import { refusingChecks } from "./refusing.ts";

/** What one answer may cost. A longer trial is asked for in slices, by the answer's `next`. */
export type TrialLimits = {
  /** After how many milliseconds an answer ends, at the machine that is being judged. */
  readonly time: number;
  readonly machines: number;
  /** How many requests of each machine are judged: whose evidence was accepted, and whose was refused. */
  readonly accepted: number;
  readonly refused: number;
};

export const trialLimits: TrialLimits = { time: 5_000, machines: 200, accepted: 3, refused: 2 };

/** Judging is the gate's own work for guests; a trial takes at most this share of its time. */
const share = 0.5;

/** Gates that are trying a policy: one trial at a time, as each takes half of the gate's time. */
const busy = new WeakSet<Gate>();

/**
 * The time machine: judges stored evidence of machines by a draft of a policy, as of the moment that the evidence came, and by the
 * policy that each machine has. Both go by what is known of the machine now, so what differs is the draft's doing.
 *
 * Between two pieces of evidence it rests as long as it worked, so that guests are answered in time.
 *
 * @param signal ends it when nobody waits for the answer any more
 */
export async function tryPolicy(
  gate: Gate,
  trial: PolicyTrial,
  signal: AbortSignal,
  limits: TrialLimits = trialLimits,
): Promise<PolicyTrialResult> {
  if (trial.policy !== null) demandUsablePolicy(gate, trial.policy);
  if (busy.has(gate)) throw new ProblemError("gate.problem.trialBusy", {}, Math.ceil(limits.time / 1000));
  busy.add(gate);
  try {
    return await runTrial(gate, trial, signal, limits);
  } catch (error) {
    // Nobody hears it.
    throw signal.aborted ? new ProblemError("gate.problem.requestTimeout") : error;
  } finally {
    busy.delete(gate);
  }
}

async function runTrial(
  { database }: Gate,
  { policy, machines: ids, after }: PolicyTrial,
  signal: AbortSignal,
  limits: TrialLimits,
): Promise<PolicyTrialResult> {
  const end = performance.now() + limits.time;
  const found = await listMachinesById(database, { ids, after, limit: limits.machines });
  const machines: TriedMachine[] = [];
  for (const machine of found) {
    signal.throwIfAborted();
    // The first is judged however long it takes, so that each answer gets on.
    if (machines.length > 0 && performance.now() >= end) break;
    const evidence = await evidenceForTrial(database, machine.machine.id, limits);
    machines.push(await triedMachine(machine, evidence, policy, signal));
  }
  const last = machines.at(-1)?.machineId;
  const left = last === undefined ? 0 : await countMachines(database, { ids, after: last });
  return { machines, next: left === 0 || last === undefined ? null : last, left };
}

async function triedMachine(
  { machine, headerDigest, policy: present }: RegisteredMachine,
  stored: readonly TrialEvidence[],
  draft: string | null,
  signal: AbortSignal,
): Promise<TriedMachine> {
  const registered: Machine = { ...machine, disk: { ...machine.disk, headerDigest } };
  const evidence: TriedMachine["evidence"] = [];
  for (const one of stored) {
    signal.throwIfAborted();
    const begun = performance.now();
    const before = await judge(one, registered, present);
    const after = present === draft ? before : await judge(one, registered, draft);
    const { number, receivedAt, proven } = one;
    evidence.push({ number, at: receivedAt.toISOString(), proven, before, after });
    const worked = performance.now() - begun;
    await sleep(worked * (1 / share - 1), undefined, { signal });
  }
  return { machineId: machine.id, name: machine.name, effect: effectOf(evidence), evidence };
}

async function judge(stored: TrialEvidence, machine: Machine, policy: string | null): Promise<TrialOutcome> {
  const { number, bundle, endorsements, receivedAt } = stored;
  const detail = { number, evidence: bundle, endorsements };
  try {
    const { verdict } = await judgeRequest(detail, machine, policy, receivedAt);
    return { verdict: verdict.verdict, refusing: refusingChecks(verdict) };
  } catch (error) {
    if (error instanceof UnreadableEvidenceError) return { verdict: "unreadable", refusing: [] };
    throw error;
  }
}

/** What the draft would do to a machine: first whether its newest good boot would still come in, then whether a refused one would. */
function effectOf(evidence: TriedMachine["evidence"]): TriedMachine["effect"] {
  const newest = evidence.find(({ before }) => before.verdict === "accepted");
  if (newest !== undefined && newest.after.verdict !== "accepted") return "locked-out";
  if (evidence.some(({ before, after }) => before.verdict !== "accepted" && after.verdict === "accepted"))
    return "let-in";
  if (newest !== undefined) return "stays-in";
  return evidence.length === 0 ? "none" : "stays-out";
}
