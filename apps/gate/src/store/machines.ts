import { isDeepStrictEqual } from "node:util";
import { machineSchema, type Machine } from "@sekisho/release";
import type { Database } from "./open.ts";
import type { MachineTable } from "./tables.ts";
import { inTransaction } from "./transaction.ts";

/** A machine as the gate knows it. */
export type RegisteredMachine = {
  readonly machine: Machine;
  /** YAML as registered; null: the strict default. */
  readonly policy: string | null;
  readonly encryptedKey: Uint8Array | null;
  /** The LUKS2 header that is right now; `machine.disk` may be older. */
  readonly headerDigest: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** The machine as it is now: with the LUKS2 header that was registered last. */
export function presentMachine({ machine, headerDigest }: RegisteredMachine): Machine {
  return { ...machine, disk: { ...machine.disk, headerDigest } };
}

/** Registers a machine. False when its identifier or name is taken. */
export async function addMachine(
  database: Database,
  entry: Pick<RegisteredMachine, "machine" | "policy" | "encryptedKey">,
  now: Date,
): Promise<boolean> {
  const { machine, policy, encryptedKey } = entry;
  return inTransaction(database, async (transaction) => {
    const taken = await transaction
      .selectFrom("machines")
      .select("id")
      .where((where) => where.or([where("id", "=", machine.id), where("name", "=", machine.name)]))
      .executeTakeFirst();
    if (taken !== undefined) return false;
    await transaction
      .insertInto("machines")
      .values({
        id: machine.id,
        name: machine.name,
        machine_json: JSON.stringify(machine),
        policy,
        encrypted_key: encryptedKey,
        header_digest: machine.disk.headerDigest,
        created_at: now.getTime(),
        updated_at: now.getTime(),
      })
      .execute();
    return true;
  });
}

/** The machine with this identifier. */
export async function findMachine(database: Database, id: string): Promise<RegisteredMachine | undefined> {
  const row = await database.selectFrom("machines").selectAll().where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : fromRow(row);
}

/** Whether a machine is registered just as it was when it was read: key, header, known good boots, policy. */
export async function isRegisteredStill(database: Database, entry: RegisteredMachine): Promise<boolean> {
  return isDeepStrictEqual(await findMachine(database, entry.machine.id), entry);
}

/** All machines by name. */
export async function listMachines(database: Database): Promise<readonly RegisteredMachine[]> {
  const rows = await database.selectFrom("machines").selectAll().orderBy("name").execute();
  return rows.map(fromRow);
}

/** Which machines: those of some identifiers, or all; behind one of them. */
type Slice = { readonly ids?: readonly string[] | undefined; readonly after?: string | undefined };

/** Machines by identifier, some at a time. */
export async function listMachinesById(
  database: Database,
  { limit, ...slice }: Slice & { readonly limit: number },
): Promise<readonly RegisteredMachine[]> {
  const rows = await sliceOf(database, slice).selectAll().orderBy("id").limit(limit).execute();
  return rows.map(fromRow);
}

/** How many machines there are. */
export async function countMachines(database: Database, slice: Slice = {}): Promise<number> {
  const { count } = await sliceOf(database, slice)
    .select((column) => column.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

function sliceOf(database: Database, { ids, after }: Slice) {
  let query = database.selectFrom("machines");
  if (ids !== undefined) query = query.where("id", "in", [...ids]);
  return after === undefined ? query : query.where("id", ">", after);
}

/** Registers the digest of a changed LUKS2 header. The one before is refused from now on. */
export async function setHeaderDigest(database: Database, id: string, digest: string, now: Date): Promise<void> {
  await database
    .updateTable("machines")
    .set({ header_digest: digest, updated_at: now.getTime() })
    .where("id", "=", id)
    .execute();
}

/** Puts another policy in the place of the one before; null: the strict default. */
export async function setPolicy(database: Database, id: string, policy: string | null, now: Date): Promise<void> {
  await database.updateTable("machines").set({ policy, updated_at: now.getTime() }).where("id", "=", id).execute();
}

/** Puts a changed `machine.json` in the place of the one before; identifier and name stay. */
export async function replaceMachine(database: Database, machine: Machine, now: Date): Promise<void> {
  await database
    .updateTable("machines")
    .set({ machine_json: JSON.stringify(machine), updated_at: now.getTime() })
    .where("id", "=", machine.id)
    .execute();
}

/** Forgets a machine and its key. False when there was none. */
export async function removeMachine(database: Database, id: string): Promise<boolean> {
  const result = await database.deleteFrom("machines").where("id", "=", id).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

function fromRow(row: MachineTable): RegisteredMachine {
  return {
    machine: machineSchema.parse(JSON.parse(row.machine_json)),
    policy: row.policy,
    encryptedKey: row.encrypted_key,
    headerDigest: row.header_digest,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
