import { toHex } from "@sekisho/encoding";
import type { IntelEndorsements } from "@sekisho/endorsements/intel";

/** What PCK certificate and collateral say of the platform, as JSON; worth what the checks about them are. */
export function platformClaims({
  pck,
  tcb,
}: Pick<IntelEndorsements, "pck" | "tcb">): Readonly<Record<string, unknown>> {
  return {
    ...(pck === undefined ? {} : { pck: jsonOf(pck) }),
    ...(tcb === undefined ? {} : { tcb: jsonOf(tcb) }),
  };
}

function jsonOf(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, jsonValue(value)]));
}

function jsonValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Date) return value.toISOString();
  return value;
}
