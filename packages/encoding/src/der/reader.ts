import { MalformedError, type MalformedCode } from "../malformed.ts";
import { toHex } from "../text/hex.ts";
import { tags } from "./tags.ts";
import { objectIdentifierText, readText, readTime, smallestInteger } from "./values.ts";

/** One tag, length and content, as a place in the whole input. Its bytes are views, made when asked for. */
export class DerElement {
  readonly tag: number;
  /** Where the tag, the content and the next element begin. */
  readonly offset: number;
  readonly contentOffset: number;
  readonly endOffset: number;
  readonly #input: Uint8Array;

  constructor(input: Uint8Array, tag: number, offset: number, contentOffset: number, endOffset: number) {
    this.#input = input;
    this.tag = tag;
    this.offset = offset;
    this.contentOffset = contentOffset;
    this.endOffset = endOffset;
  }

  /** The content octets alone. */
  get content(): Uint8Array {
    return this.#input.subarray(this.contentOffset, this.endOffset);
  }

  /** Tag, length and content. */
  get encoded(): Uint8Array {
    return this.#input.subarray(this.offset, this.endOffset);
  }
}

/** Deeper than any certificate nests (about ten), far shallower than a stack. */
const depthLimit = 32;

/**
 * Walks through the elements of DER bytes, front to back. Definite and minimal lengths, minimal integers and single-octet tags
 * only. Every method takes the field's name first, as its specification spells it; errors say it and the offset. Use it
 * inside `parseDer`.
 *
 * Contents are views into the input, not copies.
 */
export class DerReader {
  readonly #input: Uint8Array;
  readonly #end: number;
  readonly #depth: number;
  #position: number;

  /** Reads `input` between `start` and `end`; offsets are those of the whole input. */
  constructor(input: Uint8Array, start = 0, end = input.length, depth = 0) {
    this.#input = input;
    this.#position = start;
    this.#end = end;
    this.#depth = depth;
  }

  /** Offset of the next byte, counted from the start of the whole input. */
  get offset(): number {
    return this.#position;
  }

  /** Identifier octet of the next element; undefined at the end. */
  get nextTag(): number | undefined {
    return this.atEnd ? undefined : this.#input[this.#position];
  }

  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** The next element, which must have this identifier octet if one is given. */
  element(field: string, tag?: number): DerElement {
    const offset = this.#position;
    const found = this.#octet(field);
    if ((found & 0x1f) === 0x1f) this.fail("encoding", field, "a tag number below 31", hexOctet(found), offset);
    if (tag !== undefined && found !== tag) {
      this.fail("encoding", field, `tag ${hexOctet(tag)}`, `tag ${hexOctet(found)}`, offset);
    }
    const length = this.#length(field);
    const contentOffset = this.#position;
    const left = this.#end - contentOffset;
    if (length > left) this.fail("truncated", field, `${length} bytes`, `${left} bytes`);
    this.#position = contentOffset + length;
    return new DerElement(this.#input, found, offset, contentOffset, this.#position);
  }

  /** The next element if it has this identifier octet; undefined, and nothing read, if not. */
  optional(field: string, tag: number): DerElement | undefined {
    return this.nextTag === tag ? this.element(field, tag) : undefined;
  }

  /**
   * The next element, which must be constructed and context-specific, and the number of its tag: below 31 in one octet, from
   * there on in as few more as it takes (X.690, 8.1.2.4). Lists of many optional parts use such numbers.
   *
   * @param limit the largest number that is accepted
   */
  numbered(field: string, limit: number): { readonly number: number; readonly element: DerElement } {
    const offset = this.#position;
    const first = this.nextTag ?? 0;
    if ((first & 0xe0) !== 0xa0) this.fail("encoding", field, "a constructed context tag", hexOctet(first), offset);
    if ((first & 0x1f) !== 0x1f) return { number: first & 0x1f, element: this.element(field) };
    this.#octet(field);
    const number = this.#tagNumber(field, limit);
    const length = this.#length(field);
    const contentOffset = this.#position;
    const left = this.#end - contentOffset;
    if (length > left) this.fail("truncated", field, `${length} bytes`, `${left} bytes`);
    this.#position = contentOffset + length;
    return { number, element: new DerElement(this.#input, first, offset, contentOffset, this.#position) };
  }

  /** A reader over the content of an element of this reader. */
  inside(field: string, { contentOffset, endOffset }: DerElement): DerReader {
    if (this.#depth >= depthLimit) {
      this.fail("limit", field, `at most ${depthLimit} levels`, "a deeper level", contentOffset);
    }
    return new DerReader(this.#input, contentOffset, endOffset, this.#depth + 1);
  }

  /** Reads the content of the next element with `read`, which must leave nothing over. */
  constructed<T>(field: string, tag: number, read: (reader: DerReader) => T): T {
    const inner = this.inside(field, this.element(field, tag));
    const value = read(inner);
    inner.end(field);
    return value;
  }

  sequence<T>(field: string, read: (reader: DerReader) => T): T {
    return this.constructed(field, tags.sequence, read);
  }

  /** Reads elements with `read` until this reader's end. */
  all<T>(read: (reader: DerReader) => T): readonly T[] {
    const values: T[] = [];
    while (!this.atEnd) values.push(read(this));
    return values;
  }

  boolean(field: string): boolean {
    const { content, contentOffset } = this.element(field, tags.boolean);
    const value = content[0];
    if (content.length === 1 && (value === 0x00 || value === 0xff)) return value === 0xff;
    return this.fail("encoding", field, "0x00 or 0xff", `0x${toHex(content)}`, contentOffset);
  }

  /** The content octets of an INTEGER: two's complement, big-endian, as short as possible. */
  integerBytes(field: string): Uint8Array {
    const { content, contentOffset } = this.element(field, tags.integer);
    if (!smallestInteger(content)) {
      this.fail("encoding", field, "an integer in its shortest form", summary(content), contentOffset);
    }
    return content;
  }

  integer(field: string): bigint {
    const content = this.integerBytes(field);
    const magnitude = BigInt(`0x${toHex(content)}`);
    return (content[0] ?? 0) < 0x80 ? magnitude : magnitude - (1n << BigInt(8 * content.length));
  }

  /** An INTEGER between 0 and `limit`, both included. */
  smallInteger(field: string, limit: number): number {
    const offset = this.offset;
    const value = this.integer(field);
    if (value < 0n || value > BigInt(limit)) this.fail("value", field, `0 to ${limit}`, `${value}`, offset);
    return Number(value);
  }

  /** A BIT STRING: its octets, first bit at the top, and how many bits of the last octet don't count; these must be zero. */
  bitString(field: string): { readonly bytes: Uint8Array; readonly unusedBits: number } {
    const { content, contentOffset } = this.element(field, tags.bitString);
    const unusedBits = content[0] ?? 0xff;
    const last = content.length > 1 ? (content[content.length - 1] ?? 0) : 0;
    const tooMany = unusedBits > 7 || (content.length === 1 && unusedBits > 0);
    if (tooMany || (last & ((1 << unusedBits) - 1)) !== 0) {
      this.fail("encoding", field, "a bit string whose unused bits are zero", summary(content), contentOffset);
    }
    return { bytes: content.subarray(1), unusedBits };
  }

  /** A BIT STRING of whole octets, as signatures and keys are. */
  bitStringBytes(field: string): Uint8Array {
    const offset = this.offset;
    const { bytes, unusedBits } = this.bitString(field);
    if (unusedBits !== 0) this.fail("encoding", field, "whole octets", `${unusedBits} unused bits`, offset);
    return bytes;
  }

  octetString(field: string): Uint8Array {
    return this.element(field, tags.octetString).content;
  }

  null(field: string): void {
    const { content, contentOffset } = this.element(field, tags.null);
    if (content.length > 0) this.fail("encoding", field, "no content", summary(content), contentOffset);
  }

  /** An OBJECT IDENTIFIER in dotted decimals ("1.2.840.113549.1.1.10"). */
  objectIdentifier(field: string): string {
    const { content, contentOffset } = this.element(field, tags.objectIdentifier);
    const text = objectIdentifierText(content);
    return text ?? this.fail("encoding", field, "an object identifier", summary(content), contentOffset);
  }

  /** A UTCTime (years 1950 to 2049) or GeneralizedTime, in whole seconds and UTC, as RFC 5280 (4.1.2.5) demands. */
  time(field: string): Date {
    const { tag, content, offset } = this.element(field);
    const time = readTime(tag, content);
    return time ?? this.fail("encoding", field, "a UTC time in whole seconds", summary(content), offset);
  }

  /** A character string of one of the types that names and extensions use. */
  text(field: string): string {
    const { tag, content, offset } = this.element(field);
    return readText(tag, content) ?? this.fail("encoding", field, "a character string", summary(content), offset);
  }

  /** Demands that nothing is left. */
  end(field: string): void {
    const left = this.#end - this.#position;
    if (left > 0) this.fail("trailing", field, "end of input", `${left} more bytes`);
  }

  /** Stops reading with an error about `field`; the offset is the reader's own unless given. */
  fail(code: MalformedCode, field: string, expected: string, actual: string, offset = this.offset): never {
    throw new MalformedError({ code, field, offset, expected, actual });
  }

  #octet(field: string): number {
    const octet = this.nextTag;
    if (octet === undefined) return this.fail("truncated", field, "1 bytes", "0 bytes");
    this.#position += 1;
    return octet;
  }

  #tagNumber(field: string, limit: number): number {
    const { offset } = this;
    let number = 0;
    for (;;) {
      const octet = this.#octet(field);
      if (number === 0 && octet === 0x80)
        this.fail("encoding", field, "a tag number in its shortest form", "0x80", offset);
      number = number * 128 + (octet & 0x7f);
      if (number > limit) this.fail("limit", field, `tag numbers up to ${limit}`, `${number}`, offset);
      if (octet < 0x80) break;
    }
    if (number < 31) this.fail("encoding", field, "one octet for a tag number below 31", `${number}`, offset);
    return number;
  }

  #length(field: string): number {
    const offset = this.offset;
    const first = this.#octet(field);
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 4) {
      this.fail("encoding", field, "a definite length of at most 4 octets", hexOctet(first), offset);
    }
    let length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + this.#octet(field);
    if (length < 0x80 || length < 256 ** (count - 1)) {
      this.fail("encoding", field, "a length in its shortest form", `${count} octets for ${length}`, offset);
    }
    return length;
  }
}

function hexOctet(octet: number): string {
  return `0x${octet.toString(16).padStart(2, "0")}`;
}

function summary(content: Uint8Array): string {
  return content.length <= 16
    ? `0x${toHex(content)}`
    : `0x${toHex(content.subarray(0, 16))}… (${content.length} bytes)`;
}
