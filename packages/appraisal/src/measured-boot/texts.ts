import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";

/** The forms in which firmware, boot loaders and kernels hash a text: UTF-8 or UTF-16 (little-endian), with its terminating zero or not. */
function forms(text: string): readonly Uint8Array[] {
  const narrow = toUtf8(text);
  const writer = new ByteWriter();
  for (let index = 0; index < text.length; index++) writer.u16le(text.charCodeAt(index));
  const wide = writer.finish();
  return [narrow, concatBytes(narrow, new Uint8Array(1)), wide, concatBytes(wide, new Uint8Array(2))];
}

/** Whether a digest (SHA-256 or SHA-384, hexadecimal) is of this text, in any of its forms. */
export async function isTextOf(text: string, digest: string): Promise<boolean> {
  const algorithm = digest.length === sha384Digits ? "sha384" : "sha256";
  for (const form of forms(text)) if (toHex(await hash(algorithm, form)) === digest) return true;
  return false;
}

const sha384Digits = 96;

/** Texts by each digest that one of their forms has; of two with the same digest the first. */
export async function textsByDigest(
  texts: readonly string[],
  algorithm: "sha256" | "sha384",
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const text of texts) {
    for (const form of forms(text)) {
      const digest = toHex(await hash(algorithm, form));
      if (!found.has(digest)) found.set(digest, text);
    }
  }
  return found;
}
