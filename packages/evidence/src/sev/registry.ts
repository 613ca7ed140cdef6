/** What a key of a platform's hierarchy is for (SEV API 0.24, appendix C.1, USAGE). */
export type KeyUsage = "ARK" | "ASK" | "OCA" | "PEK" | "PDH" | "CEK";

/** Numbers of {@link KeyUsage}. */
export const usageNumbers: Readonly<Record<KeyUsage, number>> = {
  ARK: 0x0000,
  ASK: 0x0013,
  OCA: 0x1001,
  PEK: 0x1002,
  PDH: 0x1003,
  CEK: 0x1004,
};

/** The usage of a signature that is not there. */
export const unusedUsage = 0x1000;

const usages: ReadonlyMap<number, KeyUsage> = new Map(
  (Object.keys(usageNumbers) as KeyUsage[]).map((usage) => [usageNumbers[usage], usage]),
);

/** The usage of a number; undefined for one that appendix C.1 does not know. */
export function usageOfNumber(number: number): KeyUsage | undefined {
  return usages.get(number);
}

/** How a key is used (SEV API 0.24, appendix C.1, ALGO): what it is, and the hash that goes with it. */
export type KeyAlgorithm = {
  readonly kind: "rsa" | "ecdsa" | "ecdh";
  readonly hash: "sha256" | "sha384";
};

const kinds = ["rsa", "ecdsa", "ecdh"] as const;
const sha384Bit = 0x100;

/** The number of an algorithm: 1 to 3 with SHA-256, 0x101 to 0x103 with SHA-384. */
export function algorithmNumber({ kind, hash }: KeyAlgorithm): number {
  return kinds.indexOf(kind) + 1 + (hash === "sha384" ? sha384Bit : 0);
}

/** The algorithm of a number; undefined for 0 ("invalid") and for numbers that appendix C.1 does not know. */
export function algorithmOfNumber(number: number): KeyAlgorithm | undefined {
  const kind = kinds[(number & ~sha384Bit) - 1];
  return kind === undefined ? undefined : { kind, hash: (number & sha384Bit) === 0 ? "sha256" : "sha384" };
}
