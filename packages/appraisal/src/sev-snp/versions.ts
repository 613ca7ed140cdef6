/** The numbers of a dotted version that a policy's schema has let through ("1.55.40"). */
export function parseVersion(text: string): readonly number[] {
  return text.split(".").map(Number);
}

export function formatVersion(version: readonly number[]): string {
  return version.join(".");
}

/** Whether `actual` is `minimum` or later; the first number that differs decides. */
export function isAtLeast(actual: readonly number[], minimum: readonly number[]): boolean {
  for (const [index, floor] of minimum.entries()) {
    const number = actual[index] ?? 0;
    if (number !== floor) return number > floor;
  }
  return true;
}
