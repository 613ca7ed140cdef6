import { ByteWriter, toUtf8 } from "@sekisho/encoding";

/** For tests: one event of a log that is written, not measured. */
export type WrittenEvent = {
  readonly register: number;
  readonly type: number;
  /** TPM_ALG_ID and digest, in order; a legacy log writes the first digest alone. */
  readonly digests: readonly (readonly [number, Uint8Array])[];
  readonly data: Uint8Array;
};

/** For tests: a crypto-agile log whose Spec ID event lists `algorithms` (TPM_ALG_ID and size). */
export function writeCryptoAgileLog(
  algorithms: readonly (readonly [number, number])[],
  events: readonly WrittenEvent[],
): Uint8Array {
  const spec = new ByteWriter().bytes(toUtf8("Spec ID Event03\0")).u32le(0).u8(0).u8(2).u8(2).u8(2);
  spec.u32le(algorithms.length);
  for (const [id, size] of algorithms) spec.u16le(id).u16le(size);
  spec.u8(0);
  const log = new ByteWriter().u32le(0).u32le(3).zeros(20).u32le(spec.length).bytes(spec.finish());
  for (const { register, type, digests, data } of events) {
    log.u32le(register).u32le(type).u32le(digests.length);
    for (const [id, digest] of digests) log.u16le(id).bytes(digest);
    log.u32le(data.length).bytes(data);
  }
  return log.finish();
}

/** For tests: a log in the form of TPM 1.2. */
export function writeLegacyLog(events: readonly WrittenEvent[]): Uint8Array {
  const log = new ByteWriter();
  for (const { register, type, digests, data } of events) {
    const digest = digests[0]?.[1] ?? new Uint8Array(20);
    log.u32le(register).u32le(type).bytes(digest).u32le(data.length).bytes(data);
  }
  return log.finish();
}
