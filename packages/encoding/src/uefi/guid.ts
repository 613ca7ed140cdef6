/**
 * The 16 bytes of a GUID as firmware stores it: the first three groups little-endian, the other two as written
 * (UEFI specification, appendix A).
 *
 * @param text five groups of lower-case hexadecimal digits, joined by hyphens
 */
export function guidBytes(text: string): Uint8Array {
  const groups = text
    .split("-")
    .map((group) => Uint8Array.from(group.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
  return Uint8Array.from(groups.flatMap((group, index) => (index < 3 ? [...group].toReversed() : [...group])));
}

/** The text of a GUID that firmware stored in 16 bytes; the inverse of {@link guidBytes}. */
export function guidText(bytes: Uint8Array): string {
  const digits = (from: number, to: number): string =>
    Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const reversed = (from: number, to: number): string => digits(from, to).match(/../g)?.toReversed().join("") ?? "";
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), digits(8, 10), digits(10, 16)].join("-");
}
