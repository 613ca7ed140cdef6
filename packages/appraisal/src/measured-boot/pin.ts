import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { decided, unanswered } from "../outcome.ts";
import { endorsementKeyDigest } from "./endorsement-key.ts";
import type { MeasuredBootInput } from "./input.ts";
import type { ReadVtpm } from "./read.ts";

/**
 * A TPM that no report speaks for is the machine's only if its endorsement key is pinned: a certificate says who made a TPM,
 * not whose it is, and anybody can buy another one of that maker. Where nothing is known about the machine, its certificate is judged alone.
 */
export async function pinCheck(input: MeasuredBootInput, { endorsementKey }: ReadVtpm): Promise<Check> {
  const id = "vtpm.endorsement-key.known";
  const expected = input.machine?.vtpm;
  const pins = expected !== undefined && "endorsementKeys" in expected ? expected.endorsementKeys : [];
  const actual = await endorsementKeyDigest(endorsementKey);
  const sides = { expected: pins.length === 0 ? null : pins.join(" | "), actual };
  if (pins.some((pin) => pin.toLowerCase() === actual)) {
    return decided(id, true, sides, message("vtpm.endorsement-key.known.pass"));
  }
  if (input.machine === undefined && input.vtpm.endorsementCertificate !== undefined) {
    return { ...unanswered(id, sides.expected, message("vtpm.endorsement-key.known.certificate"), false), actual };
  }
  return decided(id, false, sides, message("vtpm.endorsement-key.known.fail"));
}

/** Whether the endorsement key's certificate is looked at: where roots are named, or nothing else can speak for the TPM. */
export function needsCertificate({ vtpm, machine }: MeasuredBootInput, roots: readonly string[]): boolean {
  if (vtpm.provider !== "google" && vtpm.provider !== "device") return false;
  return roots.length > 0 || (machine === undefined && vtpm.endorsementCertificate !== undefined);
}
