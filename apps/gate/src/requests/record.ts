import { randomUUID } from "node:crypto";
import { makeTpmCredential } from "@sekisho/verifier";
import { listOpenGrants } from "../store/grants.ts";
import { isRegisteredStill } from "../store/machines.ts";
import type { Database } from "../store/open.ts";
import { findRequest, findRequestOfGuest, type RequestRow } from "../store/requests.ts";
import type { Accepted, Prepared } from "./accepted.ts";
import type { Gate } from "./gate.ts";
import { refreshRequest } from "./refresh-request.ts";
import { releaseHeldKey } from "./release-key.ts";
import { startRequest } from "./start-request.ts";
import { isOpen } from "./state.ts";

/**
 * Stores accepted evidence and moves its request on, in one transaction.
 *
 * A guest that lost the gate's answer asks again with the same key; it finds its own request, and the release that it
 * already had, instead of a second one.
 *
 * @returns undefined, and nothing is stored, when the machine's registration has changed since the evidence was examined
 */
export async function recordAccepted(gate: Gate, accepted: Accepted): Promise<RequestRow | undefined> {
  const { candidate, named } = accepted;
  const id = named?.id ?? randomUUID();
  // Sealing takes time, so it is done before the transaction; what is not stored is thrown away.
  const prepared = await prepare(gate, accepted, id);
  return gate.database.transaction().execute(async (database) => {
    if (!(await isRegisteredStill(database, candidate.machine))) return undefined;
    const present = await presentRequest(database, accepted);
    if (present === undefined) return startRequest(gate, database, accepted, id, prepared);
    return isOpen(present.state) ? refreshRequest(gate, database, accepted, present, prepared) : present;
  });
}

async function prepare(gate: Gate, accepted: Accepted, id: string): Promise<Prepared> {
  const { candidate } = accepted;
  const { vtpm } = candidate.input.bundle;
  const credential = vtpm === undefined ? null : await makeTpmCredential(vtpm);
  if (credential === undefined) throw new Error("no credential for a TPM whose evidence was accepted");
  return { credential, release: (await mayRelease(gate, accepted)) ? await releaseHeldKey(gate, candidate, id) : null };
}

/** Whether this evidence may lead to a release of a key that the gate holds. */
async function mayRelease(gate: Gate, { candidate, named, now }: Accepted): Promise<boolean> {
  const { id: machineId, releaseMode } = candidate.machine.machine;
  const first = named === undefined && candidate.input.bundle.vtpm === undefined;
  switch (releaseMode) {
    case "auto":
      return first;
    case "enter":
      return false;
    case "approve":
      if (named?.state === "decided") return true;
      return first && (await listOpenGrants(gate.database, { machineId, now })).length > 0;
  }
}

async function presentRequest(database: Database, { named, candidate }: Accepted): Promise<RequestRow | undefined> {
  if (named !== undefined) return findRequest(database, named.id);
  const { bundle } = candidate.input;
  return findRequestOfGuest(database, {
    machine_id: bundle.machineId,
    guest_key: bundle.guestKey,
    header_digest: bundle.headerDigest,
    report_id: candidate.report.reportId,
    tpm_keys: candidate.tpmKeys,
  });
}
