import { flagReader, type FlagBits } from "../flag-bits.ts";

const positions = {
  debug: 0,
  hgsPlusProf: 4,
  perfProf: 5,
  pmtProf: 6,
  icssd: 16,
  lass: 27,
  septVeDisable: 28,
  migratable: 29,
  pks: 30,
  kl: 31,
  tpa: 62,
  perfmon: 63,
} as const;

/**
 * TDATTRIBUTES (Intel TDX module 1.5 ABI, ATTRIBUTES), by its names. Bits 0 to 7 are those of a domain under test: with
 * `debug` the host may read and change its memory, and the others let it profile the domain. `septVeDisable`: a page that the
 * host took away ends the domain instead of raising an exception in it.
 */
export type TdAttributes = FlagBits<keyof typeof positions>;

/** The meaning of the 64 bits of TDATTRIBUTES. */
export const readTdAttributes: (raw: bigint) => TdAttributes = flagReader(positions);
