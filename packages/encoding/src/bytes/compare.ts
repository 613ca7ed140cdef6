/**
 * Whether two byte arrays are the same; the time taken depends on their lengths only.
 */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  let index = 0;
  if (left.length >= worthWords && left.byteOffset % 4 === 0 && right.byteOffset % 4 === 0) {
    const words = left.length >>> 2;
    const [inLeft, inRight] = [left, right].map(({ buffer, byteOffset }) => new Uint32Array(buffer, byteOffset, words));
    for (let word = 0; word < words; word++) difference |= (inLeft?.[word] ?? 0) ^ (inRight?.[word] ?? 0);
    index = 4 * words;
  }
  for (; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** From here on comparing four bytes at a time gains more than looking at the memory as words costs. */
const worthWords = 256;

/** Whether every byte is zero; true for no bytes. */
export function isAllZero(bytes: Uint8Array): boolean {
  // A loop, as `every` calls a function for each byte: ten times slower.
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== 0) return false;
  return true;
}
