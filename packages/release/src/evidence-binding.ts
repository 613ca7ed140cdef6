import { fromBase64Url, fromHex, type Parsed } from "@sekisho/encoding";
import { computeBinding } from "./binding.ts";
import type { EvidenceBundle } from "./protocol.ts";

/**
 * The binding of what an evidence bundle says: its report is about this bundle only if REPORT_DATA is the same.
 *
 * @param bundle one that passed its schema
 * @throws TypeError when it did not
 */
export function bindingOfEvidence(bundle: EvidenceBundle): Promise<Uint8Array> {
  return computeBinding({
    machineId: bundle.machineId,
    gateKeyDigest: checked(fromHex("gateKeyDigest", bundle.gateKeyDigest)),
    nonce: checked(fromBase64Url("nonce", bundle.nonce)),
    guestKey: checked(fromBase64Url("guestKey", bundle.guestKey)),
    headerDigest: checked(fromHex("headerDigest", bundle.headerDigest)),
    attestationKeyName: checked(fromBase64Url("attestationKeyName", bundle.attestationKeyName)),
  });
}

function checked(field: Parsed<Uint8Array>): Uint8Array {
  if (!field.ok) throw new TypeError(`the evidence's ${field.error.field} did not pass its schema`);
  return field.value;
}
