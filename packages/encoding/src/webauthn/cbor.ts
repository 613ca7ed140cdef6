import { MalformedError, type Malformed } from "../malformed.ts";
import { decodeFirst } from "cborg";

/** What WebAuthn's structures are made of. */
export type Cbor = number | bigint | string | boolean | null | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<string | number, Cbor>;

/** Definite lengths, shortest forms, no key twice, no tags: what CTAP2's canonical CBOR allows, but for the order of keys. */
const options = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  useMaps: true,
  rejectDuplicateMapKeys: true,
};

/**
 * Reads one CBOR item from the start of `bytes`, and says how many bytes it took.
 *
 * @param base where `bytes` begin in the whole input
 * @throws MalformedError inside a parser
 */
export function readCbor(
  field: string,
  bytes: Uint8Array,
  base: number,
): { readonly item: Cbor; readonly length: number } {
  try {
    const [item, rest] = decodeFirst(new Uint8Array(bytes), options) as [Cbor, Uint8Array];
    return { item, length: bytes.length - rest.length };
  } catch (error) {
    throw new MalformedError(broken(field, base, "CBOR", error instanceof Error ? error.message : String(error)));
  }
}

/** A part of a map, which must be of one kind. */
export class CborFields {
  readonly #field: string;
  readonly #offset: number;
  readonly #map: CborMap;

  /** @throws MalformedError where `item` is no map */
  constructor(field: string, offset: number, item: Cbor | undefined) {
    if (!(item instanceof Map)) throw new MalformedError(broken(field, offset, "a map", kindOf(item)));
    this.#field = field;
    this.#offset = offset;
    this.#map = item as CborMap;
  }

  get keys(): readonly (string | number)[] {
    return [...this.#map.keys()];
  }

  bytes(key: string | number): Uint8Array {
    const value = this.#map.get(key);
    return value instanceof Uint8Array ? value : this.#fail(key, "a byte string", value);
  }

  text(key: string | number): string {
    const value = this.#map.get(key);
    return typeof value === "string" ? value : this.#fail(key, "a text string", value);
  }

  integer(key: string | number): number {
    const value = this.#map.get(key);
    return typeof value === "number" && Number.isSafeInteger(value) ? value : this.#fail(key, "an integer", value);
  }

  map(key: string | number): CborFields {
    return new CborFields(`${this.#field}.${key}`, this.#offset, this.#map.get(key));
  }

  /** A list of byte strings; undefined where there is none. */
  byteStrings(key: string | number): readonly Uint8Array[] | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    const list = Array.isArray(value) ? (value as readonly Cbor[]) : this.#fail(key, "a list", value);
    return list.map((entry) => (entry instanceof Uint8Array ? entry : this.#fail(key, "byte strings", entry)));
  }

  #fail(key: string | number, expected: string, found: Cbor | undefined): never {
    throw new MalformedError(broken(`${this.#field}.${key}`, this.#offset, expected, kindOf(found)));
  }
}

function broken(field: string, offset: number, expected: string, actual: string): Malformed {
  return { code: "encoding", field, offset, expected, actual };
}

function kindOf(item: Cbor | undefined): string {
  if (item === undefined) return "nothing";
  if (item instanceof Uint8Array) return "a byte string";
  if (item instanceof Map) return "a map";
  return Array.isArray(item) ? "a list" : item === null ? "null" : typeof item;
}
