import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { concatBytes, toHex } from "@sekisho/encoding";
import { createSevPlatform } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createLaunchSession,
  encodeSevCertificate,
  encodeSevCertificateBody,
  parseAmdCertificate,
  parseSevCertificate,
  parseSevCertificates,
  sevKeyDigest,
  verifyAmdCertificate,
  verifySevCertificate,
  type AmdCertificate,
  type SevCertificate,
} from "./index.ts";

const authority = await testAuthority("Milan");
const { certificates, chain } = createSevPlatform(authority);

function sev(bytes: Uint8Array): SevCertificate {
  const certificate = parseSevCertificate(bytes);
  if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
  return certificate.value;
}

function amd(bytes: Uint8Array): AmdCertificate {
  const certificate = parseAmdCertificate(bytes);
  if (!certificate.ok) throw new Error(JSON.stringify(certificate.error));
  return certificate.value;
}

function changed(bytes: Uint8Array, offset: number, ...values: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, offset);
  return copy;
}

const [pdh, pek, oca, cek] = [
  sev(certificates.pdh),
  sev(certificates.pek),
  sev(certificates.oca),
  sev(certificates.cek),
];
const [ask, ark] = [amd(certificates.ask), amd(certificates.ark)];

describe("a platform's certificates", () => {
  test("say what they are for, and which key they certify", () => {
    expect([pdh, pek, oca, cek].map(({ usage }) => usage)).toEqual(["PDH", "PEK", "OCA", "CEK"]);
    expect(pdh.algorithm).toEqual({ kind: "ecdh", hash: "sha256" });
    expect(pek).toMatchObject({ apiMajor: 1, apiMinor: 55, algorithm: { kind: "ecdsa", hash: "sha256" } });
    expect(pek.signatures.map(({ usage }) => usage)).toEqual(["OCA", "CEK"]);
    expect(pek.key).toMatchObject({ type: "ec", curve: "P-384" });
    expect(ask).toMatchObject({ usage: "ASK", certifyingId: ark.keyId });
    expect(ark.certifyingId).toEqual(ark.keyId);
  });

  test("a root's digest is that of its SubjectPublicKeyInfo", async () => {
    expect(await sevKeyDigest(ark.key)).toBe(authority.rootDigest);
  });

  test("are signed by each other, and by nobody else", async () => {
    expect(await verifySevCertificate(pdh, pek)).toBe(true);
    expect(await verifySevCertificate(pek, oca)).toBe(true);
    expect(await verifySevCertificate(pek, cek)).toBe(true);
    expect(await verifySevCertificate(oca, oca)).toBe(true);
    expect(await verifySevCertificate(cek, ask)).toBe(true);
    expect(await verifyAmdCertificate(ask, ark)).toBe(true);
    expect(await verifyAmdCertificate(ark, ark)).toBe(true);
    expect(await verifySevCertificate(pdh, cek)).toBe(false);
    expect(await verifySevCertificate(cek, ark)).toBe(false);
    expect(await verifyAmdCertificate(ask, ask)).toBe(false);
  });

  test("any bit that is signed, and any of the signature, counts", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(0x414 * 8 - 1), async (bit) => {
        const copy = certificates.pdh.slice();
        copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const read = parseSevCertificate(copy);
        expect(read.ok && (await verifySevCertificate(read.value, pek))).toBe(false);
      }),
      { numRuns: 60 },
    );
    for (const offset of [0x41c, 0x41c + 47, 0x41c + 72, 0x41c + 60]) {
      const broken = sev(changed(certificates.pdh, offset, (certificates.pdh[offset] ?? 0) ^ 1));
      expect(await verifySevCertificate(broken, pek)).toBe(false);
    }
  });

  test("a signature that says to be of another usage does not count", async () => {
    expect(await verifySevCertificate(sev(changed(certificates.pdh, 0x414, 0x01)), pek)).toBe(false);
  });

  test("a signature with another algorithm than its key's does not count, genuine as it is", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const issuer = { ...pek, key: ecOf(publicKey) };
    const body = certificates.pdh.subarray(0, 0x414);
    const signed = (hash: "sha256" | "sha384"): SevCertificate => {
      const signature = new Uint8Array(sign(hash, body, { key: privateKey, dsaEncoding: "ieee-p1363" }));
      const [r, s] = [signature.subarray(0, 48).toReversed(), signature.subarray(48).toReversed()];
      const bytes = concatBytes(r, new Uint8Array(24), s, new Uint8Array(512 - 72 - 48));
      return sev(encodeSevCertificate(body, [{ usage: "PEK", algorithm: { kind: "ecdsa", hash }, bytes }]));
    };
    expect(await verifySevCertificate(signed("sha256"), issuer)).toBe(true);
    expect(await verifySevCertificate(signed("sha384"), issuer)).toBe(false);
    expect(
      await verifySevCertificate(signed("sha384"), { ...issuer, algorithm: { kind: "ecdsa", hash: "sha384" } }),
    ).toBe(true);
  });

  test.each([
    ["VERSION", 0, 2, 0],
    ["reserved bytes", 6, 1, 6],
    ["PUBKEY_USAGE", 8, 0x13, 8],
    ["PUBKEY_ALGO", 12, 9, 12],
    ["CURVE", 16, 3, 16],
    ["QX", 20 + 60, 1, 20 + 48],
    ["reserved bytes of PUBKEY", 1000, 1, 1000],
    ["SIG1_USAGE", 0x414, 9, 0x414],
    ["SIG1_ALGO", 0x418, 3, 0x418],
  ])("%s: the error names field and offset", (field, offset, value, place) => {
    const bytes = changed(certificates.pdh, offset, value);
    expect(parseSevCertificate(bytes)).toMatchObject({ ok: false, error: { field, offset: place } });
  });

  test.each([
    ["VERSION", 0, 2, 0],
    ["KEY_USAGE", 36, 9, 36],
    ["reserved bytes", 40, 1, 40],
    ["PUBEXP_SIZE", 57, 4, 56],
    ["MODULUS_SIZE", 61, 4, 60],
  ])("AMD's own: %s: the error names field and offset", (field, offset, value, place) => {
    const bytes = changed(certificates.ask, offset, value);
    expect(parseAmdCertificate(bytes)).toMatchObject({ ok: false, error: { field, offset: place } });
  });
});

describe("a file of certificates", () => {
  test("is taken apart, whatever its order", () => {
    const read = parseSevCertificates(chain);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.platform.map(({ bytes }) => toHex(bytes))).toEqual(
      [pdh, pek, oca, cek].map(({ bytes }) => toHex(bytes)),
    );
    expect(read.value.amd.map(({ usage }) => usage)).toEqual(["ASK", "ARK"]);
    const other = parseSevCertificates(concatBytes(certificates.ark, certificates.cek));
    expect(other).toMatchObject({ ok: true, value: { platform: [{ usage: "CEK" }], amd: [{ usage: "ARK" }] } });
  });

  test("may end before an ARK's signature, as AMD's file for Naples does, and then nothing is said of it", async () => {
    const short = certificates.ark.subarray(0, certificates.ark.length - 512);
    const read = parseSevCertificates(concatBytes(certificates.ask, short));
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const root = read.value.amd[1];
    if (root === undefined) throw new Error("no root");
    expect(root.signature).toBeUndefined();
    expect(await verifyAmdCertificate(root, root)).toBeUndefined();
    expect(parseSevCertificates(certificates.ask.subarray(0, certificates.ask.length - 512)).ok).toBe(false);
  });

  test("cut anywhere else it is refused, and any bytes are read or refused", () => {
    const whole = new Set([0, 1, 2, 3, 4].map((count) => count * 2084));
    const ends = [4 * 2084 + 64 + 1536, chain.length, chain.length - 512];
    fc.assert(
      fc.property(fc.nat(chain.length - 1), (length) => {
        const complete = (whole.has(length) && length > 0) || ends.includes(length);
        expect(parseSevCertificates(chain.subarray(0, length)).ok).toBe(complete);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect(parseSevCertificates(bytes).ok).toBe(false);
      }),
      { numRuns: 200 },
    );
    expect(parseSevCertificates(concatBytes(...Array.from({ length: 65 }, () => certificates.pdh)))).toMatchObject({
      ok: false,
      error: { code: "limit" },
    });
  });
});

describe("keys of other kinds", () => {
  test("an RSA key comes back as it was written", () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = rsaOf(publicKey);
    const body = encodeSevCertificateBody({ ...oca, algorithm: { kind: "rsa", hash: "sha256" }, key });
    expect(sev(encodeSevCertificate(body))).toMatchObject({ key, algorithm: { kind: "rsa" }, signatures: [] });
  });

  test("no session is made for a PDH that is none, or whose point is not on the curve", async () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(1);
    const start = (certificate: SevCertificate) => createLaunchSession({ pdh: certificate, policy: 1, random });
    expect(await start(pek)).toBeUndefined();
    expect(await start({ ...pdh, usage: "PEK" })).toBeUndefined();
    expect(await start({ ...pdh, algorithm: { kind: "ecdsa", hash: "sha256" } })).toBeUndefined();
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(await start({ ...pdh, key: { ...ecOf(publicKey), curve: "P-256" } })).toBeUndefined();
    expect(await start(sev(changed(certificates.pdh, 20, (certificates.pdh[20] ?? 0) ^ 1)))).toBeUndefined();
    // The genuine key was seen before; only half of its point is here.
    expect(await start(sev(changed(certificates.pdh, 92, (certificates.pdh[92] ?? 0) ^ 1)))).toBeUndefined();
    expect(await start(pdh)).toMatchObject({ keys: { tek: random(16), tik: random(16) } });
  });
});

function ecOf(publicKey: KeyObject): Extract<SevCertificate["key"], { readonly type: "ec" }> {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
  return { type: "ec", curve: "P-384", x: bytes(x), y: bytes(y) };
}

function rsaOf(publicKey: KeyObject): AmdCertificate["key"] {
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64url"));
  return { type: "rsa", modulus: bytes(n), exponent: bytes(e) };
}
