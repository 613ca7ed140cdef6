import { equalBytes } from "@sekisho/encoding";

type Kept<T> = { readonly bytes: Uint8Array; readonly value: T };

/**
 * Remembers what was made of bytes, by the bytes themselves; what was unused for longest goes first.
 *
 * Entries are found by a name of a few bytes and then held against all of theirs. Two that share a name take each other's
 * place: whoever makes them so only makes their own work be done again.
 */
export class LeastRecentlyUsed<T> {
  readonly #entries = new Map<string, Kept<T>>();
  readonly #limit: number;
  readonly #make: (bytes: Uint8Array, name: Uint8Array) => T;

  constructor(limit: number, make: (bytes: Uint8Array, name: Uint8Array) => T) {
    this.#limit = limit;
    this.#make = make;
  }

  /** @param name bytes that tell most entries apart; by default the last ones, which of certificates and lists are signature */
  get(bytes: Uint8Array, name: Uint8Array = bytes.subarray(-nameLength)): T {
    const text = decoder.decode(name);
    let kept = this.#entries.get(text);
    // A plain loop over a few thousand bytes takes less than hashing them, or making a string of them.
    if (kept === undefined || !equalBytes(kept.bytes, bytes)) {
      kept = { bytes: bytes.slice(), value: this.#make(bytes, name) };
    }
    this.#entries.delete(text);
    this.#entries.set(text, kept);
    if (this.#entries.size > this.#limit) {
      const { value: oldest } = this.#entries.keys().next();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return kept.value;
  }
}

const nameLength = 16;

/** A string for each array of bytes, one character for each byte. */
const decoder = new TextDecoder("latin1");
