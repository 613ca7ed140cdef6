import { toHex } from "@sekisho/encoding";
import type { BootEvent, BootLog } from "@sekisho/evidence/boot-log";

/** A boot log as JSON: `banks` maps bank and register to what the register holds, in hexadecimal. */
export function bootLogJson({ format, banks, otherBanks, events }: BootLog): Readonly<Record<string, unknown>> {
  const shown = Array.from(banks, ([bank, registers]) => [bank, registersJson(registers)] as const);
  return { format, banks: Object.fromEntries(shown), otherBanks, events: events.map((event) => eventJson(event)) };
}

function registersJson(registers: ReadonlyMap<number, Uint8Array>): Readonly<Record<string, string>> {
  const sorted = [...registers].toSorted(([left], [right]) => left - right);
  return Object.fromEntries(sorted.map(([register, value]) => [String(register), toHex(value)]));
}

function eventJson({ digests, extends: extended, ...event }: BootEvent): Readonly<Record<string, unknown>> {
  const shown = Array.from(digests, ([bank, digest]) => [bank, toHex(digest)] as const);
  return { ...event, extends: extended, digests: Object.fromEntries(shown) };
}
