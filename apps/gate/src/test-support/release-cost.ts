import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Verdict } from "@sekisho/appraisal";
import { computeBinding, type EvidenceBundle, type Machine, type SignedRelease } from "@sekisho/release";
import { keepJudgement } from "../receipts/judgement.ts";
import { recordRelease } from "../receipts/log-request.ts";
import { insertEvidence } from "../store/evidence.ts";
import { addMachine, findMachine, type RegisteredMachine } from "../store/machines.ts";
import { openDatabase, type Database } from "../store/open.ts";
import { insertRequest, updateRequest, type RequestRow } from "../store/requests.ts";

/** The two transactions between which the difference is what the log costs, on one database on disk. */
export type ReleaseCost = {
  /** Stores request and evidence, and in the release's place a text of its size. */
  plain(): Promise<void>;
  /** The same with judgement, entries and release. */
  logged(): Promise<void>;
  close(): Promise<void>;
};

/** @param evidence a report as a gate gets it, with the claims and endorsements of its verdict */
export async function releaseCost(
  folder: string,
  machine: Machine,
  evidence: EvidenceBundle,
  verdict: Verdict,
  endorsements: { certificates: string[]; crls: string[]; collateral: string[] },
): Promise<ReleaseCost> {
  const database = await openDatabase(join(folder, "cost.sqlite"));
  const gate = { clock: () => new Date() };
  await addMachine(database, { machine, policy: null, encryptedKey: null }, gate.clock());
  const registered = await findMachine(database, machine.id);
  if (registered === undefined) throw new Error("no machine");
  const binding = Buffer.from(await bindingOf(machine.id)).toString("base64url");
  const begin = (transaction: Database): Promise<RequestRow> =>
    insertRequest(transaction, newRequest(machine.id, verdict));
  const store = async (transaction: Database, request: RequestRow, own?: RegisteredMachine): Promise<void> => {
    const judged = { bundle: evidence, endorsements, verdict };
    await insertEvidence(transaction, {
      requestNumber: request.number,
      binding,
      accepted: true,
      receivedAt: gate.clock(),
      bundle: evidence,
      endorsements,
      judgement: own === undefined ? null : await keepJudgement(transaction, { ...judged, machine: own }, request.id),
    });
  };
  return {
    plain: () =>
      database.transaction().execute(async (transaction) => {
        const request = await begin(transaction);
        await store(transaction, request);
        const text = JSON.stringify(releaseOf(request, binding));
        await updateRequest(transaction, request.number, "waiting", { state: "denied", reason_json: text });
      }),
    logged: () =>
      database.transaction().execute(async (transaction) => {
        const request = await begin(transaction);
        await store(transaction, request, registered);
        const release = releaseOf(request, binding);
        await recordRelease(gate, transaction, request, release, { actor: { kind: "guest" } }, {});
      }),
    close: () => database.destroy(),
  };
}

function bindingOf(machineId: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(32);
  const fields = { gateKeyDigest: bytes, nonce: bytes, guestKey: bytes, headerDigest: bytes };
  return computeBinding({ machineId, ...fields, attestationKeyName: new Uint8Array() });
}

function newRequest(machineId: string, verdict: unknown): Parameters<typeof insertRequest>[1] {
  const now = Date.now();
  return {
    id: randomUUID(),
    machine_id: machineId,
    state: "waiting",
    release_mode: "auto",
    proven: 1,
    guest_key: "k".repeat(43),
    gate_key_digest: "00".repeat(32),
    header_digest: "33".repeat(32),
    report_id: randomBytes(32).toString("hex"),
    created_at: now,
    updated_at: now,
    evidence_at: now,
    expires_at: now,
    verdict_json: JSON.stringify(verdict),
    reason_json: null,
    sealed_json: null,
    activation_json: null,
    activation_failures: 0,
    tpm_keys: null,
    boot_digest: null,
    verdict_digest: null,
    grant_id: null,
  };
}

function releaseOf({ id, machine_id }: RequestRow, binding: string): SignedRelease {
  return {
    machineId: machine_id,
    request: id,
    binding,
    encapsulatedKey: "A".repeat(43),
    ciphertext: "A".repeat(400),
    headerDigest: "33".repeat(32),
    gateKeyDigest: "00".repeat(32),
    signature: "A".repeat(86),
  };
}
