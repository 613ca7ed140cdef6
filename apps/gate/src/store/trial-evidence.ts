import type { EvidenceBundle } from "@sekisho/release";
import { sql } from "kysely";
import { newestEvidence, type StoredEndorsements } from "./evidence.ts";
import type { Database } from "./open.ts";

/** Stored evidence that a draft of a policy can be tried on. */
export type TrialEvidence = {
  readonly number: number;
  readonly proven: boolean;
  readonly receivedAt: Date;
  readonly bundle: EvidenceBundle;
  readonly endorsements: StoredEndorsements;
};

/**
 * The newest evidence of some requests of a machine: of those whose evidence was accepted, and of those that a verdict
 * refused, each the newest first.
 *
 * Evidence that was refused early came without the vendor's certificates being asked for; it is given those of an accepted one,
 * which prove themselves, or say nothing about it.
 */
export async function evidenceForTrial(
  database: Database,
  machineId: string,
  limits: { readonly accepted: number; readonly refused: number },
): Promise<readonly TrialEvidence[]> {
  const accepted = await evidenceOf(database, machineId, 1, limits.accepted);
  const refused = await evidenceOf(database, machineId, 0, limits.refused);
  const spare = accepted[0]?.endorsements;
  return [
    ...accepted,
    ...refused.map((one) =>
      spare === undefined || !isEmpty(one.endorsements) ? one : { ...one, endorsements: spare },
    ),
  ];
}

async function evidenceOf(
  database: Database,
  machineId: string,
  proven: 0 | 1,
  limit: number,
): Promise<readonly TrialEvidence[]> {
  let query = database
    .selectFrom("requests")
    .select("number")
    .where("machine_id", "=", machineId)
    .where("proven", "=", proven)
    .orderBy("number", "desc")
    .limit(limit);
  // What was refused for another reason, such as a nonce that came too late, says nothing about a policy.
  if (proven === 0) query = query.where(sql<boolean>`json_extract(verdict_json, '$.verdict') = 'rejected'`);
  const rows = await query.execute();
  const found = await Promise.all(
    rows.map(async ({ number }) => {
      const newest = await newestEvidence(database, number);
      return newest === undefined ? [] : [{ number, proven: proven === 1, ...newest }];
    }),
  );
  return found.flat();
}

function isEmpty({ certificates, crls, collateral }: StoredEndorsements): boolean {
  return certificates.length + crls.length + collateral.length === 0;
}
