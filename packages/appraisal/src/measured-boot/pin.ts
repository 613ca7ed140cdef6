import type { Check } from "@sekisho/evidence";
import { message } from "@sekisho/messages";
import { decided, unanswered } from "../sev-snp/outcome.ts";
import { endorsementKeyDigest } from "./endorsement-key.ts";
import type { MeasuredBootInput } from "./input.ts";
import type { ReadVtpm } from "./read.ts";

/**
 * A TPM that no report speaks for: its endorsement key is pinned, or its certificate will have to lead to a root. The latter
 * takes signature checks, so that here it only counts that there is a certificate.
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
  if (input.vtpm.endorsementCertificate !== undefined) {
    // Whether it leads to a root is a check of its own, in the appraisal; this one never decides.
    return { ...unanswered(id, sides.expected, message("vtpm.endorsement-key.known.certificate"), false), actual };
  }
  return decided(id, false, sides, message("vtpm.endorsement-key.known.fail"));
}

/** Whether the endorsement key needs a certificate to be known. */
export async function needsCertificate(input: MeasuredBootInput, read: ReadVtpm): Promise<boolean> {
  const { provider } = input.vtpm;
  if (provider !== "google" && provider !== "device") return false;
  return (await pinCheck(input, read)).status !== "pass";
}
