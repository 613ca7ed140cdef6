import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader, ByteWriter, lengthPrefixed, parseAll } from "../index.ts";

describe("reading fields", () => {
  test("numbers come out as they were written, in either byte order", () => {
    fc.assert(
      fc.property(fc.nat(0xff), fc.nat(0xffff), fc.nat(0xffff_ffff), fc.bigInt(0n, (1n << 64n) - 1n), (a, b, c, d) => {
        const writer = new ByteWriter().u8(a).u16le(b).u16be(b).u32le(c).u32be(c).u64le(d).u64be(d);
        const parsed = parseAll("record", writer.finish(), (reader) => [
          reader.u8("a"),
          reader.u16le("b"),
          reader.u16be("b"),
          reader.u32le("c"),
          reader.u32be("c"),
          reader.u64le("d"),
          reader.u64be("d"),
        ]);
        expect(parsed).toEqual({ ok: true, value: [a, b, b, c, c, d, d] });
      }),
    );
  });

  test("an input that ends inside a field names the field and where it began", () => {
    const parsed = parseAll("record", Uint8Array.of(1, 2, 3), (reader) => [
      reader.u16le("VERSION"),
      reader.u32le("POLICY"),
    ]);
    expect(parsed).toEqual({
      ok: false,
      error: { code: "truncated", field: "POLICY", offset: 2, expected: "4 bytes", actual: "1 bytes" },
    });
  });

  test("bytes after the last field are an error", () => {
    const parsed = parseAll("record", Uint8Array.of(1, 2), (reader) => reader.u8("VERSION"));
    expect(parsed).toMatchObject({ ok: false, error: { code: "trailing", field: "record", offset: 1 } });
  });

  test("a reserved field that is not zero is an error at the very byte", () => {
    const parsed = parseAll("record", Uint8Array.of(0, 0, 7, 0), (reader) => reader.reserved("RESERVED", 4));
    expect(parsed).toMatchObject({
      ok: false,
      error: { code: "reserved", field: "RESERVED", offset: 2, actual: "0x07" },
    });
  });

  test("errors of a nested reader count from the start of the whole input", () => {
    const parsed = parseAll("record", Uint8Array.of(9, 1, 2, 3), (reader) => {
      reader.u8("TAG");
      const nested = reader.nested("BODY", 3);
      return nested.u32le("VALUE");
    });
    expect(parsed).toMatchObject({ ok: false, error: { code: "truncated", field: "VALUE", offset: 1 } });
  });

  test("what was read does not change when the input does", () => {
    const input = Uint8Array.of(1, 2);
    const bytes = new ByteReader(input).bytes("BODY", 2);
    input[0] = 9;
    expect(bytes).toEqual(Uint8Array.of(1, 2));
  });

  test("a programming error is thrown, not returned", () => {
    expect(() => parseAll("record", new Uint8Array(4), (reader) => reader.bytes("BODY", -1))).toThrow(RangeError);
  });
});

describe("writing fields", () => {
  test("a number that does not fit is refused", () => {
    expect(() => new ByteWriter().u8(256)).toThrow(RangeError);
    expect(() => new ByteWriter().u32le(-1)).toThrow(RangeError);
    expect(() => new ByteWriter().u64be(1n << 64n)).toThrow(RangeError);
  });

  test("padding never goes backwards", () => {
    expect(new ByteWriter().u8(1).padTo(4).finish()).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(() => new ByteWriter().zeros(5).padTo(4)).toThrow(RangeError);
  });
});

test("two different lists of fields never give the same length-prefixed bytes", () => {
  const fields = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(fields, fields, (left, right) => {
      const same = JSON.stringify(left.map((f) => [...f])) === JSON.stringify(right.map((f) => [...f]));
      expect(lengthPrefixed(left).join() === lengthPrefixed(right).join()).toBe(same);
    }),
    { numRuns: 1000 },
  );
});
