import type { Message } from "@sekisho/messages";

/**
 * How a run of the agent ends. Everything but `opened` leaves the disk closed.
 *
 * - `misconfigured`: guest.json or the command line can't be used
 * - `disk-refused`: the disk is missing, holds something else, or its header breaks the allow-list
 * - `refused`: the gate refused, or a person denied; people find the reason under the number
 * - `release-refused`: a release or a credential came that is not this gate's, or not for this guest, its TPM and its disk
 * - `gate-not-pinned`: for as long as the limit allows, only others answered at the gate's address
 * - `gate-unavailable`: for as long as the limit allows, nobody answered sensibly
 * - `no-report`: the secure processor, the TPM or their drivers gave no evidence
 * - `not-opened`: a genuine key came, and the disk did not open with it, or the TPM did not let the initrd be left
 */
export type Outcome =
  | { readonly kind: "opened" }
  | { readonly kind: "misconfigured"; readonly reason: Message }
  | { readonly kind: "disk-refused"; readonly reasons: readonly Message[] }
  | { readonly kind: "refused"; readonly number: number }
  | { readonly kind: "release-refused"; readonly reason: Message }
  | { readonly kind: "gate-not-pinned" }
  | { readonly kind: "gate-unavailable" }
  | { readonly kind: "no-report"; readonly reason: Message }
  | { readonly kind: "not-opened"; readonly reason: Message };

/** The exit statuses of the executable. 1 is left for a crash, 2 for wrong usage. */
export const exitCodes: Readonly<Record<Outcome["kind"], number>> = {
  opened: 0,
  misconfigured: 10,
  "disk-refused": 11,
  refused: 12,
  "release-refused": 13,
  "gate-not-pinned": 14,
  "gate-unavailable": 15,
  "no-report": 16,
  "not-opened": 17,
};
