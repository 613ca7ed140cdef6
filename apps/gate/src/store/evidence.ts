import { createHash } from "node:crypto";
import type { EvidenceBundle } from "@sekisho/release";
import { sql } from "kysely";
import { openStates } from "../requests/state.ts";
import type { Judgement } from "../receipts/judgement.ts";
import type { Database } from "./open.ts";

/** More characters than evidence without the logs of a boot has. */
const largeBundle = 128 * 1024;

/** What evidence was verified with, base64: certificates and CRLs (DER), and files of Intel's collateral. */
export type StoredEndorsements = {
  readonly certificates: string[];
  readonly crls: string[];
  readonly collateral: string[];
};

const noEndorsements: StoredEndorsements = { certificates: [], crls: [], collateral: [] };

export type NewEvidence = {
  readonly requestNumber: number;
  /** base64url */
  readonly binding: string;
  readonly accepted: boolean;
  readonly receivedAt: Date;
  readonly bundle: EvidenceBundle;
  readonly endorsements: StoredEndorsements | null;
  /** Only of accepted evidence. */
  readonly judgement: Judgement | null;
};

/** Stores evidence with what it was verified with. Of the evidence in between, only the binding is kept. */
export async function insertEvidence(database: Database, evidence: NewEvidence): Promise<void> {
  const digest = evidence.endorsements === null ? null : await putEndorsements(database, evidence.endorsements);
  await database
    .insertInto("evidence")
    .values({
      request_number: evidence.requestNumber,
      binding: evidence.binding,
      accepted: evidence.accepted ? 1 : 0,
      received_at: evidence.receivedAt.getTime(),
      bundle_json: JSON.stringify(evidence.bundle),
      endorsements_digest: digest,
      nonce: evidence.bundle.nonce,
      judgement_json: evidence.judgement === null ? null : JSON.stringify(evidence.judgement),
    })
    .execute();
}

/** Forgets the bundles of a request between its first and its newest evidence, which nobody looks at. */
export async function thinEvidence(database: Database, requestNumber: number): Promise<void> {
  const ends = await database
    .selectFrom("evidence")
    .select((column) => [column.fn.min("id").as("first"), column.fn.max("id").as("last")])
    .where("request_number", "=", requestNumber)
    .executeTakeFirstOrThrow();
  await database
    .updateTable("evidence")
    .set({ bundle_json: null, endorsements_digest: null })
    .where("request_number", "=", requestNumber)
    .where("bundle_json", "is not", null)
    .where("id", "not in", [ends.first, ends.last])
    .execute();
}

/**
 * Forgets what is large of strangers' evidence: with the logs of a boot it has a megabyte and more, and anybody can send it.
 * The newest few are kept, so that people can look into a boot that was refused, and learn from a first one.
 */
export async function forgetLargeStrangers(database: Database, kept: number): Promise<void> {
  const large = database
    .selectFrom("evidence")
    .innerJoin("requests", "requests.number", "evidence.request_number")
    .select("evidence.id")
    .where("requests.proven", "=", 0)
    .where("requests.state", "not in", openStates)
    .where((column) => sql<boolean>`length(${column.ref("evidence.bundle_json")}) > ${largeBundle}`)
    .orderBy("evidence.id", "desc")
    // SQLite takes an offset only after a limit.
    .limit(-1)
    .offset(kept);
  await database
    .updateTable("evidence")
    .set({ bundle_json: null, endorsements_digest: null })
    .where("id", "in", large)
    .execute();
}

/** The newest evidence of a request, and what it was verified with. */
export async function newestEvidence(
  database: Database,
  requestNumber: number,
): Promise<
  { readonly bundle: EvidenceBundle; readonly endorsements: StoredEndorsements; readonly receivedAt: Date } | undefined
> {
  const row = await database
    .selectFrom("evidence")
    .leftJoin("endorsements", "endorsements.digest", "evidence.endorsements_digest")
    .select(["evidence.bundle_json", "endorsements.content_json", "evidence.received_at"])
    .where("request_number", "=", requestNumber)
    .orderBy("evidence.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.bundle_json === null) return undefined;
  // Rows that an older gate wrote have no collateral.
  const stored: Partial<StoredEndorsements> = row.content_json === null ? {} : JSON.parse(row.content_json);
  const endorsements = { ...noEndorsements, ...stored };
  return { bundle: JSON.parse(row.bundle_json), endorsements, receivedAt: new Date(row.received_at) };
}

/** Lists and documents of a chip maker hold for weeks; after days there may be newer ones. */
const currentFor = 7 * 24 * 3600 * 1000;

/**
 * What a machine's accepted evidence was verified with, as near to this moment as there is any. Evidence that is refused for
 * what is cheap to see is never asked about; with these its chain can be shown all the same, if it comes from the same
 * processor. Lists and documents are left out unless they were current at that moment.
 */
export async function endorsementsNear(
  database: Database,
  machineId: string,
  moment: Date,
): Promise<StoredEndorsements | undefined> {
  const at = moment.getTime();
  const accepted = database
    .selectFrom("evidence")
    .innerJoin("requests", "requests.number", "evidence.request_number")
    .innerJoin("endorsements", "endorsements.digest", "evidence.endorsements_digest")
    .select(["endorsements.content_json", "evidence.received_at"])
    .where("requests.machine_id", "=", machineId)
    .where("evidence.accepted", "=", 1)
    .limit(1);
  const before = accepted.where("evidence.received_at", "<=", at).orderBy("evidence.id", "desc");
  const row = (await before.executeTakeFirst()) ?? (await accepted.orderBy("evidence.id").executeTakeFirst());
  if (row === undefined) return undefined;
  const known: StoredEndorsements = { ...noEndorsements, ...JSON.parse(row.content_json) };
  const age = at - row.received_at;
  return age >= 0 && age < currentFor ? known : { ...noEndorsements, certificates: known.certificates };
}

/** By what a request's newest evidence was judged, if that was accepted. */
export async function newestJudgement(database: Database, requestNumber: number): Promise<Judgement | undefined> {
  const row = await database
    .selectFrom("evidence")
    .select("judgement_json")
    .where("request_number", "=", requestNumber)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.judgement_json === null ? undefined : JSON.parse(row.judgement_json);
}

/** The nonce of the request's evidence that carried this binding (base64url), whether or not the evidence itself is still there. */
export async function nonceOfBinding(
  database: Database,
  requestNumber: number,
  binding: string,
): Promise<string | undefined> {
  const row = await database
    .selectFrom("evidence")
    .select("nonce")
    .where("request_number", "=", requestNumber)
    .where("accepted", "=", 1)
    .where("binding", "=", binding)
    .executeTakeFirst();
  return row?.nonce ?? undefined;
}

/** Whether accepted evidence of this request carried this binding (base64url). */
export async function hasAcceptedBinding(database: Database, requestNumber: number, binding: string): Promise<boolean> {
  const found = await database
    .selectFrom("evidence")
    .select("id")
    .where("request_number", "=", requestNumber)
    .where("accepted", "=", 1)
    .where("binding", "=", binding)
    .executeTakeFirst();
  return found !== undefined;
}

async function putEndorsements(database: Database, endorsements: StoredEndorsements): Promise<string> {
  const content = JSON.stringify(endorsements);
  const digest = createHash("sha256").update(content).digest("hex");
  await database
    .insertInto("endorsements")
    .values({ digest, content_json: content })
    .onConflict((conflict) => conflict.column("digest").doNothing())
    .execute();
  return digest;
}

/** Forgets certificates that no stored evidence was verified with. */
export async function forgetUnusedEndorsements(database: Database): Promise<void> {
  await database
    .deleteFrom("endorsements")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("evidence").select("id").whereRef("evidence.endorsements_digest", "=", "endorsements.digest"),
        ),
      ),
    )
    .execute();
}
