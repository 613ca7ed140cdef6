import { isDeepStrictEqual } from "node:util";
import type { LogActor } from "@sekisho/release/log";
import { knownValuesOf, withValues } from "../requests/known-values.ts";
import type { MachineAuthorTable } from "../store/approval-tables.ts";
import { forgetMachineAuthors, setMachineAuthor } from "../store/approvals.ts";
import { findAccountByName } from "../store/accounts.ts";
import type { RegisteredMachine } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { findToken } from "../store/tokens.ts";

type Registration = Pick<RegisteredMachine, "machine" | "policy" | "headerDigest">;

const noValues = { referenceValues: [], measuredLaunches: [], measuredBoots: [] };

/**
 * Notes, in the transaction of a change, who changed which part of a machine last: with four eyes, somebody else must approve.
 *
 * @param before undefined: it is registered now
 * @param after undefined: it is removed
 */
export async function noteAuthors(
  database: Database,
  before: Registration | undefined,
  after: Registration | undefined,
  actor: LogActor,
  now: Date,
): Promise<void> {
  const machineId = (after ?? before)?.machine.id;
  if (machineId === undefined) return;
  if (after === undefined) return forgetMachineAuthors(database, machineId);
  const account = await accountBehind(database, actor);
  for (const part of changedParts(before, after)) {
    await setMachineAuthor(database, { machine_id: machineId, part, account_id: account, at: now.getTime() });
  }
}

function changedParts(before: Registration | undefined, after: Registration): readonly MachineAuthorTable["part"][] {
  const partsOf = ({ machine, policy, headerDigest }: Registration) =>
    ({
      machine: { ...withValues(machine, noValues), headerDigest },
      "known-values": knownValuesOf(machine),
      policy,
    }) as const;
  const [old, present] = [before && partsOf(before), partsOf(after)];
  const parts = ["machine", "known-values", "policy"] as const;
  return parts.filter((part) => old === undefined || !isDeepStrictEqual(old[part], present[part]));
}

/** The person who acts, also by a program that this person gave access; null where it is the gate's owner. */
async function accountBehind(database: Database, actor: LogActor): Promise<string | null> {
  switch (actor.kind) {
    case "owner":
    case "guest":
    case "gate":
      return null;
    case "account":
      return actor.id;
    case "token": {
      const token = await findToken(database, actor.id);
      const maker = token === undefined ? undefined : await findAccountByName(database, token.created_by);
      return maker?.id ?? null;
    }
  }
}
