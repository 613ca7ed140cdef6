import { MalformedError, type MalformedCode } from "@sekisho/encoding";
import type { JsonNode } from "./scan.ts";
import { StringScanner } from "./string-scanner.ts";

const depthLimit = 32;
const numberPattern = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const literals: readonly (readonly [string, boolean | null])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/** Walks through JSON bytes, front to back. @throws MalformedError; use it through `scanJson` */
export class JsonScanner {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #strings: StringScanner;
  #position = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.#name = name;
    this.#bytes = bytes;
    this.#strings = new StringScanner(bytes, (expected, offset) => this.#fail("encoding", expected, offset));
  }

  document(): JsonNode {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#position < this.#bytes.length) this.#fail("trailing", "end of input");
    return value;
  }

  #value(depth: number): JsonNode {
    if (depth > depthLimit) this.#fail("limit", `at most ${depthLimit} levels`);
    this.#skipSpace();
    const start = this.#position;
    switch (this.#bytes[start]) {
      case 0x7b:
        return this.#object(start, depth);
      case 0x5b:
        return this.#array(start, depth);
      case 0x22:
        return { kind: "string", value: this.#string(), start, end: this.#position };
      default:
        return this.#scalar(start);
    }
  }

  #object(start: number, depth: number): JsonNode {
    const members = new Map<string, JsonNode>();
    this.#list(0x7d, () => {
      this.#skipSpace();
      const offset = this.#position;
      if (this.#bytes[offset] !== 0x22) this.#fail("encoding", "a key");
      const key = this.#string();
      if (members.has(key)) this.#fail("value", `the key "${key}" once`, offset);
      this.#skipSpace();
      if (!this.#take(0x3a)) this.#fail("encoding", "a colon");
      members.set(key, this.#value(depth + 1));
    });
    return { kind: "object", members, start, end: this.#position };
  }

  #array(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#list(0x5d, () => items.push(this.#value(depth + 1)));
    return { kind: "array", items, start, end: this.#position };
  }

  /** What stands between an opening bracket and `close`, with commas between the items. */
  #list(close: number, item: () => void): void {
    this.#position += 1;
    this.#skipSpace();
    if (this.#take(close)) return;
    for (;;) {
      item();
      this.#skipSpace();
      if (this.#take(close)) return;
      if (!this.#take(0x2c)) this.#fail("encoding", "a comma or a closing bracket");
    }
  }

  #string(): string {
    const { value, end } = this.#strings.read(this.#position);
    this.#position = end;
    return value;
  }

  #scalar(start: number): JsonNode {
    while (isScalarByte(this.#bytes[this.#position])) this.#position += 1;
    const end = this.#position;
    const text = String.fromCharCode(...this.#bytes.subarray(start, Math.min(end, start + 40)));
    const literal = literals.find(([name]) => name === text);
    if (literal !== undefined) return { kind: "literal", value: literal[1], start, end };
    if (end - start > 32 || !numberPattern.test(text)) this.#fail("encoding", "a JSON value", start);
    return { kind: "number", value: Number(text), start, end };
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#position] !== byte) return false;
    this.#position += 1;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#position];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#position += 1;
    }
  }

  #fail(code: MalformedCode, expected: string, offset = this.#position): never {
    const byte = this.#bytes[offset];
    const actual = byte === undefined ? "end of input" : `0x${byte.toString(16).padStart(2, "0")}`;
    const truncated = byte === undefined && code === "encoding";
    throw new MalformedError({ code: truncated ? "truncated" : code, field: this.#name, offset, expected, actual });
  }
}

/** Letters, digits, plus, minus and point: what numbers and literals are made of. */
function isScalarByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const letter = byte | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || [0x2b, 0x2d, 0x2e].includes(byte);
}
