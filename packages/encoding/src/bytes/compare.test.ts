import { describe, expect, test } from "vitest";
import { equalBytes } from "./compare.ts";

/** The same content at another place in memory. */
function copyAt(offset: number, content: Uint8Array): Uint8Array {
  const memory = new Uint8Array(offset + content.length);
  memory.set(content, offset);
  return memory.subarray(offset);
}

describe("equalBytes", () => {
  test.each([1, 64, 255, 256, 257, 258, 259, 1100])(
    "finds whichever of %i bytes differs, wherever they lie",
    (length) => {
      const content = Uint8Array.from({ length }, (_, index) => (index * 31) & 0xff);
      for (const [left, right] of [
        [0, 0],
        [0, 4],
        [1, 1],
        [0, 3],
      ] as const) {
        const [one, other] = [copyAt(left, content), copyAt(right, content)];
        expect(equalBytes(one, other)).toBe(true);
        const unseen = Array.from(content.keys()).filter((index) =>
          equalBytes(one, copyAt(right, content.with(index, (content[index] ?? 0) ^ 0x80))),
        );
        expect(unseen).toEqual([]);
      }
    },
  );

  test("knows bytes of another length for others", () => {
    expect(equalBytes(new Uint8Array(300), new Uint8Array(301))).toBe(false);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});
