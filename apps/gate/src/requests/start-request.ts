import { basisInLog, grantFor, useBasis } from "../approvals/release-approved.ts";
import { logAccepted, logRefusal, recordRelease } from "../receipts/log-request.ts";
import { forgetLargeStrangers } from "../store/evidence.ts";
import type { Database } from "../store/open.ts";
import { claimReportId, insertRequest, isReportIdSpent, pruneStrangers, type RequestRow } from "../store/requests.ts";
import { digestsOf, storeEvidence, type Accepted, type Prepared } from "./accepted.ts";
import { storableActivation } from "./activation-record.ts";
import { expiryOf } from "./expiry.ts";
import { largeStrangersKept, strangersKept, type Gate } from "./gate.ts";
import { reasonOf, reportIdSpent, rowOf } from "./request-columns.ts";
import { firstState } from "./state.ts";

/**
 * The first accepted evidence of a guest begins its request, in the caller's transaction. Where nobody has to be asked, in mode `auto`
 * or under a grant, it is released at once.
 */
export async function startRequest(
  gate: Gate,
  database: Database,
  accepted: Accepted,
  id: string,
  { credential, release }: Prepared,
): Promise<RequestRow> {
  const { candidate, verdict, now } = accepted;
  const { machine, report, tpmKeys } = candidate;
  const mode = machine.machine.releaseMode;
  const digests = await digestsOf(accepted, id);
  const granted =
    release === null || mode !== "approve" ? undefined : await grantFor(database, machine, digests, verdict, now);
  const releases = release !== null && (mode === "auto" || granted !== undefined);
  const spent = releases
    ? !(await claimReportId(database, report.reportId, machine.machine.id))
    : await isReportIdSpent(database, report.reportId);
  const state = firstState(!spent, credential !== null, releases);
  const request = await insertRequest(database, {
    ...rowOf(candidate.input.bundle, id, now),
    // A release needs its entry in the log, and that the request's number.
    state: state === "released" ? "waiting" : state,
    release_mode: mode,
    // Whoever is root in a booted machine can ask as often as it likes: its requests are no better than a stranger's. A TPM
    // has yet to prove that it is there.
    proven: spent || credential !== null ? 0 : 1,
    report_id: report.reportId,
    evidence_at: now.getTime(),
    expires_at: expiryOf(gate, now.getTime(), now),
    verdict_json: JSON.stringify(verdict),
    reason_json: spent ? reportIdSpent(report.reportId) : null,
    activation_json: spent || credential === null ? null : await storableActivation(credential, id, candidate.binding),
    tpm_keys: tpmKeys,
    boot_digest: digests.bootDigest,
    verdict_digest: digests.verdictDigest,
  });
  await storeEvidence(database, accepted, request);
  const actor = { kind: "guest" } as const;
  if (state === "released" && release !== null) {
    const basis = granted === undefined ? {} : basisInLog(granted);
    if (granted !== undefined) await useBasis(database, granted, now);
    return recordRelease(gate, database, request, release, { actor, ...basis }, { grant_id: basis.grant ?? null });
  }
  if (request.proven === 1) await logAccepted(gate, database, request);
  if (spent) {
    await logRefusal(gate, database, request, { cause: "spent", reason: reasonOf(request), actor });
  }
  if (request.proven === 0) {
    await pruneStrangers(database, strangersKept);
    await forgetLargeStrangers(database, largeStrangersKept);
  }
  return request;
}
