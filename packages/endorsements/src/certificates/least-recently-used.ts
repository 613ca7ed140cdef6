/** Remembers what was made of bytes, by the bytes themselves; what was unused for longest goes first. */
export class LeastRecentlyUsed<T> {
  readonly #entries = new Map<string, T>();
  readonly #limit: number;
  readonly #make: (bytes: Uint8Array) => T;

  constructor(limit: number, make: (bytes: Uint8Array) => T) {
    this.#limit = limit;
    this.#make = make;
  }

  get(bytes: Uint8Array): T {
    const name = nameOf(bytes);
    let entry = this.#entries.get(name);
    if (entry === undefined) entry = this.#make(bytes);
    else this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > this.#limit) {
      const { value: oldest } = this.#entries.keys().next();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry;
  }
}

const decoder = new TextDecoder("latin1");

/** A string for each array of bytes, one character for each byte: several times quicker than any hash. */
function nameOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
