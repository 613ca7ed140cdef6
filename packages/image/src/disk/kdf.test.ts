import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseKeyDerivation, keyDerivationWords } from "./kdf.ts";

describe("the key derivation is fitted to the guest", () => {
  test("a passphrase gets argon2id with half of the memory that the guest has left", () => {
    expect(chooseKeyDerivation(2048, 2, "passphrase")).toEqual({
      kind: "argon2id",
      memoryKiB: 832 * 1024,
      iterations: 4,
      threads: 2,
    });
  });

  test("however large the guest, it takes no more than cryptsetup's own limit of 1 GiB and four threads", () => {
    const chosen = chooseKeyDerivation(65_536, 64, "passphrase");
    expect(chosen).toMatchObject({ kind: "argon2id", memoryKiB: 1_048_576, threads: 4 });
  });

  test("a random key gets the least, since it can't be guessed", () => {
    expect(chooseKeyDerivation(65_536, 2, "random-key")).toMatchObject({ kind: "argon2id", memoryKiB: 65_536 });
  });

  test("a guest too small for argon2id gets PBKDF2, with many rounds for a passphrase", () => {
    expect(chooseKeyDerivation(384, 1, "passphrase")).toEqual({
      kind: "pbkdf2",
      hash: "sha512",
      iterations: 1_000_000,
    });
    expect(chooseKeyDerivation(384, 1, "random-key")).toEqual({ kind: "pbkdf2", hash: "sha512", iterations: 1000 });
  });

  test("it never takes as much memory as the guest has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 128, max: 1 << 22 }), fc.integer({ min: 1, max: 512 }), (memory, vcpus) => {
        const chosen = chooseKeyDerivation(memory, vcpus, "passphrase");
        const needed = chosen.kind === "argon2id" ? chosen.memoryKiB : 0;
        expect(needed).toBeLessThanOrEqual(Math.max(0, memory - 384) * 512);
        expect(chosen.kind).toBe(memory < 512 ? "pbkdf2" : "argon2id");
      }),
    );
  });
});

test("cryptsetup is told every cost, so that it doesn't measure the building machine", () => {
  expect(keyDerivationWords({ kind: "argon2id", memoryKiB: 65_536, iterations: 4, threads: 1 })).toEqual([
    "--pbkdf=argon2id",
    "--pbkdf-memory=65536",
    "--pbkdf-parallel=1",
    "--pbkdf-force-iterations=4",
  ]);
});
