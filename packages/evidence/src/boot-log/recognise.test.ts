import { describe, expect, test } from "vitest";
import { isCcel, parseTcgEventLog } from "./index.ts";
import { writeCryptoAgileLog, writeLegacyLog } from "./testing/write-log.ts";

const sha1 = [0x04, 20] as const;
const sha256 = [0x0b, 32] as const;
const sha384 = [0x0c, 48] as const;
type Bank = readonly [number, number];

function logOf(banks: readonly Bank[], registers: readonly number[], type = 4): Uint8Array {
  const digests = banks.map(([id, size]) => [id, new Uint8Array(size).fill(1)] as const);
  return writeCryptoAgileLog(
    banks,
    registers.map((register) => ({ register, type, digests, data: Uint8Array.of(1) })),
  );
}

describe("a log is that of a TDX guest", () => {
  test.each<[string, Uint8Array, boolean]>([
    ["with one bank and the registers 1 to 4", logOf([sha384], [1, 2, 3, 4]), true],
    ["not without events", logOf([sha384], []), false],
    ["not where no event extends anything", logOf([sha384], [1], 3), false],
    ["not in SHA-1", logOf([sha1], [1]), false],
    ["not with two banks", logOf([sha256, sha384], [1]), false],
    ["not with register 0", logOf([sha384], [1, 0]), false],
    ["not with register 5", logOf([sha384], [1, 5]), false],
    [
      "not in the form of TPM 1.2",
      writeLegacyLog([{ register: 1, type: 4, digests: [], data: Uint8Array.of(1) }]),
      false,
    ],
  ])("%s", (_, bytes, expected) => {
    const log = parseTcgEventLog(bytes);
    expect(log.ok && isCcel(log.value)).toBe(expected);
  });
});
