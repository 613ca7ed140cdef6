import { readFlagBits, type FlagBits } from "../flag-bits.ts";

const positions = {
  init: 0n,
  debug: 1n,
  mode64Bit: 2n,
  provisionKey: 4n,
  einitTokenKey: 5n,
  cet: 6n,
  kss: 7n,
  aexNotify: 10n,
} as const;

/**
 * What ATTRIBUTES.FLAGS says of an enclave (Intel SDM 3D, ATTRIBUTES), by its names. `debug`: the enclave's memory can be read
 * and changed from outside. `kss`, key separation and sharing: CONFIGID, CONFIGSVN, ISVEXTPRODID and ISVFAMILYID count.
 */
export type EnclaveFlags = FlagBits<keyof typeof positions>;

/** The meaning of ATTRIBUTES.FLAGS. */
export function readEnclaveFlags(flags: bigint): EnclaveFlags {
  return readFlagBits(flags, positions);
}
