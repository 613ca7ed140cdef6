/** Bytes of which some bits of one are flipped. */
export function flipped(bytes: Uint8Array, index: number, bits = 1): Uint8Array {
  return bytes.with(index, (bytes[index] ?? 0) ^ bits);
}
