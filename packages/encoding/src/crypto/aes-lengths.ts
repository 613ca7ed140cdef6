/** Length of an AES block, in bytes. */
export const blockLength = 16;

/** Bits of an AES key. @throws RangeError for lengths that AES or the browsers do not have: they leave AES-192 out */
export function aesBits(key: Uint8Array, iv: Uint8Array): 128 | 256 {
  if (iv.length !== blockLength) throw new RangeError(`an initialisation vector of ${iv.length} bytes`);
  if (key.length === 16) return 128;
  if (key.length === 32) return 256;
  throw new RangeError(`an AES key of ${key.length} bytes`);
}
