import type { HashAlgorithm } from "@sekisho/encoding/crypto";

/** What registers (PCRs, or RTMRs by their CCEL index) hold after a replay, by bank: register → digest. */
export type Banks = ReadonlyMap<HashAlgorithm, ReadonlyMap<number, Uint8Array>>;

/** A hash function of a log: its TPM_ALG_ID, its name, the length of its digests in bytes, and whether Sekisho can compute it. */
export type LogAlgorithm = {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly hash?: HashAlgorithm;
};

/** Hash functions of the TCG Algorithm Registry 1.34, table 3. SM3 and SHA-3 are read and listed, but not computed. */
const known: readonly LogAlgorithm[] = [
  { id: 0x0004, name: "sha1", size: 20, hash: "sha1" },
  { id: 0x000b, name: "sha256", size: 32, hash: "sha256" },
  { id: 0x000c, name: "sha384", size: 48, hash: "sha384" },
  { id: 0x000d, name: "sha512", size: 64, hash: "sha512" },
  { id: 0x0012, name: "sm3_256", size: 32 },
  { id: 0x0027, name: "sha3_256", size: 32 },
  { id: 0x0028, name: "sha3_384", size: 48 },
  { id: 0x0029, name: "sha3_512", size: 64 },
];

const byId = new Map(known.map((algorithm) => [algorithm.id, algorithm]));
const byName = new Map(known.map((algorithm) => [algorithm.name, algorithm]));

/** The hash function of a TPM_ALG_ID, where it is known. */
export function algorithmOfId(id: number): LogAlgorithm | undefined {
  return byId.get(id);
}

/** The hash function of a name as TCG and Linux spell it ("sha256", "sm3_256"), where it is known. */
export function algorithmOfName(name: string): LogAlgorithm | undefined {
  return byName.get(name);
}

/** How many registers a log may name: a TPM of the PC Client profile has PCR 0 to 23. */
export const registerCount = 24;
