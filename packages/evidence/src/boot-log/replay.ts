import { concatBytes } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import type { Banks } from "./banks.ts";

/** One extension of a register: what the platform handed its TPM or TDX module, in each bank. */
export type Extension = {
  readonly register: number;
  readonly digests: ReadonlyMap<HashAlgorithm, Uint8Array>;
};

/**
 * Extends registers as a TPM does: new value = H(old value ‖ digest), for every bank that is asked for.
 *
 * Registers that no event extends are absent, so that an empty log never looks like a boot.
 *
 * @param banks which banks to compute; an extension without a digest of a bank leaves that bank as it is
 * @param start what a register holds before its first extension, where that is not zero (PCR 0 after a start-up in
 *   locality 3 or 4)
 */
export async function replayExtensions(
  banks: readonly HashAlgorithm[],
  extensions: readonly Extension[],
  start: (register: number, size: number) => Uint8Array = (_, size) => new Uint8Array(size),
): Promise<Banks> {
  const values = new Map(banks.map((bank) => [bank, new Map<number, Uint8Array>()]));
  for (const { register, digests } of extensions) {
    for (const [bank, registers] of values) {
      const digest = digests.get(bank);
      if (digest === undefined) continue;
      const before = registers.get(register) ?? start(register, digest.length);
      registers.set(register, await hash(bank, concatBytes(before, digest)));
    }
  }
  return values;
}
