import { ByteWriter, concatBytes, toHex, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../../scripts/test/vectors.ts";
import {
  bootAggregate,
  describeFields,
  imaExtensions,
  parseImaAsciiLog,
  parseImaLog,
  replayImaLog,
  type ImaLog,
} from "../index.ts";

const withLength = (bytes: Uint8Array) => concatBytes(new ByteWriter().u32le(bytes.length).finish(), bytes);
const digestField = concatBytes(toUtf8("sha256:\0"), new Uint8Array(32).fill(0xab));
const nameField = toUtf8("/usr/bin/true\0");

/** One binary entry whose digest is the SHA-1 of its data, unless another is given. */
async function entry(template: string, fields: readonly Uint8Array[], digest?: Uint8Array): Promise<Uint8Array> {
  const data = concatBytes(...fields.map(withLength));
  const own = digest ?? (await hash("sha1", data));
  return concatBytes(new ByteWriter().u32le(10).bytes(own).finish(), withLength(toUtf8(template)), withLength(data));
}

function parsed(outcome: ReturnType<typeof parseImaLog>): ImaLog {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

const ng = await entry("ima-ng", [digestField, nameField]);
const signed = await entry("ima-sig", [digestField, nameField, Uint8Array.of(3, 2, 4)]);
const custom = await entry("d-ng|n-ng|buf", [digestField, nameField, new Uint8Array(9)]);

async function register10(log: ImaLog, bank: "sha1" | "sha256"): Promise<string> {
  return toHex((await replayImaLog(log)).get(bank)?.get(10) ?? new Uint8Array());
}

describe("a binary IMA log", () => {
  test("gives path and digest of each file, for named and custom templates", async () => {
    const log = parsed(parseImaLog(concatBytes(ng, signed, custom)));
    expect(log.entries.map(({ template }) => template)).toEqual(["ima-ng", "ima-sig", "d-ng|n-ng|buf"]);
    const expected = { path: "/usr/bin/true", fileDigest: `sha256:${"ab".repeat(32)}` };
    expect(log.entries.map(({ fields }) => describeFields(fields))).toEqual([expected, expected, expected]);
    expect((await imaExtensions(log)).map(({ authenticated }) => authenticated)).toEqual([true, true, true]);
  });

  test("extends each bank with that bank's own hash of the template data", async () => {
    const log = parsed(parseImaLog(ng));
    const measured = log.entries[0]?.measured ?? new Uint8Array();
    const expected = await hash("sha256", new Uint8Array(32), await hash("sha256", measured));
    expect(await register10(log, "sha256")).toBe(toHex(expected));
  });

  test("extends 0xff bytes where a file changed while it was measured", async () => {
    const log = parsed(parseImaLog(await entry("ima-ng", [digestField, nameField], new Uint8Array(20))));
    const expected = await hash("sha1", new Uint8Array(20), new Uint8Array(20).fill(0xff));
    expect(await register10(log, "sha1")).toBe(toHex(expected));
    expect((await imaExtensions(log))[0]).toMatchObject({ authenticated: false, entry: { violation: true } });
  });

  test("does not vouch for a path that was changed afterwards", async () => {
    const log = parsed(parseImaLog(await entry("ima-ng", [digestField, nameField], new Uint8Array(20).fill(1))));
    expect((await imaExtensions(log))[0]?.authenticated).toBe(false);
  });

  test("keeps entries of a template that it does not know", () => {
    const known = parsed(parseImaLog(concatBytes(ng, concatBytes(ng).fill(0x78, 28, 34))));
    expect(known.entries[1]).toMatchObject({ template: "xxxxxx", fields: [] });
  });

  test("may have longer template digests, which the first entry tells", async () => {
    const long = await entry("ima-ng", [digestField, nameField], new Uint8Array(48).fill(5));
    expect(parsed(parseImaLog(long)).digestSize).toBe(48);
  });

  test.each([
    ["a register above 23", 0, [24], "value", "pcr", 0],
    ["a template without name", 24, [0], "limit", "template name length", 24],
    ["a name that is no text", 28, [7], "encoding", "template name", 28],
    ["data beyond the end", 34, [0xff], "truncated", "template data", 38],
    ["enormous data", 37, [0x7f], "limit", "template data length", 34],
    ["a field beyond its data", 38, [0xff], "truncated", "d-ng", 42],
    ["fields that end before the data", 82, [1], "trailing", "template data", 87],
  ] as const)("is refused with %s", (_, offset, values, code, field, at) => {
    const copy = ng.slice();
    copy.set(values, offset);
    expect(parseImaLog(copy)).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });

  test("cut anywhere but between two entries is refused", () => {
    const whole = concatBytes(ng, signed);
    const readable = Array.from(whole.keys(), (length) => length + 1).filter(
      (length) => parseImaLog(whole.subarray(0, length)).ok,
    );
    expect(readable).toEqual([ng.length, whole.length]);
    expect(parseImaLog(new Uint8Array()).ok).toBe(false);
  });
});

describe("an ASCII IMA log", () => {
  test("has template digests of one length", () => {
    const lineOf = (size: number) => `10 ${"ab".repeat(size)} ima-ng sha256:${"ab".repeat(32)} /usr/bin/true\n`;
    expect(parseImaAsciiLog(toUtf8(lineOf(20) + lineOf(20))).ok).toBe(true);
    for (const text of [lineOf(20) + lineOf(32), lineOf(21)]) {
      const outcome = parseImaAsciiLog(toUtf8(text));
      expect(outcome).toMatchObject({ ok: false, error: { field: "template digest" } });
    }
  });

  test("says the same as the binary one", async () => {
    const digest = toHex(
      await hash(
        "sha1",
        concatBytes(withLength(digestField), withLength(nameField), withLength(Uint8Array.of(3, 2, 4))),
      ),
    );
    const line = `10 ${digest} ima-sig sha256:${"ab".repeat(32)} /usr/bin/true 030204\n`;
    const ascii = parsed(parseImaAsciiLog(toUtf8(line)));
    expect(await register10(ascii, "sha256")).toBe(await register10(parsed(parseImaLog(signed)), "sha256"));
    expect((await imaExtensions(ascii))[0]?.authenticated).toBe(true);
  });

  const good = `10 ${"01".repeat(20)} ima-ng sha1:${"02".repeat(20)} /init`;
  test.each([
    ["another register", good.replace("10 ", "99 "), "pcr", 0],
    ["half a digit", good.replace("01 ", "0 "), "template digest", 42],
    ["a digest of no known length", good.replace("0101", ""), "template digest", 3],
    ["an unknown template", good.replace("ima-ng", "ima-xx"), "template name", 44],
    ["a missing field", good.replace(/ sha1.*/, ""), "template data", 50],
    ["one field more", `${good} more`, "template data", 51],
    ["a digest that is none", good.replace("sha1:0", "sha1:x"), "d-ng", 56],
    ["an empty line", `${good}\n\n${good}`, "pcr", good.length + 1],
  ])("is refused with %s", (_, text, field, offset) => {
    expect(parseImaAsciiLog(toUtf8(text))).toMatchObject({ ok: false, error: { field, offset } });
  });
});

test("whatever comes in, both readers answer with a value or an error", () => {
  const inputs = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => concatBytes(ng, bytes)),
    fc.tuple(fc.nat(ng.length - 1), fc.nat(255)).map(([at, value]) => ng.with(at, value)),
    fc.string({ maxLength: 200 }).map((text) => toUtf8(`10 ${"00".repeat(20)} ima-ng ${text}`)),
  );
  const property = fc.property(inputs, (bytes) =>
    [parseImaLog(bytes), parseImaAsciiLog(bytes)].every((outcome) =>
      outcome.ok
        ? outcome.value.entries.length > 0
        : outcome.error.field !== "" && outcome.error.offset <= bytes.length,
    ),
  );
  expect(() => fc.assert(property, { numRuns: 1000 })).not.toThrow();
});

test("the boot aggregate covers PCR 0 to 7 in SHA-1 and 0 to 9 elsewhere", async () => {
  const one = new Uint8Array(20).fill(1);
  const two = new Uint8Array(32).fill(2);
  const banks = new Map([
    [
      "sha1",
      new Map([
        [7, one],
        [8, one],
      ]),
    ],
    [
      "sha256",
      new Map([
        [9, two],
        [10, two],
      ]),
    ],
  ] as const);
  const sha1 = await hash("sha1", new Uint8Array(7 * 20), one);
  const sha256 = await hash("sha256", new Uint8Array(9 * 32), two);
  expect(await bootAggregate("sha1", banks)).toEqual(sha1);
  expect(await bootAggregate("sha256", banks)).toEqual(sha256);
  expect(await bootAggregate("sha384", banks)).toBeUndefined();
});

describe.skipIf(!haveVectors)("IMA logs of real machines", () => {
  test("vouch for every file", async () => {
    const log = parsed(parseImaAsciiLog(readVector("ima/keylime-rust-keylime/ascii_runtime_measurements")));
    expect(log.entries.length).toBe(826);
    expect((await imaExtensions(log)).every(({ authenticated }) => authenticated)).toBe(true);
  });

  test.each([
    ["keylime-keylime/ima-log-sha1", 20, "/data"],
    ["keylime-keylime/ima-log-sha512", 20, "/data"],
    ["keylime-keylime/ima-log-sm3_256", 32, "/data"],
    ["keylime-keylime/ima-log-unknown", 32, "/data"],
  ])("%s is read", (file, size, path) => {
    const log = parsed(parseImaAsciiLog(readVector(`ima/${file}`)));
    expect(log.digestSize).toBe(size);
    expect(describeFields(log.entries[1]?.fields ?? []).path).toBe(path);
  });

  test("with violations are read", () => {
    const log = parsed(parseImaLog(readVector("ima/tpm2-software-tpm2-tss/sml-ima-sig-sha256-invalidated.bin")));
    expect(log.entries.map(({ violation }) => violation)).toEqual([false, true]);
    const old = parsed(parseImaLog(readVector("ima/tpm2-software-tpm2-tss/sml-ima-sha1-invalidated.bin")));
    expect(old.entries.map(({ violation, template }) => [violation, template])).toEqual([[true, "ima"]]);
  });

  test("of the first template vouch for its files; a byte after the last entry is named", async () => {
    const bytes = readVector("ima/tpm2-software-tpm2-tss/sml-ima-sha1.bin");
    expect(parseImaLog(bytes)).toMatchObject({ ok: false, error: { field: "pcr", offset: bytes.length - 1 } });
    const log = parsed(parseImaLog(bytes.subarray(0, -1)));
    const extensions = await imaExtensions(log);
    expect(extensions.length).toBeGreaterThan(5);
    expect(extensions.every(({ authenticated }) => authenticated)).toBe(true);
  });
});
