import { equalBytes, toBase64Url } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { judgePasskeyAttestation } from "@sekisho/evidence/passkey";
import type { HardwareLevel } from "@sekisho/release";
import type { PasskeyTable } from "../store/people-tables.ts";

/**
 * What is known of the hardware that a passkey lives in.
 *
 * - `known`: its maker attests it
 * - `synced`: it can be copied to other devices, so nothing is attested
 * - `unknown`: its attestation says nothing, or nobody can judge it
 */
export type PasskeyHardware =
  | { readonly state: "known"; readonly level: HardwareLevel }
  | { readonly state: "synced" }
  | { readonly state: "unknown" };

/** Judges the attestation that a passkey was enrolled with. */
export type JudgeHardware = (passkey: PasskeyTable, now: Date) => Promise<PasskeyHardware>;

/**
 * Judges what a passkey's authenticator said of itself at enrolment, by the certificates that were valid then.
 *
 * @param roots root certificates (DER) of makers that the gate's owner trusts, beside Google's and Apple's
 */
export function attestedHardware(roots: readonly Uint8Array[]): JudgeHardware {
  return async (passkey) => {
    if (passkey.backup_eligible === 1) return { state: "synced" };
    const judged = await judgePasskeyAttestation({
      attestationObject: passkey.attestation_object,
      clientDataHash: await hash("sha256", passkey.client_data),
      at: new Date(passkey.created_at),
      roots,
    });
    if (!judged.ok) return { state: "unknown" };
    const { level, credential } = judged.value;
    const same =
      toBase64Url(credential.id) === passkey.id && equalBytes(credential.coseKey, new Uint8Array(passkey.public_key));
    return same && level !== "none" && level !== "self" ? { state: "known", level } : { state: "unknown" };
  };
}

/** The level, where there is one. */
export function levelOf(hardware: PasskeyHardware): HardwareLevel | null {
  return hardware.state === "known" ? hardware.level : null;
}
