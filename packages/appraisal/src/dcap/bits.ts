import type { Check } from "@sekisho/evidence";
import { message, type Message } from "@sekisho/messages";
import { decided } from "../outcome.ts";

/** What a policy can say of a bit, and its place: the mask in the field, and the field's own name for it. */
export type BitTable<Name extends string> = Readonly<Record<Name, readonly [abiName: string, mask: bigint]>>;

type Demands<Name extends string> = { readonly [key in Name]?: boolean | "any" | undefined };

/** The attributes of a technology: its table, and what each bit means, set or clear. */
export type AttributeRules<Name extends string> = {
  /** Of the checks: "tdx.policy". */
  readonly id: string;
  readonly table: BitTable<Name>;
  readonly text: (name: Name, state: "set" | "clear") => Message;
};

/**
 * The attributes of a TD or an enclave against a policy. `debug` is always looked at, and must be clear unless the policy
 * says something else.
 */
export function bitChecks<Name extends string>(
  { id, table, text }: AttributeRules<Name>,
  demands: Demands<Name>,
  actual: bigint,
): readonly Check[] {
  const names = Object.keys(table) as Name[];
  return names.flatMap((name) => {
    const demand = demands[name] ?? (name === "debug" ? false : "any");
    if (demand === "any") return [];
    const [abiName, mask] = table[name];
    const set = (actual & mask) !== 0n;
    const side = (value: boolean): string => `${abiName}=${value ? 1 : 0}`;
    const sides = { expected: side(demand), actual: side(set) };
    return [decided(`${id}.${name}`, set === demand, sides, text(name, set ? "set" : "clear"))];
  });
}

/** Whether nothing is set that has no name. */
export function unknownBitsCheck(id: string, known: bigint, actual: bigint): Check {
  const unknown = actual & ~known;
  const detail = message(`dcap.unknown-bits.${unknown === 0n ? "clear" : "set"}`);
  return decided(`${id}.unknown-bits`, unknown === 0n, { expected: "0x0", actual: hex(unknown) }, detail);
}

/** Whether a field has no bit but those that a policy allows. */
export function allowedBitsCheck(id: string, field: string, allowed: readonly number[], actual: bigint): Check {
  const mask = allowed.reduce((bits, bit) => bits | (1n << BigInt(bit)), 0n);
  const others = actual & ~mask;
  const detail = message(`dcap.allowed-bits.${others === 0n ? "pass" : "fail"}`, { field, bits: bitsOf(others) });
  return decided(id, others === 0n, { expected: `${field} ⊆ ${hex(mask)}`, actual: hex(actual) }, detail);
}

/** All bits of a table. */
export function knownBits(table: BitTable<string>): bigint {
  return Object.values(table).reduce((bits, [, mask]) => bits | mask, 0n);
}

function bitsOf(value: bigint): string {
  const bits: number[] = [];
  for (let bit = 0; value >> BigInt(bit) !== 0n; bit++) if (((value >> BigInt(bit)) & 1n) === 1n) bits.push(bit);
  return bits.join(", ");
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
