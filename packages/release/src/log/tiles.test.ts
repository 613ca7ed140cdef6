import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeEntryBundle, parseEntryBundle, parseTilePath, tilePath, tileWidthIn, type TilePlace } from "./index.ts";

test("paths are those that C2SP tlog-tiles shows", () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: "entries", index: 0, width: 256 })).toBe("tile/entries/000");
  expect(tilePath({ level: 2, index: 17, width: 112 })).toBe("tile/2/017.p/112");
});

test("every place has one path, and it is read again", () => {
  const place: fc.Arbitrary<TilePlace> = fc.record({
    level: fc.oneof(fc.nat(6), fc.constant("entries" as const)),
    index: fc.oneof(fc.nat(3000), fc.maxSafeNat()),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(place, (wanted) => {
      expect(parseTilePath(tilePath(wanted))).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test.each([
  "tile/0/1",
  "tile/0/0001",
  "tile/00/001",
  "tile/7/000",
  "tile/-1/000",
  "tile/0/x000/001",
  "tile/0/001/002",
  "tile/0/x001/x002",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/000.p/",
  "tile/entry/000",
  "/tile/0/000",
  "tile/0/000 ",
  "tile/0/x999/x999/x999/x999/x999/999",
  "",
])("%j is no path of a tile", (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test("a tree of 70,000 has the tiles that C2SP tlog-tiles tells", () => {
  const widths = (level: number | "entries", ...indices: number[]): number[] =>
    indices.map((index) => tileWidthIn(70_000, level, index));
  expect(widths(0, 0, 272, 273, 274)).toEqual([256, 256, 112, 0]);
  expect(widths(1, 0, 1, 2)).toEqual([256, 17, 0]);
  expect(widths(2, 0, 1)).toEqual([1, 0]);
  expect(widths(3, 0)).toEqual([0]);
  expect(widths("entries", 272, 273)).toEqual([256, 112]);
  expect([tileWidthIn(256, 0, 0), tileWidthIn(256, 1, 0)]).toEqual([256, 1]);
});

test("a bundle of entries is read again; one that is cut, or has more, is refused with the place", () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 10 });
  fc.assert(
    fc.property(entries, fc.nat(), (written, seed) => {
      const bundle = encodeEntryBundle(written);
      expect(parseEntryBundle(bundle, written.length)).toEqual({ ok: true, value: written });
      const cut = parseEntryBundle(bundle.subarray(0, seed % Math.max(bundle.length, 1)), Math.max(written.length, 1));
      expect(cut).toMatchObject({ ok: false, error: { code: "truncated" } });
      const longer = parseEntryBundle(Buffer.concat([bundle, Buffer.of(0)]), written.length);
      expect(longer).toMatchObject({ ok: false, error: { code: "trailing", offset: bundle.length } });
    }),
    { numRuns: 200 },
  );
  expect(() => encodeEntryBundle([new Uint8Array(0x1_0000)])).toThrow(RangeError);
});
