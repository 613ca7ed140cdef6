import type { PasskeyView } from "@sekisho/release";

/** What a passkey says of its hardware: copies exist, its maker vouches for it, or nobody does. */
export type PasskeyKind = "synced" | "attested" | "bound";

/** Whether its maker's word is good is judged at each approval; here it only counts that there is one. */
export function passkeyKind({ backupEligible, attestationFormat }: PasskeyView): PasskeyKind {
  if (backupEligible) return "synced";
  return attestationFormat === "none" ? "bound" : "attested";
}
