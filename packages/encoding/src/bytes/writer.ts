/** Joins byte arrays into a new one. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Writes fixed-size fields front to back; byte order stands in the method's name. Every method returns the writer. */
export class ByteWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** How many bytes were written. */
  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    return this.#number(1, (view) => view.setUint8(0, value), value, 0xff);
  }

  u16le(value: number): this {
    return this.#number(2, (view) => view.setUint16(0, value, true), value, 0xffff);
  }

  u16be(value: number): this {
    return this.#number(2, (view) => view.setUint16(0, value, false), value, 0xffff);
  }

  u32le(value: number): this {
    return this.#number(4, (view) => view.setUint32(0, value, true), value, 0xffff_ffff);
  }

  u32be(value: number): this {
    return this.#number(4, (view) => view.setUint32(0, value, false), value, 0xffff_ffff);
  }

  u64le(value: bigint): this {
    return this.#bigint((view) => view.setBigUint64(0, value, true), value);
  }

  u64be(value: bigint): this {
    return this.#bigint((view) => view.setBigUint64(0, value, false), value);
  }

  bytes(value: Uint8Array): this {
    this.#parts.push(new Uint8Array(value));
    this.#length += value.length;
    return this;
  }

  zeros(length: number): this {
    return this.bytes(new Uint8Array(length));
  }

  /** Zeros up to `offset`. Throws a RangeError when more was written already. */
  padTo(offset: number): this {
    if (offset < this.#length) throw new RangeError(`cannot pad to ${offset}: ${this.#length} bytes were written`);
    return this.zeros(offset - this.#length);
  }

  /** Everything written so far. */
  finish(): Uint8Array {
    return concatBytes(...this.#parts);
  }

  #number(size: number, set: (view: DataView) => void, value: number, limit: number): this {
    if (!Number.isInteger(value) || value < 0 || value > limit)
      throw new RangeError(`${value} does not fit ${size} bytes`);
    return this.#put(size, set);
  }

  #bigint(set: (view: DataView) => void, value: bigint): this {
    if (value < 0n || value >= 1n << 64n) throw new RangeError(`${value} does not fit 8 bytes`);
    return this.#put(8, set);
  }

  #put(size: number, set: (view: DataView) => void): this {
    const bytes = new Uint8Array(size);
    set(new DataView(bytes.buffer));
    return this.bytes(bytes);
  }
}
