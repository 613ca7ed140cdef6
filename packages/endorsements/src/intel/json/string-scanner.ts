const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Reads the strings of a JSON text. `fail` must throw; it is told what was expected, and where. */
export class StringScanner {
  readonly #bytes: Uint8Array;
  readonly #fail: (expected: string, offset: number) => never;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

  constructor(bytes: Uint8Array, fail: (expected: string, offset: number) => never) {
    this.#bytes = bytes;
    this.#fail = fail;
  }

  /** The string whose opening quotation mark stands at `start`, and the offset after its closing one. */
  read(start: number): { readonly value: string; readonly end: number } {
    let value = "";
    let position = start + 1;
    let plain = position;
    for (;;) {
      const byte = this.#bytes[position];
      if (byte === undefined || byte < 0x20) return this.#fail("a character or a quotation mark", position);
      if (byte === 0x22) {
        const whole = value + this.#text(plain, position);
        if (!whole.isWellFormed()) this.#fail("surrogates in pairs", start);
        return { value: whole, end: position + 1 };
      }
      if (byte !== 0x5c) {
        position += 1;
        continue;
      }
      const escape = this.#escape(position);
      value += this.#text(plain, position) + escape.character;
      position = escape.end;
      plain = position;
    }
  }

  #escape(offset: number): { readonly character: string; readonly end: number } {
    const letter = String.fromCharCode(this.#bytes[offset + 1] ?? 0);
    const simple = Object.hasOwn(simpleEscapes, letter) ? simpleEscapes[letter] : undefined;
    if (simple !== undefined) return { character: simple, end: offset + 2 };
    const digits = String.fromCharCode(...this.#bytes.subarray(offset + 2, offset + 6));
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) return this.#fail("an escape sequence", offset);
    return { character: String.fromCharCode(Number.parseInt(digits, 16)), end: offset + 6 };
  }

  #text(start: number, end: number): string {
    try {
      return this.#decoder.decode(this.#bytes.subarray(start, end));
    } catch {
      return this.#fail("UTF-8", start);
    }
  }
}
