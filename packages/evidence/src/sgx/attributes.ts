import { flagReader, type FlagBits } from "../flag-bits.ts";

const positions = {
  init: 0,
  debug: 1,
  mode64Bit: 2,
  provisionKey: 4,
  einitTokenKey: 5,
  cet: 6,
  kss: 7,
  aexNotify: 10,
} as const;

/**
 * What ATTRIBUTES.FLAGS says of an enclave (Intel SDM 3D, ATTRIBUTES), by its names. `debug`: the enclave's memory can be read
 * and changed from outside. `kss`, key separation and sharing: CONFIGID, CONFIGSVN, ISVEXTPRODID and ISVFAMILYID count.
 */
export type EnclaveFlags = FlagBits<keyof typeof positions>;

/** The meaning of ATTRIBUTES.FLAGS. */
export const readEnclaveFlags: (raw: bigint) => EnclaveFlags = flagReader(positions);
