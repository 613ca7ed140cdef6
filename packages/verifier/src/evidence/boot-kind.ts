import { message, type Message } from "@sekisho/messages";
import { isDisk, type EvidenceBundle, type Machine } from "@sekisho/release";

/**
 * Whether evidence is of the kind that the machine must send: what a machine is decides which checks are made, never what a
 * guest sends or leaves out.
 *
 * @returns why it is not; `undefined` where it is
 */
export function kindRefusal(bundle: EvidenceBundle, machine: Machine): Message | undefined {
  const { evidence, vtpm } = bundle;
  if (evidence.technology !== machine.technology) {
    const values = { expected: machine.technology, actual: evidence.technology };
    return message("gate.refusal.technologyDiffers", values);
  }
  if (!isDisk(machine)) return vtpm === undefined ? undefined : message("gate.refusal.vtpmUnexpected");
  const expected = machine.vtpm.provider;
  if (vtpm === undefined) return message("gate.refusal.vtpmMissing", { expected });
  if (vtpm.provider === expected) return undefined;
  return message("gate.refusal.vtpmProviderDiffers", { expected, actual: vtpm.provider });
}
