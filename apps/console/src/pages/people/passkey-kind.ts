import type { HardwareLevel, PasskeyView } from "@sekisho/release";

/** What is known of a passkey's hardware: copies of it exist, its maker says what it lives in, or nobody does. */
export type PasskeyKind = "synced" | "bound" | HardwareLevel;

export function passkeyKind({ backupEligible, hardware }: PasskeyView): PasskeyKind {
  if (backupEligible) return "synced";
  return hardware ?? "bound";
}
