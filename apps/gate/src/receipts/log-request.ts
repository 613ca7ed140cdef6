import { fromUtf8 } from "@sekisho/encoding";
import type { Message } from "@sekisho/messages";
import type { SignedRelease } from "@sekisho/release";
import { digestOfJson, logEntrySchema, type LogActor, type LogEntry, type LogEntryOf } from "@sekisho/release/log";
import type { Gate } from "../requests/gate.ts";
import { newestJudgement } from "../store/evidence.ts";
import { entriesOfRequest } from "../store/log.ts";
import type { Database } from "../store/open.ts";
import { updateRequest, type RequestRow } from "../store/requests.ts";
import { appendEntry, type EntryIndex } from "./append.ts";
import { keepJudgement, type Judged, type Judgement } from "./judgement.ts";
import { isLoggedAlone } from "./strangers.ts";

type Clocked = Pick<Gate, "clock">;
type Named = Pick<RequestRow, "id" | "number" | "machine_id">;
export type RefusalCause = LogEntryOf<"refusal">["cause"];

/** Tells the log of a request's newest accepted evidence, unless that was told before. To be called in a transaction. */
export async function logAccepted(gate: Clocked, database: Database, request: Named): Promise<EntryIndex> {
  const judgement = await newestJudgement(database, request.number);
  if (judgement === undefined)
    throw new Error(`request ${request.number} has no evidence that was judged by this gate`);
  const told = (await entriesOfRequest(database, request.id)).findLast(({ kind }) => kind === "verdict");
  if (told !== undefined) {
    const entry = readLeaf(told.leaf);
    if (entry.kind === "verdict" && entry.evidence === judgement.evidence) return told.idx;
  }
  return logVerdict(gate, database, request, judgement, "accepted");
}

function logVerdict(
  gate: Clocked,
  database: Database,
  request: Named,
  judgement: Judgement,
  outcome: "accepted" | "rejected",
): Promise<EntryIndex> {
  return appendEntry(gate, database, {
    kind: "verdict",
    actor: { kind: "guest" },
    ...named(request),
    outcome,
    ...judgement,
  });
}

/** On whose word a key is released, besides the verdict. */
export type ReleaseBasis = {
  readonly actor: LogActor;
  /** Where the approvals stand that it rests on. */
  readonly approvals?: readonly EntryIndex[];
  readonly grant?: string | null;
};

/**
 * Releases: the entries of the newest evidence and of the release, and the request's row with both, in the caller's transaction.
 * The database takes a release in no other way.
 *
 * @param columns what else changes of the request
 */
export async function recordRelease(
  gate: Clocked,
  database: Database,
  request: RequestRow,
  release: SignedRelease,
  { actor, approvals = [], grant = null }: ReleaseBasis,
  columns: Parameters<typeof updateRequest>[3],
): Promise<RequestRow> {
  if (request.release_mode === null) throw new Error(`request ${request.number} has no mode of release`);
  const verdict = await logAccepted(gate, database, request);
  const entry = await appendEntry(gate, database, {
    kind: "release",
    actor,
    ...named(request),
    mode: request.release_mode,
    binding: release.binding,
    verdict,
    approvals: [...approvals],
    grant,
    release: await digestOfJson(release),
  });
  const released = {
    ...columns,
    state: "released",
    release_json: JSON.stringify(release),
    release_entry: entry,
  } as const;
  const changed = await updateRequest(database, request.number, request.state, released);
  if (changed === undefined) throw new Error(`request ${request.number} changed inside a transaction`);
  return changed;
}

/** Tells the log that a person sealed a secret to the guest. */
export async function logEntered(
  gate: Clocked,
  database: Database,
  request: Named,
  sealed: Parameters<typeof digestOfJson>[0] & { readonly binding: string },
  actor: LogActor,
): Promise<EntryIndex> {
  const entry = { kind: "entered", actor, binding: sealed.binding, sealed: await digestOfJson(sealed) } as const;
  return appendEntry(gate, database, { ...entry, ...named(request) });
}

/** How a request ended, and why. */
export type Ending = {
  readonly cause: RefusalCause;
  readonly reason: Message | null;
  readonly actor: LogActor;
};

/**
 * Tells the log that a request ended without a release. Of strangers only some have an entry; the others are counted.
 *
 * @param rejected evidence that a verdict rejected
 */
export async function logRefusal(
  gate: Clocked,
  database: Database,
  request: Named & Pick<RequestRow, "proven">,
  { cause, reason, actor }: Ending,
  rejected?: Judged,
): Promise<void> {
  if (request.proven === 0 && !(await isLoggedAlone(database, request, gate.clock()))) return;
  if (rejected !== undefined) {
    const judgement = await keepJudgement(database, rejected, request.id);
    await logVerdict(gate, database, request, judgement, "rejected");
  }
  await appendEntry(gate, database, { kind: "refusal", actor, ...named(request), cause, reason: copyOf(reason) });
}

/** The entry that a leaf of the gate's own log holds. */
export function readLeaf(leaf: Uint8Array): LogEntry {
  const text = fromUtf8("leaf", leaf);
  return logEntrySchema.parse(text.ok ? JSON.parse(text.value) : undefined);
}

function named({ id, number, machine_id }: Named): { request: string; number: number; machineId: string } {
  return { request: id, number, machineId: machine_id };
}

function copyOf(reason: Message | null): { id: string; values: Record<string, string | number> } | null {
  return reason === null ? null : { id: reason.id, values: { ...reason.values } };
}
