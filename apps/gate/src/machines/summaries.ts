import { cloudOf, type MachineSummary, type VtpmProvider } from "@sekisho/release";
import { sql } from "kysely";
import { setImmediate } from "node:timers/promises";
import type { Gate } from "../requests/gate.ts";

/** How many machines are read before others get their turn. */
const slice = 100;

/**
 * All machines by name, as a list shows them. Ten thousand take a while to read, so it is done in slices, between which guests
 * are answered.
 */
export async function summariesOf({ database }: Gate): Promise<MachineSummary[]> {
  const found: MachineSummary[] = [];
  for (;;) {
    const last = found.at(-1);
    const { rows } = await sql<Row>`
      SELECT machines.id, machines.name, updated_at AS updatedAt,
        json_extract(machine_json, '$.technology') AS technology,
        json_extract(machine_json, '$.cloud') AS cloud,
        json_extract(machine_json, '$.vtpm.provider') AS provider,
        json_array_length(machine_json, '$.additionalRoots') AS ownRoots,
        json_extract(machine_json, '$.boot.kind') AS bootKind,
        json_extract(machine_json, '$.releaseMode') AS releaseMode,
        encrypted_key IS NOT NULL AS holdsKey,
        policy IS NOT NULL AS ownPolicy,
        (SELECT count(*) FROM requests WHERE machine_id = machines.id AND proven = 1) AS boots,
        (SELECT max(number) FROM requests WHERE machine_id = machines.id) AS newest
      FROM machines
      WHERE (name, id) > (${last?.name ?? ""}, ${last?.id ?? ""})
      ORDER BY name, id
      LIMIT ${slice}`.execute(database);
    if (rows.length === 0) return found;
    const newest = await newestOf(database, rows);
    found.push(...rows.map((row) => summaryOf(row, newest.get(row.newest ?? 0))));
    await setImmediate();
  }
}

type Row = Pick<MachineSummary, "id" | "name" | "technology" | "cloud" | "bootKind" | "releaseMode" | "boots"> & {
  readonly provider: VtpmProvider | null;
  readonly ownRoots: number;
  readonly updatedAt: number;
  readonly holdsKey: number;
  readonly ownPolicy: number;
  readonly newest: number | null;
};

type Newest = {
  readonly number: number;
  readonly state: NonNullable<MachineSummary["newest"]>["state"];
  readonly at: number;
  readonly proven: number;
  readonly verdict: "accepted" | "rejected" | null;
};

async function newestOf(database: Gate["database"], rows: readonly Row[]): Promise<ReadonlyMap<number, Newest>> {
  const numbers = rows.flatMap(({ newest }) => (newest === null ? [] : [newest]));
  if (numbers.length === 0) return new Map();
  const { rows: found } = await sql<Newest>`
    SELECT number, state, created_at AS at, proven, json_extract(verdict_json, '$.verdict') AS verdict
    FROM requests WHERE number IN (${sql.join(numbers)})`.execute(database);
  return new Map(found.map((row) => [row.number, row]));
}

function summaryOf(row: Row, newest: Newest | undefined): MachineSummary {
  const { id, name, technology, cloud, provider, bootKind, releaseMode, boots } = row;
  const where = {
    cloud: cloud ?? undefined,
    vtpm: provider === null ? undefined : { provider },
    additionalRoots: { length: row.ownRoots },
  };
  return {
    id,
    name,
    technology,
    cloud: cloudOf(where),
    bootKind,
    releaseMode,
    holdsKey: row.holdsKey === 1,
    ownPolicy: row.ownPolicy === 1,
    updatedAt: new Date(row.updatedAt).toISOString(),
    boots,
    newest:
      newest === undefined
        ? null
        : {
            number: newest.number,
            state: newest.state,
            at: new Date(newest.at).toISOString(),
            proven: newest.proven === 1,
            verdict: newest.verdict,
          },
  };
}
