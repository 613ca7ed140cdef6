import { ByteWriter, type ByteReader } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { hashAlgorithmId, readHashAlgorithm } from "./algorithms.ts";

/** PCRs of one bank (TPMS_PCR_SELECTION). */
export type PcrSelection = {
  readonly hash: HashAlgorithm;
  /** Numbers of the selected PCRs, rising. */
  readonly pcrs: readonly number[];
};

/** HASH_COUNT of the reference code, with room: no TPM has more banks. */
const bankLimit = 16;
/** Bytes of the bit map: 3 on a PC (24 PCRs); TPM_PCR_SELECT_MAX leaves room for more. */
const bitMapLimit = 4;
/** The bit map that a PC Client TPM writes. */
const pcClientBitMapLength = 3;

/**
 * Reads a TPML_PCR_SELECTION (TPM 2.0 Library, part 2, 10.9.7): a count in four bytes, then per bank the hash, the length of
 * the bit map in one byte, and the bit map, whose first byte holds PCR 0 in its lowest bit.
 */
export function readPcrSelections(reader: ByteReader, field: string): readonly PcrSelection[] {
  const { offset } = reader;
  const count = reader.u32be(`${field} count`);
  if (count > bankLimit) reader.fail("limit", `${field} count`, `at most ${bankLimit}`, `${count}`, offset);
  return Array.from({ length: count }, () => readPcrSelection(reader, field));
}

function readPcrSelection(reader: ByteReader, field: string): PcrSelection {
  const hash = readHashAlgorithm(reader, `${field} hash`);
  const { offset } = reader;
  const length = reader.u8(`${field} sizeofSelect`);
  if (length === 0 || length > bitMapLimit) {
    reader.fail("limit", `${field} sizeofSelect`, `1 to ${bitMapLimit}`, `${length}`, offset);
  }
  const bitMap = reader.bytes(`${field} pcrSelect`, length);
  const all = Array.from({ length: 8 * length }, (_, pcr) => pcr);
  return { hash, pcrs: all.filter((pcr) => (((bitMap[pcr >> 3] ?? 0) >> (pcr & 7)) & 1) === 1) };
}

/** Writes a TPML_PCR_SELECTION with bit maps of 3 bytes, as PC Client TPMs do. @throws RangeError for a PCR above 23 */
export function encodePcrSelections(selections: readonly PcrSelection[]): Uint8Array {
  const writer = new ByteWriter().u32be(selections.length);
  for (const { hash, pcrs } of selections) {
    const bitMap = new Uint8Array(pcClientBitMapLength);
    for (const pcr of pcrs) {
      const byte = bitMap[pcr >> 3];
      if (byte === undefined) throw new RangeError(`no PCR of a PC Client TPM: ${pcr}`);
      bitMap[pcr >> 3] = byte | (1 << (pcr & 7));
    }
    writer.u16be(hashAlgorithmId(hash)).u8(bitMap.length).bytes(bitMap);
  }
  return writer.finish();
}

/** Whether two lists select the same PCRs of the same banks in the same order. The length of bit maps makes no difference. */
export function samePcrSelections(left: readonly PcrSelection[], right: readonly PcrSelection[]): boolean {
  return showPcrSelections(left) === showPcrSelections(right);
}

/** A short text for people ("sha256:0,1,7"), banks joined by "+" as tpm2-tools write them. */
export function showPcrSelections(selections: readonly PcrSelection[]): string {
  return selections.map(({ hash, pcrs }) => `${hash}:${pcrs.join(",")}`).join("+");
}
