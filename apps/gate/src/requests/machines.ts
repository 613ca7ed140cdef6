import { appraisalCatalogue } from "@sekisho/appraisal";
import { fromBase64 } from "@sekisho/encoding";
import { createRenderer } from "@sekisho/messages";
import { gateHoldsKey, namesMachine, recordsBoots, type Machine, type Registration } from "@sekisho/release";
import type { LogActor } from "@sekisho/release/log";
import { endGrantsOfMachine } from "../approvals/grants.ts";
import { ProblemError } from "../problems.ts";
import { logMachine } from "../receipts/log-machine.ts";
import {
  addMachine,
  findMachine,
  removeMachine,
  replaceMachine,
  setHeaderDigest,
  type RegisteredMachine,
} from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { listRequests } from "../store/requests.ts";
import { denyOrphan } from "./decide.ts";
import type { Gate } from "./gate.ts";
import { knownValuesOf, withKnownValues, withoutKnownValue, withValues, type KnownValues } from "./known-values.ts";
import { openStates } from "./state.ts";

const mostReferenceValues = 64;

/** Errors travel with an English sentence, and what is wrong with a policy stands inside of one. */
const renderEnglish = createRenderer("en", [appraisalCatalogue]);

/** Registers a machine; in the modes `auto` and `approve` with its key, which is encrypted before it is stored. */
export async function registerMachine(
  gate: Gate,
  registration: Registration,
  actor: LogActor,
): Promise<RegisteredMachine> {
  const { machine, policy, diskKey } = registration;
  if (!machine.gate.signingKeys.some(({ digest }) => digest === gate.keys.signing[0].digest)) {
    throw new ProblemError("gate.problem.otherGate", { expected: gate.keys.signing[0].digest });
  }
  if (machine.technology === "sev" || machine.technology === "sev-es") {
    throw new ProblemError("gate.problem.launchSecret", { technology: machine.technology });
  }
  demandOwnValues(machine, knownValuesOf(machine));
  const { releaseMode: mode } = machine;
  if (gateHoldsKey(mode) && diskKey === undefined) throw new ProblemError("gate.problem.keyMissing", { mode });
  if (!gateHoldsKey(mode) && diskKey !== undefined) throw new ProblemError("gate.problem.keyUnwanted");
  const problem = policy === undefined ? undefined : gate.appraiser.policyProblem(policy);
  if (problem !== undefined) {
    throw new ProblemError("gate.problem.policyInvalid", { problem: renderEnglish(problem) });
  }
  const encryptedKey = diskKey === undefined ? null : encryptKey(gate, machine, diskKey);
  await gate.database.transaction().execute(async (database) => {
    if (!(await addMachine(database, { machine, policy: policy ?? null, encryptedKey }, gate.clock()))) {
      throw new ProblemError("gate.problem.machineExists", { machineId: machine.id, name: machine.name });
    }
    await logMachine(gate, database, undefined, await findMachine(database, machine.id), actor);
  });
  return demandMachine(gate, machine.id);
}

/**
 * A known good boot that names another machine, or none, would let every machine of that image have this one's key. And what is
 * known of recorded boots says nothing of a machine that records none, nor the other way.
 */
function demandOwnValues(machine: Machine, { referenceValues, measuredLaunches, measuredBoots }: KnownValues): void {
  const { id: machineId } = machine;
  const measured = measuredLaunches.length + measuredBoots.length;
  if ((recordsBoots(machine) ? referenceValues.length : measured) > 0) {
    const { technology, boot } = machine;
    throw new ProblemError("gate.problem.otherBootKind", { technology, kind: boot.kind });
  }
  const other =
    referenceValues.find(({ commandLine }) => !namesMachine(commandLine, machineId)) ??
    measuredBoots.find(({ events }) =>
      events.some(({ component, name }) => component === "command-line" && !namesMachine(name, machineId)),
    );
  if (other !== undefined) throw new ProblemError("gate.problem.otherMachineNamed", { name: other.name, machineId });
}

function encryptKey(gate: Gate, { id, releaseMode: mode }: Machine, diskKey: string): Uint8Array {
  const key = fromBase64("diskKey", diskKey);
  if (!key.ok || key.value.length === 0) throw new ProblemError("gate.problem.keyMissing", { mode });
  try {
    return gate.keys.root.encrypt(id, key.value);
  } finally {
    key.value.fill(0);
  }
}

/** The machine with this identifier. */
export async function demandMachine(gate: Gate, machineId: string): Promise<RegisteredMachine> {
  const found = await findMachine(gate.database, machineId);
  if (found === undefined) throw new ProblemError("gate.problem.machineUnknown", { machineId });
  return found;
}

/** Registers the digest of a changed LUKS2 header; evidence of the one before is refused from now on. */
export async function registerHeader(
  gate: Gate,
  machineId: string,
  digest: string,
  actor: LogActor,
): Promise<RegisteredMachine> {
  return changeMachine(gate, machineId, actor, (database) =>
    setHeaderDigest(database, machineId, digest, gate.clock()),
  );
}

/** Changes a machine and tells the log, both or neither. */
async function changeMachine(
  gate: Gate,
  machineId: string,
  actor: LogActor,
  change: (database: Database, present: RegisteredMachine) => Promise<void>,
): Promise<RegisteredMachine> {
  await gate.database.transaction().execute(async (database) => {
    const before = await findMachine(database, machineId);
    if (before === undefined) throw new ProblemError("gate.problem.machineUnknown", { machineId });
    await change(database, before);
    await logMachine(gate, database, before, await findMachine(database, machineId), actor);
  });
  return demandMachine(gate, machineId);
}

/** Adds known good boots beside the old ones; one that is known already changes nothing. */
export async function addReferenceValues(
  gate: Gate,
  machineId: string,
  added: KnownValues,
  actor: LogActor,
): Promise<RegisteredMachine> {
  demandOwnValues((await demandMachine(gate, machineId)).machine, added);
  return changeReferenceValues(gate, machineId, actor, (present) => withKnownValues(present, added));
}

/**
 * Forgets a known good boot, for example of a kernel with a known weakness.
 *
 * @param digest its launch digest, or what `measuredBootIdentifier` makes of a measured boot
 */
export async function removeReferenceValue(
  gate: Gate,
  machineId: string,
  digest: string,
  actor: LogActor,
): Promise<RegisteredMachine> {
  return changeReferenceValues(gate, machineId, actor, async (present) => {
    const kept = await withoutKnownValue(present, digest);
    if (kept === undefined) throw new ProblemError("gate.problem.notFound");
    // A machine that boots from its disk may be registered before its first boot, and so without any.
    if (kept.referenceValues.length === 0 && present.referenceValues.length > 0) {
      throw new ProblemError("gate.problem.lastReferenceValue", { machineId });
    }
    return kept;
  });
}

async function changeReferenceValues(
  gate: Gate,
  machineId: string,
  actor: LogActor,
  change: (present: KnownValues) => Promise<KnownValues>,
): Promise<RegisteredMachine> {
  return changeMachine(gate, machineId, actor, async (database, found) => {
    const values = await change(knownValuesOf(found.machine));
    if (Object.values(values).some(({ length }) => length > mostReferenceValues)) {
      throw new ProblemError("gate.problem.tooManyReferenceValues", { limit: mostReferenceValues });
    }
    await replaceMachine(database, withValues(found.machine, values), gate.clock());
  });
}

/** Forgets a machine and its key, and ends its grants and open requests, all or nothing. */
export async function forgetMachine(gate: Gate, machineId: string, actor: LogActor): Promise<void> {
  await gate.database.transaction().execute(async (database) => {
    const before = await findMachine(database, machineId);
    if (before === undefined) throw new ProblemError("gate.problem.machineUnknown", { machineId });
    await removeMachine(database, machineId);
    await logMachine(gate, database, before, undefined, actor);
    await endGrantsOfMachine(gate, database, actor, machineId);
    const open = { states: openStates, machineId, limit: 10_000 };
    for (const request of await listRequests(database, open)) await denyOrphan({ ...gate, database }, request, actor);
  });
}
