/**
 * What Sekisho opens, and nothing else. A header comes from the host's disk: cryptsetup would also follow one that names a
 * null cipher (CVE-2025-59054, CVE-2025-58356), an unencrypted segment or an interrupted re-encryption.
 */
export const allowed = {
  /** For the data segment and for the key slots' areas. */
  encryption: "aes-xts-plain64",
  /** Two AES-256 keys, in bytes. */
  keySize: 64,
  sectorSizes: [512, 4096],
  hashes: ["sha256", "sha512"],
  /** The stripes that cryptsetup writes, and demands. */
  stripes: 4000,
  /**
   * cryptsetup's minimum, up to some minutes. A random key needs no slow derivation; for a passphrase the cost is chosen when
   * the image is built, and the digest of the header holds it.
   */
  pbkdf2Iterations: { least: 1000, most: 100_000_000 },
  argon2id: {
    time: { least: 1, most: 1000 },
    memoryKiB: { least: 32, most: 4 * 1024 * 1024 },
    cpus: { least: 1, most: 4 },
  },
  /** They change how the kernel schedules I/O or pass discards on, never what is encrypted or checked. */
  flags: ["allow-discards", "same-cpu-crypt", "submit-from-crypt-cpus", "no-read-workqueue", "no-write-workqueue"],
  /** Only a note for people that a key slot is for recovery; cryptsetup does nothing with it. */
  tokenTypes: ["systemd-recovery"],
} as const;

/** A number within an allowed range, both ends included. */
export function within(value: number, range: { readonly least: number; readonly most: number }): boolean {
  return value >= range.least && value <= range.most;
}
