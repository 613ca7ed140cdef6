import { randomBytes } from "node:crypto";

/** Crockford's Base32: no I, L, O or U, which people take for 1, 1, 0 and V. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const characters = 32;
const groupLength = 4;

/**
 * A passphrase of 160 random bits that a person can write down and type: eight groups of four characters, with hyphens. Its
 * bytes, hyphens included, are what cryptsetup asks for.
 */
export function makeRecoveryKey(random: (bytes: number) => Uint8Array = randomBytes): Buffer {
  const bytes = random(characters);
  const text = Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join("");
  bytes.fill(0);
  const groups = Array.from({ length: characters / groupLength }, (_, group) =>
    text.slice(group * groupLength, (group + 1) * groupLength),
  );
  return Buffer.from(groups.join("-"));
}
