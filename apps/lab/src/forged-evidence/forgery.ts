/**
 * What root in a machine may try, whose boot was not the genuine one, to have its evidence pass for that of the genuine boot:
 *
 * - `event-removed`: leaves the event out of the log that a genuine boot does not have
 * - `event-relabelled`: gives the event that differs the words of the genuine one
 * - `other-pcrs`: has PCRs 16 and 23 quoted, which anybody may reset
 * - `second-attestation-key`: quotes with a key of a TPM of its own, to which it played the genuine boot
 * - `unrestricted-attestation-key`: signs a quote that no TPM made, with a key that signs anything
 * - `own-report`: makes the SVSM's report itself, over the endorsement key of a TPM of its own
 */
export const forgeries = [
  "event-removed",
  "event-relabelled",
  "other-pcrs",
  "second-attestation-key",
  "unrestricted-attestation-key",
  "own-report",
] as const;
export type Forgery = (typeof forgeries)[number];
