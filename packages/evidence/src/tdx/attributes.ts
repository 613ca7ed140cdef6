import { readFlagBits, type FlagBits } from "../flag-bits.ts";

const positions = {
  debug: 0n,
  hgsPlusProf: 4n,
  perfProf: 5n,
  pmtProf: 6n,
  icssd: 16n,
  lass: 27n,
  septVeDisable: 28n,
  migratable: 29n,
  pks: 30n,
  kl: 31n,
  tpa: 62n,
  perfmon: 63n,
} as const;

/**
 * TDATTRIBUTES (Intel TDX module 1.5 ABI, ATTRIBUTES), by its names. Bits 0 to 7 are those of a domain under test: with
 * `debug` the host may read and change its memory, and the others let it profile the domain. `septVeDisable`: a page that the
 * host took away ends the domain instead of raising an exception in it.
 */
export type TdAttributes = FlagBits<keyof typeof positions>;

/** The meaning of the 64 bits of TDATTRIBUTES. */
export function readTdAttributes(raw: bigint): TdAttributes {
  return readFlagBits(raw, positions);
}
