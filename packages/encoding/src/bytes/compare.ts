/**
 * Whether two byte arrays are the same; the time taken depends on their lengths only.
 */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  return difference === 0;
}

/** Whether every byte is zero; true for no bytes. */
export function isAllZero(bytes: Uint8Array): boolean {
  // A loop, as `every` calls a function for each byte: ten times slower.
  for (let index = 0; index < bytes.length; index++) if (bytes[index] !== 0) return false;
  return true;
}
