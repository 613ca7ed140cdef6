import { toHex } from "../text/hex.ts";
import { MalformedError, type MalformedCode } from "../malformed.ts";

/**
 * Reads fixed-size fields from untrusted bytes, front to back, and never past the end.
 *
 * Every method takes the field's name first, as the specification spells it, so that an error says which field broke and
 * at which offset. Byte order stands in the method's name. Use it inside `parseAll`.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #base: number;
  #offset = 0;

  /** @param base offset of `bytes` within the whole input, so that errors of a nested reader name the right place */
  constructor(bytes: Uint8Array, base = 0) {
    // A plain Uint8Array over the same memory: the `slice` of Node's Buffer would not copy.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#base = base;
  }

  /** Offset of the next byte, counted from the start of the whole input. */
  get offset(): number {
    return this.#base + this.#offset;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(field: string): number {
    return this.#view.getUint8(this.#take(field, 1));
  }

  u16le(field: string): number {
    return this.#view.getUint16(this.#take(field, 2), true);
  }

  u16be(field: string): number {
    return this.#view.getUint16(this.#take(field, 2), false);
  }

  u32le(field: string): number {
    return this.#view.getUint32(this.#take(field, 4), true);
  }

  u32be(field: string): number {
    return this.#view.getUint32(this.#take(field, 4), false);
  }

  u64le(field: string): bigint {
    return this.#view.getBigUint64(this.#take(field, 8), true);
  }

  u64be(field: string): bigint {
    return this.#view.getBigUint64(this.#take(field, 8), false);
  }

  /** The next `length` bytes, as a copy that the input's owner can't change afterwards. */
  bytes(field: string, length: number): Uint8Array {
    const start = this.#take(field, length);
    return this.#bytes.slice(start, start + length);
  }

  /** All bytes that are left, as a copy. */
  rest(field: string): Uint8Array {
    return this.bytes(field, this.remaining);
  }

  /** Skips `length` bytes that must all be zero; anything else is an error with code `reserved`. */
  reserved(field: string, length: number): void {
    const { offset } = this;
    const start = this.#take(field, length);
    for (let index = 0; index < length; index++) {
      const byte = this.#bytes[start + index] ?? 0;
      if (byte !== 0) this.fail("reserved", field, "zero", `0x${toHex(Uint8Array.of(byte))}`, offset + index);
    }
  }

  /** A reader over the next `length` bytes; the caller ends it with `end`. Offsets stay those of the whole input. */
  nested(field: string, length: number): ByteReader {
    const base = this.offset;
    const start = this.#take(field, length);
    return new ByteReader(this.#bytes.subarray(start, start + length), base);
  }

  /** Demands that nothing is left. */
  end(field: string): void {
    if (this.remaining > 0) this.fail("trailing", field, "end of input", `${this.remaining} more bytes`);
  }

  /** Stops reading with an error about `field`; the offset is the reader's own unless given. */
  fail(code: MalformedCode, field: string, expected: string, actual: string, offset = this.offset): never {
    throw new MalformedError({ code, field, offset, expected, actual });
  }

  #take(field: string, length: number): number {
    if (!Number.isSafeInteger(length) || length < 0) throw new RangeError(`${field}: length ${length}`);
    if (length > this.remaining) this.fail("truncated", field, `${length} bytes`, `${this.remaining} bytes`);
    const start = this.#offset;
    this.#offset += length;
    return start;
  }
}
