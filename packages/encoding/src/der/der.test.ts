import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, type Parsed } from "../index.ts";
import { contextTag, derWriter as der, type DerReader, parseDer, tags } from "./index.ts";

function bytes(hex: string): Uint8Array {
  const decoded = fromHex("test", hex.replaceAll(" ", ""));
  if (!decoded.ok) throw new Error(hex);
  return decoded.value;
}

function read<T>(hex: string, reading: (reader: DerReader) => T): Parsed<T> {
  return parseDer("test", bytes(hex), reading);
}

function broken(code: string, offset: number): object {
  return { ok: false, error: { code, offset } };
}

describe("numbered context tags", () => {
  const number = (reader: DerReader) => {
    const { number: found, element } = reader.numbered("list", 1000);
    return [found, element.content.length];
  };

  test("are read in one octet and in several", () => {
    expect(read("a1 00", number)).toEqual({ ok: true, value: [1, 0] });
    expect(read("bf 84 58 02 05 00", number)).toEqual({ ok: true, value: [600, 2] });
  });

  test.each([
    ["a number that one octet could hold", "bf 1e 00", "encoding", 1],
    ["a zero in front", "bf 80 41 00", "encoding", 1],
    ["a number beyond the limit", "bf 87 69 00", "limit", 1],
    ["another class", "30 00", "encoding", 0],
    ["a number cut off", "bf 84", "truncated", 2],
    ["content cut off", "bf 84 58 02 05", "truncated", 4],
  ])("%s is an error", (_, hex, code, offset) => {
    expect(read(hex, number)).toMatchObject(broken(code, offset));
  });
});

describe("lengths and tags", () => {
  const octets = (reader: DerReader) => reader.octetString("field");

  test.each([
    ["an indefinite length", "04 80 00 00", "encoding", 1],
    ["a long form below 128", "04 81 01 00", "encoding", 1],
    ["a leading zero in the length", `04 82 00 80 ${"00".repeat(128)}`, "encoding", 1],
    ["five octets of length", "04 85 01 00 00 00 00", "encoding", 1],
    ["a length far beyond the end", "04 05 00", "truncated", 2],
    ["a length one beyond the end", "04 02 00", "truncated", 2],
    ["a length cut off", "04 82 01", "truncated", 3],
    ["nothing", "", "truncated", 0],
    ["another tag", "05 00", "encoding", 0],
    ["a tag number of 31 or more", "1f 81 00 00", "encoding", 0],
    ["bytes after the element", "04 01 00 ff", "trailing", 3],
  ])("%s is refused", (_, hex, code, offset) => expect(read(hex, octets)).toMatchObject(broken(code, offset)));

  test("elements below the thirty-second level are refused", () => {
    const descend = (reader: DerReader): number => (reader.atEnd ? 0 : 1 + reader.sequence("level", descend));
    let nested: Uint8Array = new Uint8Array(0);
    for (let level = 0; level < 32; level++) nested = der.sequence(nested);
    expect(parseDer("test", nested, descend)).toEqual({ ok: true, value: 32 });
    expect(parseDer("test", der.sequence(nested), descend)).toMatchObject({ ok: false, error: { code: "limit" } });
  });

  test("an error inside names the offset within the whole input", () => {
    const outcome = read("30 06 30 04 02 02 00 01", (reader) =>
      reader.sequence("outer", (outer) => outer.sequence("inner", (inner) => inner.integer("number"))),
    );
    expect(outcome).toMatchObject(broken("encoding", 6));
  });

  test("what a nested element leaves over is refused", () => {
    const outcome = read("30 06 02 01 01 02 01 02", (reader) => reader.sequence("pair", (pair) => pair.integer("one")));
    expect(outcome).toMatchObject(broken("trailing", 5));
  });

  test("an optional element of another tag is left where it is", () => {
    const outcome = read("02 01 07", (reader) => [
      reader.optional("missing", contextTag(0)),
      reader.smallInteger("number", 10),
    ]);
    expect(outcome).toEqual({ ok: true, value: [undefined, 7] });
  });
});

describe("values", () => {
  test.each([
    ["02 01 00", 0n],
    ["02 01 7f", 127n],
    ["02 02 00 80", 128n],
    ["02 01 80", -128n],
    ["02 02 ff 7f", -129n],
  ])("integer %s", (hex, value) => expect(read(hex, (reader) => reader.integer("n"))).toEqual({ ok: true, value }));

  test.each(["02 00", "02 02 00 7f", "02 02 ff 80"])("integer %s is not in its shortest form", (hex) =>
    expect(read(hex, (reader) => reader.integer("n"))).toMatchObject(broken("encoding", 2)),
  );

  test("a small integer keeps its limits", () => {
    expect(read("02 02 01 00", (reader) => reader.smallInteger("n", 255))).toMatchObject(broken("value", 0));
    expect(read("02 01 ff", (reader) => reader.smallInteger("n", 255))).toMatchObject(broken("value", 0));
  });

  test("booleans are 00 and ff, and nothing else", () => {
    expect(read("01 01 ff", (reader) => reader.boolean("b"))).toEqual({ ok: true, value: true });
    expect(read("01 01 00", (reader) => reader.boolean("b"))).toEqual({ ok: true, value: false });
    for (const hex of ["01 01 01", "01 00", "01 02 00 00"]) {
      expect(read(hex, (reader) => reader.boolean("b"))).toMatchObject(broken("encoding", 2));
    }
  });

  test.each(["03 00", "03 01 01", "03 02 08 00", "03 02 03 04"])("bit string %s is malformed", (hex) =>
    expect(read(hex, (reader) => reader.bitString("bits"))).toMatchObject(broken("encoding", 2)),
  );

  test("a bit string of whole octets has no unused bits", () => {
    expect(read("03 02 00 a5", (reader) => [...reader.bitStringBytes("key")])).toEqual({ ok: true, value: [0xa5] });
    expect(read("03 02 04 a0", (reader) => reader.bitStringBytes("key"))).toMatchObject(broken("encoding", 0));
  });

  test.each([
    ["06 09 2a 86 48 86 f7 0d 01 01 0a", "1.2.840.113549.1.1.10"],
    ["06 03 55 04 03", "2.5.4.3"],
    ["06 03 88 37 03", "2.999.3"],
  ])("object identifier %s", (hex, value) =>
    expect(read(hex, (reader) => reader.objectIdentifier("oid"))).toEqual({ ok: true, value }),
  );

  test.each(["06 00", "06 02 55 80", "06 03 55 80 01", `06 0a 55 ${"ff".repeat(8)} 7f`])(
    "object identifier %s is malformed",
    (hex) => expect(read(hex, (reader) => reader.objectIdentifier("oid"))).toMatchObject(broken("encoding", 2)),
  );

  const utc = (text: string) => der.element(tags.utcTime, new TextEncoder().encode(text));
  const general = (text: string) => der.element(tags.generalizedTime, new TextEncoder().encode(text));

  test.each([
    [utc("491231235959Z"), "2049-12-31T23:59:59.000Z"],
    [utc("500101000000Z"), "1950-01-01T00:00:00.000Z"],
    [utc("240229120000Z"), "2024-02-29T12:00:00.000Z"],
    [general("20500101000000Z"), "2050-01-01T00:00:00.000Z"],
  ])("a time", (encoded, iso) => {
    const outcome = parseDer("time", encoded, (reader) => reader.time("time").toISOString());
    expect(outcome).toEqual({ ok: true, value: iso });
  });

  test.each([
    utc("230229120000Z"),
    utc("230431120000Z"),
    utc("230401240000Z"),
    utc("230401236000Z"),
    utc("230401235960Z"),
    utc("231301000000Z"),
    utc("2304010000Z"),
    utc("230401000000+0900"),
    general("20230401000000.5Z"),
    general("230401000000Z"),
    der.element(tags.ia5String, new TextEncoder().encode("230401000000Z")),
  ])("a time that does not exist, or not in this profile, is refused", (encoded) =>
    expect(parseDer("time", encoded, (reader) => reader.time("time"))).toMatchObject(broken("encoding", 0)),
  );

  test("text is read by its type", () => {
    const text = (encoded: Uint8Array) => parseDer("text", encoded, (reader) => reader.text("text"));
    expect(text(der.utf8String("関所"))).toEqual({ ok: true, value: "関所" });
    expect(text(der.ia5String("Milan-B0"))).toEqual({ ok: true, value: "Milan-B0" });
    expect(text(bytes("1e 04 95 a2 62 40"))).toEqual({ ok: true, value: "関所" });
    expect(text(bytes("0c 02 c3 28"))).toMatchObject(broken("encoding", 0));
    expect(text(bytes("16 01 e9"))).toMatchObject(broken("encoding", 0));
    expect(text(bytes("1e 03 95 a2 62"))).toMatchObject(broken("encoding", 0));
    expect(text(bytes("04 01 41"))).toMatchObject(broken("encoding", 0));
  });
});

describe("properties", () => {
  test("what the writer writes, the reader reads", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 4200n }), fc.uint8Array({ maxLength: 300 }), (number, content) => {
        const encoded = der.sequence(der.integer(number), der.octetString(content), der.boolean(true), der.nullValue());
        const outcome = parseDer("test", encoded, (reader) =>
          reader.sequence("all", (all) => {
            const value = [all.integer("n"), [...all.octetString("o")], all.boolean("b")];
            all.null("null");
            return value;
          }),
        );
        expect(outcome).toEqual({ ok: true, value: [number, [...content], true] });
      }),
    );
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (date) => {
          const seconds = new Date(Math.floor(date.getTime() / 1000) * 1000);
          expect(parseDer("time", der.time(seconds), (reader) => reader.time("t"))).toEqual({
            ok: true,
            value: seconds,
          });
        },
      ),
    );
    fc.assert(
      fc.property(fc.nat(2), fc.nat(39), fc.array(fc.nat(2 ** 40), { maxLength: 12 }), (first, second, rest) => {
        const text = [first, second, ...rest].join(".");
        const outcome = parseDer("oid", der.objectIdentifier(text), (reader) => reader.objectIdentifier("oid"));
        expect(outcome).toEqual({ ok: true, value: text });
      }),
    );
  });

  test("any element that can be read is the only encoding of its value", () => {
    const integers = fc.uint8Array({ minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(integers, (content) => {
        const encoded = der.element(tags.integer, content);
        const outcome = parseDer("n", encoded, (reader) => reader.integer("n"));
        fc.pre(outcome.ok && outcome.value >= 0n);
        expect(outcome.ok && der.integer(outcome.value)).toEqual(encoded);
      }),
    );
  });

  test("random bytes end in an error or a value, at an offset within them", () => {
    const everything = (reader: DerReader): number =>
      reader
        .all((one) => {
          const element = one.element("any");
          return (element.tag & 0x20) === 0 ? 1 : 1 + everything(one.inside("any", element));
        })
        .reduce((sum, count) => sum + count, 0);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
        const outcome = parseDer("test", input, everything);
        expect(outcome.ok ? 0 : outcome.error.offset).toBeLessThanOrEqual(input.length);
      }),
    );
  });
});
