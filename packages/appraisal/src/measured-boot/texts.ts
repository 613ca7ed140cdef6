import { concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";

/** The forms in which firmware, boot loaders and kernels hash a text: UTF-8 or UTF-16 (little-endian), with its terminating zero or not. */
function forms(text: string): readonly Uint8Array[] {
  const narrow = concatBytes(toUtf8(text), new Uint8Array(1));
  const wide = new Uint8Array(2 * text.length + 2);
  const view = new DataView(wide.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), true);
  return [narrow.subarray(0, -1), narrow, wide.subarray(0, -2), wide];
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
