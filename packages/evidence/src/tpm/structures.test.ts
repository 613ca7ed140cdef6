import { createPublicKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes, toHex, toUtf8, type Parsed } from "@sekisho/encoding";
import {
  encodePcrSelections,
  objectName,
  parseAttest,
  parsePublicArea,
  parseSizedAttest,
  parseSizedPublicArea,
  parseTpmSignature,
  samePcrSelections,
  subjectPublicKeyInfo,
  type PcrSelection,
} from "./index.ts";
import { sizedBuffer } from "./sized-buffer.ts";
import { changed, flipped, good } from "./testing/changed.ts";
import { certifyAttest, digestOf, eccKey, quoteAttest, rsaKey, signAs } from "./testing/software-key.ts";

const pcrSelect: readonly PcrSelection[] = [
  { hash: "sha256", pcrs: [0, 7, 23] },
  { hash: "sha1", pcrs: [] },
];
const quote = quoteAttest({ extraData: toUtf8("nonce"), pcrSelect, pcrDigest: new Uint8Array(32).fill(0xd1) });
const certify = certifyAttest(toUtf8("nonce"), new Uint8Array(34).fill(0x4e));
const rsa = rsaKey(2048, { scheme: { kind: "rsassa", hash: "sha256" } });
const storage = rsaKey(2048, {
  attributes: ["fixedTPM", "fixedParent", "restricted", "decrypt"],
  symmetric: 128,
  authPolicy: new Uint8Array(32).fill(0xaa),
});
const ecc = eccKey("P-384", { scheme: { kind: "ecdsa", hash: "sha384" }, nameAlg: "sha384" });
const rsaSignature = signAs({ kind: "rsassa", hash: "sha256" }, rsa.privateKey, quote);
const eccSignature = signAs({ kind: "ecdsa", hash: "sha384" }, ecc.privateKey, quote);

describe("TPMS_ATTEST", () => {
  test("a quote comes back field by field", () => {
    const { attested, clockInfo, extraData, firmwareVersion, qualifiedSigner, bytes } = good(parseAttest(quote));
    expect(attested).toEqual({ kind: "quote", pcrSelect, pcrDigest: new Uint8Array(32).fill(0xd1) });
    expect(clockInfo).toEqual({ clock: 123_456_789_012n, resetCount: 7, restartCount: 3, safe: true });
    expect(firmwareVersion).toBe(0x2024_0125_0012_0000n);
    expect([toHex(extraData), toHex(qualifiedSigner)]).toEqual([toHex(toUtf8("nonce")), "51".repeat(34)]);
    expect(toHex(bytes)).toBe(toHex(quote));
    expect(toHex(good(parseSizedAttest(sizedBuffer(quote))).bytes)).toBe(toHex(quote));
  });

  test("a certification and a time are told from a quote", () => {
    const name = new Uint8Array(34).fill(0x4e);
    expect(good(parseAttest(certify)).attested).toEqual({ kind: "certify", name, qualifiedName: name });
    expect(good(parseAttest(changed(certify, 5, 0x19))).attested).toEqual({ kind: "time" });
  });

  const selection = 6 + 36 + 7 + 25;
  test.each([
    ["what no TPM generated", 0, [0xfe], "value", "magic", 0],
    ["an unknown type", 5, [0x1b], "value", "type", 4],
    ["a name that is too long", 6, [0, 67], "limit", "qualifiedSigner size", 6],
    ["a nonce that is too long", 42, [0, 67], "limit", "extraData size", 42],
    ["a truth value of 2", 6 + 36 + 7 + 16, [2], "value", "safe", 65],
    ["17 banks", selection, [0, 0, 0, 17], "limit", "pcrSelect count", selection],
    ["a bank of an unknown hash", selection + 4, [0, 0x12], "value", "pcrSelect hash", selection + 4],
    ["a bank whose hash is null", selection + 4, [0, 0x10], "value", "pcrSelect hash", selection + 4],
    ["no bit map", selection + 6, [0], "limit", "pcrSelect sizeofSelect", selection + 6],
    ["a bit map of 5 bytes", selection + 6, [5], "limit", "pcrSelect sizeofSelect", selection + 6],
    ["a digest that is too long", selection + 16, [0, 65], "limit", "pcrDigest size", selection + 16],
    ["a digest that goes past the end", selection + 16, [0, 33], "truncated", "pcrDigest", selection + 18],
    ["bytes after its end", selection + 16, [0, 31], "trailing", "TPMS_ATTEST", quote.length - 1],
  ] as const)("with %s is unreadable", (_, offset, values, code, field, at) => {
    const outcome = parseAttest(changed(quote, offset, ...values));
    expect(outcome).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });

  test("other kinds may not be endless", () => {
    const long = concatBytes(changed(certify, 5, 0x19), new Uint8Array(2048));
    expect(parseAttest(long)).toMatchObject({ ok: false, error: { code: "limit", field: "attested" } });
  });
});

describe("PCR selections", () => {
  test("are the same only with the same banks, PCRs and order", () => {
    const [first, second] = [pcrSelect.slice(0, 1), pcrSelect.slice(1)];
    expect(samePcrSelections(pcrSelect, [...first, ...second])).toBe(true);
    expect(samePcrSelections(pcrSelect, [...second, ...first])).toBe(false);
    expect(samePcrSelections(pcrSelect, first)).toBe(false);
    expect(samePcrSelections(first, [{ hash: "sha384", pcrs: [0, 7, 23] }])).toBe(false);
    expect(samePcrSelections(first, [{ hash: "sha256", pcrs: [0, 7, 16] }])).toBe(false);
  });

  test("a PCR that a PC does not have is not written", () => {
    expect(() => encodePcrSelections([{ hash: "sha256", pcrs: [24] }])).toThrow(RangeError);
  });
});

describe("TPMT_PUBLIC", () => {
  test("of an RSA attestation key", () => {
    const area = good(parsePublicArea(rsa.publicArea));
    expect(area).toMatchObject({
      type: "rsa",
      nameAlg: "sha256",
      symmetric: undefined,
      scheme: { kind: "rsassa", hash: "sha256" },
      keyBits: 2048,
      exponent: 65_537,
    });
    expect([...area.attributes]).toEqual([
      "fixedTPM",
      "fixedParent",
      "sensitiveDataOrigin",
      "userWithAuth",
      "restricted",
      "sign",
    ]);
    expect(toHex(good(parseSizedPublicArea(sizedBuffer(rsa.publicArea))).bytes)).toBe(toHex(rsa.publicArea));
  });

  test("of a storage key has a policy and a cipher, and no scheme", () => {
    const area = good(parsePublicArea(storage.publicArea));
    expect(area).toMatchObject({ symmetric: { algorithm: "aes", keyBits: 128 }, scheme: undefined });
    expect(toHex(area.authPolicy)).toBe("aa".repeat(32));
  });

  test.each([rsa, storage, ecc, eccKey("P-256"), eccKey("P-521")])(
    "gives the SubjectPublicKeyInfo of the same key (%#)",
    ({ publicArea, privateKey }) => {
      const expected = createPublicKey(privateKey).export({ format: "der", type: "spki" });
      expect(toHex(subjectPublicKeyInfo(good(parsePublicArea(publicArea))))).toBe(expected.toString("hex"));
    },
  );

  test("its name is the hash of all of it, with the algorithm in front", async () => {
    const name = await objectName(good(parsePublicArea(ecc.publicArea)));
    expect(toHex(name)).toBe(`000c${toHex(digestOf("sha384", ecc.publicArea))}`);
  });

  test("a coordinate without its zeros is the same point", () => {
    const area = good(parsePublicArea(ecc.publicArea));
    if (area.type !== "ecc") throw new Error("no ECC key");
    const start = ecc.publicArea.length - 100;
    const padded = concatBytes(ecc.publicArea.subarray(0, start), sizedBuffer(area.x), sizedBuffer(Uint8Array.of(5)));
    expect(good(parsePublicArea(padded))).toMatchObject({ y: concatBytes(new Uint8Array(47), Uint8Array.of(5)) });
  });

  test.each([
    ["a keyed hash", 0, [0, 8], "value", "type", 0],
    ["no hash for its name", 2, [0, 0x10], "value", "nameAlg", 2],
    ["a reserved attribute", 4, [0x80], "reserved", "objectAttributes", 4],
    ["a policy of another length", 8, [0, 31], "value", "authPolicy size", 8],
    ["an unknown cipher", 42, [0, 5], "value", "symmetric", 42],
    ["a cipher key of 64 bits", 44, [0, 64], "value", "symmetric keyBits", 44],
    ["a cipher in another mode", 46, [0, 0x42], "value", "symmetric mode", 46],
    ["an ECC scheme", 48, [0, 0x18], "value", "scheme", 48],
    ["1000 bits", 50, [3, 0xe8], "value", "keyBits", 50],
    ["an even exponent", 52, [0, 1, 0, 0], "value", "exponent", 52],
    ["the exponent 1", 52, [0, 0, 0, 1], "value", "exponent", 52],
    ["a modulus that is too long", 56, [1, 1], "limit", "unique size", 56],
    ["a modulus that is too short", 56, [0, 255], "value", "unique", 56],
    ["a modulus with zeros in front", 58, [0], "value", "unique", 56],
  ] as const)("with %s is unreadable", (_, offset, values, code, field, at) => {
    const outcome = parsePublicArea(changed(storage.publicArea, offset, ...values));
    expect(outcome).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });

  test.each([
    ["a curve that is no NIST curve", 16, [0, 0x10], "value", "curveID", 16],
    ["a key derivation scheme", 18, [0, 0x20], "value", "kdf", 18],
    ["a coordinate that is too long", 20, [0, 49], "limit", "unique x size", 20],
    ["no coordinate", 20, [0, 0], "value", "unique x", 20],
    ["an RSA scheme", 12, [0, 0x14], "value", "scheme", 12],
  ] as const)("of an ECC key with %s is unreadable", (_, offset, values, code, field, at) => {
    const outcome = parsePublicArea(changed(ecc.publicArea, offset, ...values));
    expect(outcome).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });
});

describe("TPMT_SIGNATURE", () => {
  test("of RSA and of ECDSA", () => {
    expect(good(parseTpmSignature(rsaSignature))).toMatchObject({ kind: "rsassa", hash: "sha256" });
    const signature = good(parseTpmSignature(eccSignature));
    expect(signature).toMatchObject({ kind: "ecdsa", hash: "sha384", r: { length: 48 }, s: { length: 48 } });
  });

  test.each([
    ["an unknown scheme", rsaSignature, 0, [0, 5], "value", "sigAlg", 0],
    ["an unknown hash", rsaSignature, 2, [0, 0x27], "value", "signature hash", 2],
    ["more than 4096 bits", rsaSignature, 4, [2, 1], "limit", "sig size", 4],
    ["nothing", rsaSignature, 4, [0, 0], "value", "sig", 4],
    ["a number of 67 bytes", eccSignature, 4, [0, 67], "limit", "signatureR size", 4],
    ["no second number", eccSignature, 54, [0, 0], "value", "signatureS", 54],
  ] as const)("with %s is unreadable", (_, bytes, offset, values, code, field, at) => {
    const outcome = parseTpmSignature(changed(bytes, offset, ...values));
    expect(outcome).toMatchObject({ ok: false, error: { code, field, offset: at } });
  });
});

describe.each<[string, (bytes: Uint8Array) => Parsed<unknown>, Uint8Array]>([
  ["TPMS_ATTEST of a quote", parseAttest, quote],
  ["TPMS_ATTEST of a certification", parseAttest, certify],
  ["TPM2B_ATTEST", parseSizedAttest, sizedBuffer(quote)],
  ["TPMT_PUBLIC of RSA", parsePublicArea, storage.publicArea],
  ["TPMT_PUBLIC of ECC", parsePublicArea, ecc.publicArea],
  ["TPM2B_PUBLIC", parseSizedPublicArea, sizedBuffer(rsa.publicArea)],
  ["TPMT_SIGNATURE of RSA", parseTpmSignature, rsaSignature],
  ["TPMT_SIGNATURE of ECDSA", parseTpmSignature, eccSignature],
])("%s", (_, parse, bytes) => {
  /** A value, or an error that names its field and a place within the input. */
  const typed = (outcome: Parsed<unknown>, length: number): boolean =>
    outcome.ok || (outcome.error.field !== "" && outcome.error.offset >= 0 && outcome.error.offset <= length);

  test("truncated anywhere is unreadable", () => {
    expect(parse(bytes).ok).toBe(true);
    for (let length = 0; length < bytes.length; length++) {
      const outcome = parse(bytes.subarray(0, length));
      expect(outcome.ok).toBe(false);
      expect(typed(outcome, length)).toBe(true);
    }
  });

  test("with anything after its end is unreadable", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (tail) => {
        expect(parse(concatBytes(bytes, tail))).toMatchObject({ ok: false, error: { code: "trailing" } });
      }),
    );
  });

  test("with any bit flipped is another value or a typed error", () => {
    const original = JSON.stringify(parse(bytes), showBytes);
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const outcome = parse(flipped(bytes, bit));
        expect(typed(outcome, bytes.length)).toBe(true);
        expect(JSON.stringify(outcome, showBytes)).not.toBe(original);
      }),
      { numRuns: 300 },
    );
  });

  test("random bytes end in a typed error or a value", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(bytes.length), (random, kept) => {
        const input = concatBytes(bytes.subarray(0, kept), random);
        expect(typed(parse(input), input.length)).toBe(true);
        expect(typed(parse(random), random.length)).toBe(true);
      }),
    );
  });
});

function showBytes(_: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value);
  if (value instanceof Set) return [...(value as Set<unknown>)];
  return typeof value === "bigint" ? `${value}` : value;
}
