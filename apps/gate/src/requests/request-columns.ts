import type { EvidenceBundle } from "@sekisho/release";
import { toBase64 } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import type { Appraisal } from "@sekisho/verifier";
import type { StoredEndorsements } from "../store/evidence.ts";
import type { NewRequest, RequestRow } from "../store/requests.ts";

/** The columns that a bundle and the moment it came decide. */
export function rowOf(
  bundle: Pick<EvidenceBundle, "machineId" | "guestKey" | "gateKeyDigest" | "headerDigest">,
  id: string,
  now: Date,
): Pick<
  NewRequest,
  | "id"
  | "machine_id"
  | "guest_key"
  | "gate_key_digest"
  | "header_digest"
  | "created_at"
  | "updated_at"
  | "sealed_json"
  | "activation_failures"
> {
  return {
    id,
    machine_id: bundle.machineId,
    guest_key: bundle.guestKey,
    gate_key_digest: bundle.gateKeyDigest,
    header_digest: bundle.headerDigest,
    created_at: now.getTime(),
    updated_at: now.getTime(),
    sealed_json: null,
    activation_failures: 0,
  };
}

/** The reason that a boot was given a key before, as `reason_json` holds it. */
export function reportIdSpent(reportId: string): string {
  return JSON.stringify(message("gate.refusal.reportIdSpent", { reportId }));
}

/** Why a request was refused before any verdict, or denied. */
export function reasonOf({ reason_json }: Pick<RequestRow, "reason_json">): Message | null {
  return reason_json === null ? null : JSON.parse(reason_json);
}

/** Certificates, CRLs and collateral as the database keeps them. */
export function storable(endorsements: Appraisal["endorsements"]): StoredEndorsements {
  return {
    certificates: endorsements.certificates.map((bytes) => toBase64(bytes)),
    crls: endorsements.crls.map((bytes) => toBase64(bytes)),
    collateral: endorsements.collateral.map((bytes) => toBase64(bytes)),
  };
}
