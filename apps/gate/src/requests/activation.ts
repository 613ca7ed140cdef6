import { message } from "@sekisho/messages";
import type { SignedRelease } from "@sekisho/release";
import { basisInLog, grantFor, useBasis, type ApprovedBasis } from "../approvals/release-approved.ts";
import { logAccepted, logRefusal, recordRelease } from "../receipts/log-request.ts";
import { newestEvidence } from "../store/evidence.ts";
import { listOpenGrants } from "../store/grants.ts";
import { isRegisteredStill } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { claimReportId, findRequest, isReportIdSpent, updateRequest, type RequestRow } from "../store/requests.ts";
import { isRightProof } from "./activation-record.ts";
import { examine, type Candidate } from "./examine.ts";
import type { Gate } from "./gate.ts";
import { recordRefused } from "./record-refused.ts";
import { reasonOf, reportIdSpent } from "./request-columns.ts";
import { releaseHeldKey } from "./release-key.ts";
import { nextState } from "./state.ts";

/** How many wrong answers a TPM may give. An honest one gives none; a guest may have mixed up two credentials. */
const mostFailures = 3;

/**
 * Takes a TPM's answer. With the right one a person may be asked, or in mode `auto`, and under a grant, the key is released: sealed for
 * the newest evidence, after that was held against the machine's registration as it is now. The third wrong one refuses.
 */
export async function answerActivation(
  gate: Gate,
  request: RequestRow,
  proof: Uint8Array,
  now: Date,
): Promise<RequestRow> {
  const { activation_json: asked } = request;
  if (request.state !== "activating" || asked === null) return request;
  if (!isRightProof(asked, proof)) return countFailure(gate, request, now);
  if (!(await mayRelease(gate, request, now))) return activate(gate, request, undefined, now);

  const newest = await newestEvidence(gate.database, request.number);
  if (newest === undefined) throw new Error(`request ${request.number} has no evidence`);
  const { bundle } = newest;
  const examined = await examine(gate, bundle, now);
  if ("refusal" in examined) {
    return recordRefused(gate, { bundle, named: request, refusal: examined.refusal, endorsements: null, now });
  }
  const { candidate } = examined;
  return activate(gate, request, { candidate, release: await releaseHeldKey(gate, candidate, request.id) }, now);
}

/** Whether nobody may have to be asked. */
async function mayRelease(
  gate: Gate,
  { release_mode, machine_id: machineId }: RequestRow,
  now: Date,
): Promise<boolean> {
  if (release_mode !== "approve") return release_mode === "auto";
  return (await listOpenGrants(gate.database, { machineId, now })).length > 0;
}

type Prepared = { readonly candidate: Candidate; readonly release: SignedRelease };

async function activate(
  gate: Gate,
  request: RequestRow,
  prepared: Prepared | undefined,
  now: Date,
): Promise<RequestRow> {
  return gate.database.transaction().execute(async (database) => {
    const present = (await findRequest(database, request.id)) ?? request;
    if (present.activation_json === null || present.activation_json !== request.activation_json) return present;
    // What was removed meanwhile releases nothing; the guest asks again, and is judged by what is registered then.
    if (prepared !== undefined && !(await isRegisteredStill(database, prepared.candidate.machine))) return present;
    // Nor what was registered anew in another mode: who must act for its key is another question then.
    const mode = prepared?.candidate.machine.machine.releaseMode ?? present.release_mode;
    if (mode !== present.release_mode) return present;
    const reportId = present.report_id ?? "";
    const granted = prepared === undefined ? undefined : await grantOf(database, present, prepared.candidate, now);
    const releases = prepared !== undefined && (present.release_mode === "auto" || granted !== undefined);
    const spent = releases ? !(await claim(database, present)) : await isReportIdSpent(database, reportId);
    const event = spent ? ({ kind: "evidence-refused" } as const) : ({ kind: "activated", releases } as const);
    const state = nextState(present.state, event) ?? present.state;
    const columns = {
      updated_at: now.getTime(),
      proven: spent ? 0 : 1,
      activation_json: null,
      reason_json: spent ? reportIdSpent(reportId) : null,
    } as const;
    const actor = { kind: "guest" } as const;
    if (!spent && releases) {
      const basis = granted === undefined ? {} : basisInLog(granted);
      if (granted !== undefined) await useBasis(database, granted, now);
      const released = { ...columns, grant_id: basis.grant ?? null };
      return recordRelease(gate, database, present, prepared.release, { actor, ...basis }, released);
    }
    const activated = await change(database, present, { state, ...columns });
    if (spent) await logRefusal(gate, database, activated, { cause: "spent", reason: reasonOf(activated), actor });
    else await logAccepted(gate, database, activated);
    return activated;
  });
}

/** The grant that covers the newest evidence of a request in mode `approve`. */
async function grantOf(
  database: Database,
  { release_mode, boot_digest, verdict_digest, verdict_json }: RequestRow,
  { machine }: Candidate,
  now: Date,
): Promise<ApprovedBasis | undefined> {
  if (release_mode !== "approve" || verdict_json === null) return undefined;
  const digests = { bootDigest: boot_digest, verdictDigest: verdict_digest };
  return grantFor(database, machine, digests, JSON.parse(verdict_json), now);
}

function claim(database: Database, { report_id, machine_id }: RequestRow): Promise<boolean> {
  return report_id === null ? Promise.resolve(false) : claimReportId(database, report_id, machine_id);
}

async function countFailure(gate: Gate, request: RequestRow, now: Date): Promise<RequestRow> {
  return gate.database.transaction().execute(async (database) => {
    const present = (await findRequest(database, request.id)) ?? request;
    if (present.activation_json === null || present.activation_json !== request.activation_json) return present;
    const failures = present.activation_failures + 1;
    if (failures < mostFailures) return change(database, present, { activation_failures: failures });
    const reason = message("gate.refusal.activationFailed", { failures });
    const refused = await change(database, present, {
      state: nextState(present.state, { kind: "evidence-refused" }) ?? present.state,
      updated_at: now.getTime(),
      activation_failures: failures,
      activation_json: null,
      reason_json: JSON.stringify(reason),
    });
    await logRefusal(gate, database, refused, { cause: "activation", reason, actor: { kind: "guest" } });
    return refused;
  });
}

async function change(
  database: Database,
  request: RequestRow,
  columns: Parameters<typeof updateRequest>[3],
): Promise<RequestRow> {
  const changed = await updateRequest(database, request.number, request.state, columns);
  if (changed === undefined) throw new Error(`request ${request.number} changed inside a transaction`);
  return changed;
}
