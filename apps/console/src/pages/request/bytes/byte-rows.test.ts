import fc from "fast-check";
import { expect, test } from "vitest";
import { byteRows, offsetText } from "./byte-rows.ts";

test("a field that goes on in the next row is marked in both", () => {
  const fields = [
    { name: "VERSION", offset: 0, length: 2, hex: "0500" },
    { name: "MEASUREMENT", offset: 2, length: 4, hex: "aabbccdd" },
  ];
  expect(byteRows(fields, 4)).toEqual([
    {
      offset: 0,
      runs: [
        { field: 0, bytes: ["05", "00"] },
        { field: 1, bytes: ["aa", "bb"] },
      ],
    },
    { offset: 4, runs: [{ field: 1, bytes: ["cc", "dd"] }] },
  ]);
});

test("a byte that no field speaks for is shown as that", () => {
  const [row] = byteRows([{ name: "LATE", offset: 2, length: 1, hex: "ff" }], 16);
  expect(row?.runs).toEqual([
    { field: undefined, bytes: ["··", "··"] },
    { field: 0, bytes: ["ff"] },
  ]);
});

test("of two fields over one byte the narrower is named", () => {
  const fields = [
    { name: "BLOCK", offset: 0, length: 4, hex: "01020304" },
    { name: "PART", offset: 1, length: 1, hex: "02" },
  ];
  expect(byteRows(fields, 4)[0]?.runs.map(({ field }) => field)).toEqual([0, 1, 0]);
});

test("every byte stands once, in its row", () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(lengths, fc.constantFrom(8, 16), (all, perRow) => {
      let offset = 0;
      const fields = all.map((length) => {
        const field = { name: "F", offset, length, hex: (offset % 256).toString(16).padStart(2, "0").repeat(length) };
        offset += length;
        return field;
      });
      const rows = byteRows(fields, perRow);
      const shown = rows.flatMap(({ runs }) => runs.flatMap(({ bytes }) => bytes)).join("");
      expect(shown).toBe(fields.map(({ hex }) => hex).join(""));
      expect(rows.every((row, index) => row.offset === index * perRow)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("offsets are written as in the specifications", () => {
  expect([0, 0x90, 0x4a0].map(offsetText)).toEqual(["0x000", "0x090", "0x4a0"]);
});
