import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  encodePem,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  parsePem,
  parsePemBytes,
  toBase64,
  toBase64Url,
  toHex,
  toUtf8,
} from "../index.ts";

const anyBytes = fc.uint8Array({ maxLength: 300 });

describe("hexadecimal, base64 and base64url", () => {
  test("give back the bytes they were made from", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(fromHex("f", toHex(bytes))).toEqual({ ok: true, value: bytes });
        expect(fromBase64("f", toBase64(bytes))).toEqual({ ok: true, value: bytes });
        expect(fromBase64Url("f", toBase64Url(bytes))).toEqual({ ok: true, value: bytes });
      }),
    );
  });

  test("agree with what Node.js writes", () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      }),
    );
  });

  test("any text is either bytes that give back that very text, or an error that says where", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        for (const [decode, encode] of [
          [fromBase64, toBase64],
          [fromBase64Url, toBase64Url],
        ] as const) {
          const decoded = decode("f", text);
          const outcome = decoded.ok
            ? { code: "encoding", field: "f", text: encode(decoded.value) }
            : { ...decoded.error, text };
          expect(outcome).toMatchObject({ code: "encoding", field: "f", text });
        }
      }),
    );
  });

  test.each(["0", "0g", "0 ", "é0"])("hexadecimal %j is refused", (text) => {
    expect(fromHex("f", text)).toMatchObject({ ok: false, error: { code: "encoding", field: "f" } });
  });

  test.each(["QQ", "QR==", "QQ==\n", "Q Q=", "QQ==QQ==", "_w=="])("base64 %j is refused", (text) => {
    expect(fromBase64("f", text).ok).toBe(false);
  });

  test.each(["QQ==", "QR", "Q", "+w"])("base64url %j is refused", (text) => {
    expect(fromBase64Url("f", text).ok).toBe(false);
  });
});

describe("PEM", () => {
  test("gives back its blocks in their order, whatever stands between them", () => {
    const label = fc.constantFrom("CERTIFICATE", "X509 CRL", "PUBLIC KEY");
    fc.assert(
      fc.property(fc.array(fc.record({ label, bytes: anyBytes }), { minLength: 1, maxLength: 4 }), (blocks) => {
        const text = blocks.map((block) => `subject=somebody\n${encodePem(block)}`).join("\n");
        expect(parsePem("bundle", text)).toEqual({ ok: true, value: blocks });
      }),
    );
  });

  test.each([
    ["no block at all", "hello"],
    ["a block without an end", "-----BEGIN CERTIFICATE-----\nQQ==\n"],
    ["an end of another label", "-----BEGIN CERTIFICATE-----\nQQ==\n-----END KEY-----\n"],
    ["broken base64", "-----BEGIN CERTIFICATE-----\nQQ=\n-----END CERTIFICATE-----\n"],
    ["padding that is missing", "-----BEGIN A-----\nQQ\n-----END A-----\n"],
    ["padding that is too long", "-----BEGIN A-----\nQUJD====\n-----END A-----\n"],
    ["a single digit", "-----BEGIN A-----\nQ===\n-----END A-----\n"],
    ["digits behind the padding", "-----BEGIN A-----\nQQ==QQ==\n-----END A-----\n"],
    ["bits that are over and not zero", "-----BEGIN A-----\nQR==\n-----END A-----\n"],
    ["two such bits", "-----BEGIN A-----\nQUJ=\n-----END A-----\n"],
    ["a letter of another alphabet", "-----BEGIN A-----\nQQ_=\n-----END A-----\n"],
    ["a label in small letters", "-----BEGIN a-----\nQQ==\n-----END a-----\n"],
    ["a label without end", `-----BEGIN ${"A".repeat(2000)}-----\nQQ==\n-----END A-----\n`],
    ["a broken block after a good one", "-----BEGIN A-----\nQQ==\n-----END A-----\n-----BEGIN B-----\nQQ=="],
  ])("%s is refused", (_, text) => {
    expect(parsePem("bundle", text)).toMatchObject({ ok: false, error: { code: "encoding", field: "bundle" } });
  });

  test("reads a body as base64 without its blanks is read, and refuses what that refuses", () => {
    const body = fc.string({ unit: fc.constantFrom("A", "Q", "z", "/", "+", "=", "\n", " ", "_"), maxLength: 12 });
    fc.assert(
      fc.property(body, (text) => {
        const plain = fromBase64("body", text.replaceAll(/\s/g, ""));
        const blocks = parsePem("body", `-----BEGIN A-----${text}-----END A-----`);
        expect(blocks.ok ? blocks.value[0]?.bytes : undefined).toEqual(plain.ok ? plain.value : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  test("bytes around the blocks need not be text", () => {
    const block = { label: "CERTIFICATE", bytes: Uint8Array.of(1, 2, 3) };
    const bytes = Uint8Array.of(0xff, 0x2d, 0x2d, ...toUtf8(encodePem(block)), 0, 0x80);
    expect(parsePemBytes("bundle", bytes)).toEqual({ ok: true, value: [block] });
  });
});

test("bytes that are not UTF-8 are refused, not replaced", () => {
  expect(fromUtf8("name", Uint8Array.of(0xe9, 0x96, 0xa2))).toEqual({ ok: true, value: "関" });
  expect(fromUtf8("name", Uint8Array.of(0xe9, 0x96))).toMatchObject({ ok: false, error: { field: "name" } });
});
