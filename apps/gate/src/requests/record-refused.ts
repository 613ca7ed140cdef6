import { randomUUID } from "node:crypto";
import { toBase64Url } from "@sekisho/encoding";
import type { EvidenceBundle } from "@sekisho/release";
import type { Appraisal } from "@sekisho/verifier";
import { forgetLargeStrangers, insertEvidence } from "../store/evidence.ts";
import { logRefusal } from "../receipts/log-request.ts";
import type { Database } from "../store/open.ts";
import { findRequest, insertRequest, pruneStrangers, updateRequest, type RequestRow } from "../store/requests.ts";
import type { Refusal } from "./examine.ts";
import { largeStrangersKept, strangersKept, type Gate } from "./gate.ts";
import { rowOf, storable } from "./request-columns.ts";
import { nextState } from "./state.ts";

type Refused = {
  readonly bundle: EvidenceBundle;
  readonly named: RequestRow | undefined;
  readonly refusal: Refusal;
  readonly endorsements: Appraisal["endorsements"] | null;
  readonly now: Date;
};

/** Stores refused evidence: it refuses the request that it names, or is a request of its own. */
export async function recordRefused(gate: Gate, refused: Refused): Promise<RequestRow> {
  return gate.database.transaction().execute(async (database) => {
    const { bundle, named, refusal, endorsements, now } = refused;
    const request =
      named === undefined ? await startRefused(database, refused) : await refuseOpen(database, named, refused);
    await insertEvidence(database, {
      requestNumber: request.number,
      binding: refusal.binding === undefined ? "" : toBase64Url(refusal.binding),
      accepted: false,
      receivedAt: now,
      bundle,
      endorsements: endorsements === null ? null : storable(endorsements),
      judgement: null,
    });
    await pruneStrangers(database, strangersKept);
    await forgetLargeStrangers(database, largeStrangersKept);
    await logRefused(gate, database, request, refused);
    return request;
  });
}

function startRefused(database: Database, { bundle, refusal, now }: Refused): Promise<RequestRow> {
  return insertRequest(database, {
    ...rowOf(bundle, randomUUID(), now),
    state: "refused",
    release_mode: refusal.machine?.machine.releaseMode ?? null,
    proven: 0,
    report_id: refusal.report?.reportId ?? null,
    evidence_at: null,
    expires_at: now.getTime(),
    ...outcomeOf(refusal),
    activation_json: null,
    tpm_keys: null,
  });
}

/** Fresh evidence for a request that had ended before ends nothing. */
async function logRefused(
  gate: Gate,
  database: Database,
  request: RequestRow,
  { bundle, named, refusal, endorsements }: Refused,
): Promise<void> {
  if (request.state !== "refused" || named?.state === "refused") return;
  const { machine, reason, verdict } = refusal;
  const judged =
    machine === undefined || verdict === null
      ? undefined
      : { bundle, machine, verdict, endorsements: endorsements === null ? noEndorsements : storable(endorsements) };
  const ending = { cause: "evidence", reason, actor: { kind: "guest" } } as const;
  await logRefusal(gate, database, request, ending, judged);
}

const noEndorsements = { certificates: [], crls: [], collateral: [] };

async function refuseOpen(database: Database, named: RequestRow, { refusal, now }: Refused): Promise<RequestRow> {
  const present = (await findRequest(database, named.id)) ?? named;
  const state = nextState(present.state, { kind: "evidence-refused" });
  if (state === undefined) return present;
  const change = { state, updated_at: now.getTime(), sealed_json: null, activation_json: null, ...outcomeOf(refusal) };
  return (await updateRequest(database, present.number, present.state, change)) ?? present;
}

function outcomeOf({ reason, verdict }: Refusal): Pick<RequestRow, "reason_json" | "verdict_json"> {
  return {
    reason_json: reason === null ? null : JSON.stringify(reason),
    verdict_json: verdict === null ? null : JSON.stringify(verdict),
  };
}
