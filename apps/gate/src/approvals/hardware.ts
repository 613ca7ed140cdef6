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

/** Judges nothing, and never calls what it can't judge hardware. */
export const unjudgedHardware: JudgeHardware = ({ backup_eligible }) =>
  Promise.resolve({ state: backup_eligible === 1 ? "synced" : "unknown" });

/** The level, where there is one. */
export function levelOf(hardware: PasskeyHardware): HardwareLevel | null {
  return hardware.state === "known" ? hardware.level : null;
}
