import type { Verdict } from "@sekisho/appraisal";
import { refuses, type Check } from "@sekisho/evidence";
import type { Message } from "@sekisho/messages";
import { EndorsementsUnavailableError } from "./appraiser.ts";

/** Problems that pass by themselves; any other, as a chip that the vendor does not know, says something about the guest. */
const passing = new Set([
  "endorsements.fetch.unreachable",
  "endorsements.fetch.held-back",
  "endorsements.fetch.refused",
  "endorsements.fetch.broken",
  "verifier.endorsements.newChips",
  "verifier.endorsements.newPlatforms",
]);
const retryAfterSeconds = 30;

/**
 * Tells a guest that was refused for what could not be asked from one that was refused for what it is.
 *
 * @param problems what could not be had from the vendor
 * @throws EndorsementsUnavailableError when nothing speaks against the guest, and the vendor may answer later
 */
export function demandVendor({ verdict, checks }: Verdict, problems: readonly Message[]): void {
  const obstacle = problems.find(({ id }) => passing.has(id));
  const onlyUnknown = verdict === "rejected" && checks.filter(refuses).every(({ status }) => status === "unknown");
  if (obstacle !== undefined && onlyUnknown) throw new EndorsementsUnavailableError(obstacle, retryAfterSeconds);
}

/** Problems of fetching, for the people who read the verdict; they never decide by themselves. */
export function problemChecks(technology: "sev-snp" | "tdx", problems: readonly Message[]): readonly Check[] {
  const id = `${technology}.endorsements`;
  return problems.map((detail) => ({ id, status: "unknown", required: false, expected: null, actual: null, detail }));
}
