import type { Found } from "../../../judge/look.ts";

/**
 * To whom a passphrase that is typed now would be sealed, by what this page found: while it stays the same, what is typed stays in its field.
 * The gate names digests, too, and could let them be while it puts another machine's evidence in the place of the one that was shown.
 */
export function sealedTo(
  { evidence: { machineId, guestKey } }: { readonly evidence: Pick<Found["evidence"], "machineId" | "guestKey"> },
  verdictDigest: string | null,
): string {
  return `${machineId} ${guestKey} ${verdictDigest ?? ""}`;
}
