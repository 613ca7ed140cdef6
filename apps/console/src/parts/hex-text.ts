/** Digits in groups of eight, so that two values can be compared by eye. */
export function groupHex(digits: string): string {
  return digits.match(/.{1,8}/g)?.join(" ") ?? "";
}

/** The first and the last of many digits ("a1b2c3d4 … 0f1e2d3c"); few digits stay whole. */
export function shortHex(digits: string, shown: number): string {
  const half = Math.ceil(shown / 2);
  return digits.length <= shown
    ? groupHex(digits)
    : `${groupHex(digits.slice(0, half))} … ${groupHex(digits.slice(-half))}`;
}
