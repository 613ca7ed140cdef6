/** How a key slot stretches what opens it. */
export type KeyDerivation =
  | {
      readonly kind: "argon2id";
      readonly memoryKiB: number;
      readonly iterations: number;
      readonly threads: number;
    }
  | { readonly kind: "pbkdf2"; readonly hash: "sha512"; readonly iterations: number };

/** What opens the slot: bytes of full entropy, or something that a person chose. */
export type SecretKind = "random-key" | "passphrase";

/** The kernel, the unpacked initrd and the running agent, in MiB (measured: 230 of 1024). */
const takenMiB = 384;
const mebibyte = 1024;
/** cryptsetup's own upper limit by default: 1 GiB. */
const mostMiB = 1024;
/** Below this, argon2id protects a passphrase less than its memory is worth: PBKDF2 instead. */
const leastMiB = 64;
const argonIterations = 4;
const mostThreads = 4;
/** OWASP's recommendation for PBKDF2 with SHA-512 is 210 000; LUKS2 protects for years. */
const passphraseIterations = 1_000_000;
/** cryptsetup's minimum: a random key of 256 bits can't be guessed, so stretching it only makes the boot slower. */
const leastIterations = 1000;

/**
 * Fits the key derivation to the guest: half of the memory that the guest has left when it opens its disk, at most 1 GiB,
 * for a passphrase; the least argon2id takes for a random key.
 *
 * @param memoryMiB the guest's memory
 */
export function chooseKeyDerivation(memoryMiB: number, vcpus: number, secret: SecretKind): KeyDerivation {
  const spareMiB = Math.floor((memoryMiB - takenMiB) / 2);
  if (spareMiB < leastMiB) {
    const iterations = secret === "passphrase" ? passphraseIterations : leastIterations;
    return { kind: "pbkdf2", hash: "sha512", iterations };
  }
  const memory = secret === "passphrase" ? Math.min(spareMiB, mostMiB) : leastMiB;
  return {
    kind: "argon2id",
    memoryKiB: memory * mebibyte,
    iterations: argonIterations,
    threads: Math.min(vcpus, mostThreads),
  };
}

/** The options of cryptsetup that make it use exactly this derivation, without measuring the building machine. */
export function keyDerivationWords(derivation: KeyDerivation): string[] {
  switch (derivation.kind) {
    case "argon2id":
      return [
        "--pbkdf=argon2id",
        `--pbkdf-memory=${derivation.memoryKiB}`,
        `--pbkdf-parallel=${derivation.threads}`,
        `--pbkdf-force-iterations=${derivation.iterations}`,
      ];
    case "pbkdf2":
      return ["--pbkdf=pbkdf2", `--hash=${derivation.hash}`, `--pbkdf-force-iterations=${derivation.iterations}`];
  }
}
