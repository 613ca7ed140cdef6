import { digestOfJson, type Json } from "@sekisho/release/log";
import type { RegisteredMachine } from "../store/machines.ts";

/** Everything that is registered of a machine and a verdict depends on. An approval stands only as long as it stays. SHA-256, hexadecimal. */
export function registrationDigest({ machine, policy, headerDigest }: RegisteredMachine): Promise<string> {
  return digestOfJson({ machine: plain(machine), policy, headerDigest });
}

/**
 * The same without the known values: a grant holds for one boot alone, by its digest, so that more known boots beside it change nothing,
 * and without that one its verdict is a refusal. What else there is decides whom the evidence has to come from.
 */
export function trustDigest({ machine, policy, headerDigest }: RegisteredMachine): Promise<string> {
  const { referenceValues: _, measuredLaunches: _launches, measuredBoots: _boots, ...others } = machine;
  return digestOfJson({ machine: plain(others), policy, headerDigest });
}

/** As JSON has it. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
