/** What the platform is set to (SEV-SNP ABI 1.58, PLATFORM_INFO of table 23), by its names. */
export type PlatformInfo = {
  readonly smtEn: boolean;
  readonly tsmeEn: boolean;
  readonly eccEn: boolean;
  readonly raplDis: boolean;
  readonly ciphertextHidingDramEn: boolean;
  /** Memory was checked for aliases since the last reset (BadRAM, CVE-2024-21944). */
  readonly aliasCheckComplete: boolean;
  readonly tioEn: boolean;
  /** Bits that no known ABI defines (6, and 8 upwards), in their places. Turin sets bit 6 in the field. */
  readonly reserved: bigint;
  /** All 64 bits. */
  readonly raw: bigint;
};

const known = 0b1011_1111n;

/** The meaning of the 64 bits of PLATFORM_INFO. */
export function readPlatformInfo(raw: bigint): PlatformInfo {
  const low = Number(raw & 0xffn);
  return {
    smtEn: (low & 0x01) !== 0,
    tsmeEn: (low & 0x02) !== 0,
    eccEn: (low & 0x04) !== 0,
    raplDis: (low & 0x08) !== 0,
    ciphertextHidingDramEn: (low & 0x10) !== 0,
    aliasCheckComplete: (low & 0x20) !== 0,
    tioEn: (low & 0x80) !== 0,
    reserved: raw & ~known,
    raw,
  };
}
