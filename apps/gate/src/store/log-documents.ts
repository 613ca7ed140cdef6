import type { Database } from "./open.ts";

/** A text under the SHA-256 that the log names it by. */
export type LogDocument = { readonly digest: string; readonly content: string };

/** Keeps a text, once however often it is named. */
export async function keepDocument(database: Database, document: LogDocument): Promise<void> {
  await database
    .insertInto("log_documents")
    .values(document)
    .onConflict((conflict) => conflict.column("digest").doNothing())
    .execute();
}

/** The text with this SHA-256. */
export async function findDocument(database: Database, digest: string): Promise<string | undefined> {
  const row = await database
    .selectFrom("log_documents")
    .select("content")
    .where("digest", "=", digest)
    .executeTakeFirst();
  return row?.content;
}
