import { fromUtf8, toBase64 } from "@sekisho/encoding";
import { approvalRecordSchema, machineSchema, signedReleaseSchema, type ApprovalRecord } from "@sekisho/release";
import {
  makeConsistencyProof,
  makeInclusionProof,
  subtreesOfTiles,
  type LogEntryOf,
  type ProvenEntry,
  type Receipt,
  type SubtreeReader,
} from "@sekisho/release/log";
import { ProblemError } from "../problems.ts";
import type { Gate } from "../requests/gate.ts";
import { newestEvidence, nonceOfBinding } from "../store/evidence.ts";
import { findDocument } from "../store/log-documents.ts";
import { entriesOfRequest, findEntry, readTileHashes } from "../store/log.ts";
import type { Database } from "../store/open.ts";
import type { RequestRow } from "../store/requests.ts";
import { issueCheckpoint } from "./checkpoint.ts";
import { readLeaf } from "./log-request.ts";

/**
 * Makes the receipt of a released request, under the log's present checkpoint.
 *
 * @param since the size of an older checkpoint: the receipt then also shows that the log continues that one
 * @throws ProblemError `receiptMissing` or `logShorter`
 */
export async function makeReceipt(gate: Gate, request: RequestRow, since?: number): Promise<Receipt> {
  const { number } = request;
  return gate.database.transaction().execute(async (database) => {
    const { release_entry: index, release_json: releaseJson } = request;
    const entry = index === null ? undefined : await entryAt(database, index);
    if (entry?.kind !== "release" || releaseJson === null || index === null) {
      throw new ProblemError("gate.problem.receiptMissing", { number, state: request.state });
    }
    const { checkpoint, note } = await issueCheckpoint(gate, database);
    const { size } = checkpoint;
    if (since !== undefined && since > size) throw new ProblemError("gate.problem.logShorter", { since, size });
    const read = subtreesOfTiles(size, (tile) => readTileHashes(database, tile));
    const indices = await entriesBehind(database, entry, index);
    const release = signedReleaseSchema.parse(JSON.parse(releaseJson));
    return {
      type: "sekisho-receipt",
      version: 1,
      checkpoint: note,
      entries: await Promise.all(indices.map((at) => prove(database, at, size, read))),
      consistency: since === undefined ? null : await consistency(since, size, read),
      ...(await judgedOf(database, entry)),
      approvals: await approvalsOf(database, entry.approvals),
      release,
      sealedUnder: known(await nonceOfBinding(database, number, release.binding), "nonce"),
    };
  });
}

/** Verdict, approvals with their grant, what a person entered, release: in the order of the log. */
async function entriesBehind(
  database: Database,
  { request, verdict, approvals, grant }: LogEntryOf<"release">,
  release: number,
): Promise<number[]> {
  const entered = (await entriesOfRequest(database, request)).findLast(
    ({ kind, idx }) => kind === "entered" && idx < release,
  );
  const granted = grant === null ? undefined : await entryOfGrant(database, grant);
  const indices = [verdict, ...approvals, entered?.idx, granted, release];
  return [...new Set(indices.filter((index) => index !== undefined))].toSorted((one, other) => one - other);
}

async function prove(database: Database, index: number, size: number, read: SubtreeReader): Promise<ProvenEntry> {
  const row = known(await findEntry(database, index), "entry");
  const proof = await makeInclusionProof(index, size, read);
  const leaf = fromUtf8("leaf", row.leaf);
  return { index, leaf: known(leaf.ok ? leaf.value : undefined, "leaf"), proof: proof.map((hash) => toBase64(hash)) };
}

async function consistency(
  since: number,
  size: number,
  read: SubtreeReader,
): Promise<NonNullable<Receipt["consistency"]>> {
  const proof = await makeConsistencyProof(since, size, read);
  return { size: since, proof: proof.map((hash) => toBase64(hash)) };
}

/** Evidence and endorsements, machine and policy as the verdict names them. */
async function judgedOf(
  database: Database,
  { verdict: index, number }: LogEntryOf<"release">,
): Promise<Pick<Receipt, "evidence" | "endorsements" | "machine" | "policy">> {
  const verdict = await entryAt(database, index);
  if (verdict.kind !== "verdict") throw new Error(`entry ${index} is no verdict`);
  const { bundle, endorsements } = known(await newestEvidence(database, number), "evidence");
  const machine = known(await findDocument(database, verdict.machine), "machine");
  return {
    evidence: bundle,
    endorsements,
    machine: machineSchema.parse(JSON.parse(machine)),
    policy: verdict.policy === null ? null : known(await findDocument(database, verdict.policy), "policy"),
  };
}

async function approvalsOf(database: Database, entries: readonly number[]): Promise<ApprovalRecord[]> {
  if (entries.length === 0) return [];
  const rows = await database
    .selectFrom("approvals")
    .select("record_json")
    .where("entry", "in", [...entries])
    .orderBy("entry")
    .execute();
  return rows.map(({ record_json }) => approvalRecordSchema.parse(JSON.parse(record_json)));
}

async function entryOfGrant(database: Database, grant: string): Promise<number | undefined> {
  const row = await database.selectFrom("grants").select("entry").where("id", "=", grant).executeTakeFirst();
  return row?.entry;
}

async function entryAt(database: Database, index: number): Promise<ReturnType<typeof readLeaf>> {
  return readLeaf(known(await findEntry(database, index), "entry").leaf);
}

/** What was written with a release is there as long as the release is. */
function known<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the ${what} of a release is missing`);
  return found;
}
