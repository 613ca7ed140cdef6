import { sign } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import {
  checkpointBody,
  encodeNote,
  logOriginOf,
  noteKeyId,
  parseCheckpoint,
  rootOf,
  type Checkpoint,
} from "@sekisho/release/log";
import type { Gate } from "../requests/gate.ts";
import { keepCheckpoint, readCheckpoint, readFrontier } from "../store/log.ts";
import type { Database } from "../store/open.ts";

/** A checkpoint as the gate signed it. */
export type IssuedCheckpoint = { readonly checkpoint: Checkpoint; readonly note: string };

/**
 * The checkpoint of the log as it is now, signed with the gate's current key, and kept before anybody sees it.
 *
 * Only what is committed is ever signed: a checkpoint over entries that a transaction takes back would contradict the next one
 * of that size, which is what a log must never sign.
 */
export async function currentCheckpoint(gate: Gate): Promise<IssuedCheckpoint> {
  return gate.database.transaction().execute((database) => issueCheckpoint(gate, database));
}

/** As {@link currentCheckpoint}, inside of a transaction that has appended nothing. */
export async function issueCheckpoint(gate: Gate, database: Database): Promise<IssuedCheckpoint> {
  const frontier = await readFrontier(database);
  const checkpoint = { origin: logOriginOf(gate.identity().url), size: frontier.size, root: await rootOf(frontier) };
  const body = checkpointBody(checkpoint);
  const key = gate.keys.signing[0];
  const keyId = await noteKeyId(checkpoint.origin, key.spki);
  const kept = await readCheckpoint(database);
  const known = kept?.size === frontier.size ? parseCheckpoint(kept.note) : undefined;
  if (kept !== undefined && known?.ok === true && known.value.note.body === body) {
    const [signature] = known.value.note.signatures;
    if (signature !== undefined && Buffer.from(keyId).equals(signature.keyId)) return { checkpoint, note: kept.note };
  }
  const signature = new Uint8Array(sign(null, toUtf8(body), key.privateKey));
  const note = encodeNote({ body, signatures: [{ name: checkpoint.origin, keyId, signature }] });
  await keepCheckpoint(database, frontier.size, note);
  return { checkpoint, note };
}
