import { equalBytes } from "@sekisho/encoding";

type Kept<T> = { readonly bytes: Uint8Array; readonly name: Uint8Array; readonly value: T };

/**
 * Remembers what was made of bytes, by the bytes themselves; what was unused for longest goes first.
 *
 * Entries are found by a number of a few bytes and then held against all of theirs. Two that share a number take each other's
 * place: whoever makes them so only makes their own work be done again.
 */
export class LeastRecentlyUsed<T> {
  readonly #entries = new Map<number, Kept<T>>();
  readonly #limit: number;
  readonly #make: (bytes: Uint8Array, name: Uint8Array) => T;

  constructor(limit: number, make: (bytes: Uint8Array, name: Uint8Array) => T) {
    this.#limit = limit;
    this.#make = make;
  }

  /** @param name further bytes that belong to the entry, and tell it apart from most others: a signature that stands elsewhere */
  get(bytes: Uint8Array, name: Uint8Array = noName): T {
    // The last bytes of certificates and lists are signature.
    const number = lastBytes(name === noName ? bytes : name);
    let kept = this.#entries.get(number);
    // A plain loop over a few thousand bytes takes less than hashing them, or making a string of them.
    if (kept === undefined || !equalBytes(kept.name, name) || !equalBytes(kept.bytes, bytes)) {
      kept = { bytes: bytes.slice(), name: name.slice(), value: this.#make(bytes, name) };
    }
    this.#entries.delete(number);
    this.#entries.set(number, kept);
    if (this.#entries.size > this.#limit) {
      const { value: oldest } = this.#entries.keys().next();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return kept.value;
  }
}

const noName = new Uint8Array(0);
/** As many as a number can hold exactly. */
const numberLength = 6;

function lastBytes(bytes: Uint8Array): number {
  let number = 0;
  for (let index = Math.max(0, bytes.length - numberLength); index < bytes.length; index++) {
    number = 256 * number + (bytes[index] ?? 0);
  }
  return number;
}
