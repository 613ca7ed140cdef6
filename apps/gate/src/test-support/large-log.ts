import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { concatBytes } from "@sekisho/encoding";
import {
  appendLeaf,
  canonicalJson,
  emptyFrontier,
  hashLeaf,
  makeInclusionProof,
  rootOf,
  subtreesOfTiles,
  type LogEntry,
} from "@sekisho/release/log";
import { readFrontier, readTileHashes } from "../store/log.ts";
import { openDatabase } from "../store/open.ts";

/** A log of some size in a database on disk, as a gate keeps it. */
export type LargeLog = {
  readonly size: number;
  readonly root: Uint8Array;
  /** Makes the proof of a leaf out of the database, as for a receipt. */
  prove(index: number): Promise<Uint8Array[]>;
  leafHash(index: number): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** Fills a new database with entries of the size that releases have, and opens it as a gate does. */
export async function makeLargeLog(folder: string, size: number): Promise<LargeLog> {
  const path = join(folder, "large.sqlite");
  await (await openDatabase(path)).destroy();
  await fill(path, size);
  const database = await openDatabase(path);
  const { size: counted, peaks } = await readFrontier(database);
  return {
    size: counted,
    root: await rootOf({ size: counted, peaks }),
    prove: (index) =>
      makeInclusionProof(
        index,
        counted,
        subtreesOfTiles(counted, (tile) => readTileHashes(database, tile)),
      ),
    leafHash: (index) => hashLeaf(leafOf(index)),
    close: () => database.destroy(),
  };
}

/** As `appendEntry` does it, but for the layers between that and SQLite, which would take minutes for a million entries. */
async function fill(path: string, size: number): Promise<void> {
  const file = new DatabaseSync(path);
  const entry = file.prepare(
    "INSERT INTO log_entries (idx, kind, time, machine_id, leaf, leaf_hash) VALUES (?, 'release', ?, ?, ?, ?)",
  );
  const node = file.prepare("INSERT INTO log_nodes (level, idx, hash) VALUES (?, ?, ?)");
  const state = file.prepare("UPDATE log_state SET size = ?, peaks = ?");
  let frontier = emptyFrontier;
  file.exec("BEGIN");
  for (let index = 0; index < size; index++) {
    const leaf = leafOf(index);
    const hash = await hashLeaf(leaf);
    const appended = await appendLeaf(frontier, hash);
    frontier = appended.frontier;
    entry.run(index, index, machineId, leaf, hash);
    for (const tile of appended.completed) if (tile.level % 8 === 0) node.run(tile.level / 8, tile.index, tile.hash);
    state.run(index + 1, concatBytes(...frontier.peaks));
  }
  file.exec("COMMIT");
  file.close();
}

const machineId = randomUUID();
const binding = "A".repeat(86);

function leafOf(index: number): Uint8Array {
  const entry: LogEntry = {
    kind: "release",
    version: 1,
    time: "2026-11-23T16:00:00.000Z",
    actor: { kind: "guest" },
    request: `00000000-0000-4000-8000-${index.toString(16).padStart(12, "0")}`,
    number: index + 1,
    machineId,
    mode: "auto",
    binding,
    verdict: index,
    approvals: [],
    grant: null,
    release: "00".repeat(32),
  };
  return Buffer.from(canonicalJson(entry));
}
