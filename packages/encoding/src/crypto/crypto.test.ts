import { constants, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toHex, toUtf8 } from "../index.ts";
import * as node from "./node.ts";
import type { CryptoRoom, HashAlgorithm, SignatureScheme } from "./types.ts";
import * as web from "./web.ts";

const implementations: readonly (readonly [string, CryptoRoom])[] = [
  ["node:crypto", node],
  ["WebCrypto", web],
];
const data = toUtf8("evidence");
const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: "der", type: "spki" }));

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** Too short for anything but quick tests. */
const shortRsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
const ed25519 = generateKeyPairSync("ed25519");
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };

const cases: readonly (readonly [string, SignatureScheme, KeyObject, Buffer])[] = [
  [
    "ECDSA P-256",
    { kind: "ecdsa", hash: "sha256" },
    p256.publicKey,
    sign("sha256", data, { key: p256.privateKey, dsaEncoding: "ieee-p1363" }),
  ],
  [
    "ECDSA P-384",
    { kind: "ecdsa", hash: "sha384" },
    p384.publicKey,
    sign("sha384", data, { key: p384.privateKey, dsaEncoding: "ieee-p1363" }),
  ],
  [
    "RSASSA-PSS",
    { kind: "rsa-pss", hash: "sha384", saltLength: 48 },
    rsa.publicKey,
    sign("sha384", data, { key: rsa.privateKey, ...pss }),
  ],
  ["RSASSA-PKCS1-v1_5", { kind: "rsa-pkcs1", hash: "sha256" }, rsa.publicKey, sign("sha256", data, rsa.privateKey)],
  ["Ed25519", { kind: "ed25519" }, ed25519.publicKey, sign(null, data, ed25519.privateKey)],
];

/** Signs until a signature begins with a zero byte, as one in 256 does. */
function zeroInFront(scheme: Extract<SignatureScheme, { readonly kind: "rsa-pss" | "rsa-pkcs1" }>) {
  const padding = scheme.kind === "rsa-pss" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const options = {
    key: shortRsa.privateKey,
    padding,
    ...(scheme.kind === "rsa-pss" ? { saltLength: scheme.saltLength } : {}),
  };
  for (let number = 0; ; number++) {
    const signed = toUtf8(`evidence ${number}`);
    const signature = sign(scheme.hash, signed, options);
    if (signature[0] === 0) return { signed, signature };
  }
}

describe.each(implementations)("%s", (_name, room) => {
  test.each(cases)(
    "%s: the genuine signature verifies, a changed one does not",
    async (_, scheme, publicKey, signature) => {
      const key = await room.importPublicKey(spkiOf(publicKey));
      if (key === undefined) throw new Error("the key was not imported");
      expect(await room.verifySignature(scheme, key, data, signature)).toBe(true);
      expect(await room.verifySignature(scheme, key, toUtf8("evidencf"), signature)).toBe(false);
      const changed = Uint8Array.from(signature, (byte, index) => (index === 5 ? byte ^ 1 : byte));
      expect(await room.verifySignature(scheme, key, data, changed)).toBe(false);
      expect(await room.verifySignature(scheme, key, data, signature.subarray(1))).toBe(false);
    },
  );

  test.each([
    ["P-256", "sha256", p256],
    ["P-384", "sha384", p384],
    ["P-521", "sha512", generateKeyPairSync("ec", { namedCurve: "P-521" })],
  ] as const)("ECDSA %s: R and S may have zeros in front or the highest bit set", async (_curve, hash, pair) => {
    const key = await room.importPublicKey(spkiOf(pair.publicKey));
    if (key === undefined) throw new Error("the key was not imported");
    const scheme = { kind: "ecdsa", hash } as const;
    for (let number = 0; number < 300; number++) {
      const signed = Uint8Array.of(number, number >> 8);
      const signature = sign(hash, signed, { key: pair.privateKey, dsaEncoding: "ieee-p1363" });
      expect(await room.verifySignature(scheme, key, signed, signature)).toBe(true);
    }
  });

  test("ECDSA: zeros added in front of R and S are no other form of the same signature", async () => {
    const key = await room.importPublicKey(spkiOf(p384.publicKey));
    if (key === undefined) throw new Error("the key was not imported");
    const scheme = { kind: "ecdsa", hash: "sha384" } as const;
    const signature = sign("sha384", data, { key: p384.privateKey, dsaEncoding: "ieee-p1363" });
    const longer = Uint8Array.of(0, ...signature.subarray(0, 48), 0, ...signature.subarray(48));
    expect(await room.verifySignature(scheme, key, data, longer)).toBe(false);
    expect(await room.verifySignature(scheme, key, data, new Uint8Array(96))).toBe(false);
    expect(await room.verifySignature(scheme, key, data, new Uint8Array(0))).toBe(false);
  });

  test.each([
    ["rsa-pss", { kind: "rsa-pss", hash: "sha256", saltLength: 32 }],
    ["rsa-pkcs1", { kind: "rsa-pkcs1", hash: "sha256" }],
  ] as const)("%s: a signature is as long as the modulus, also when it begins with zeros", async (_, scheme) => {
    const key = await room.importPublicKey(spkiOf(shortRsa.publicKey));
    if (key === undefined) throw new Error("the key was not imported");
    const { signed, signature } = zeroInFront(scheme);
    expect(await room.verifySignature(scheme, key, signed, signature)).toBe(true);
    expect(await room.verifySignature(scheme, key, signed, signature.subarray(1))).toBe(false);
    expect(await room.verifySignature(scheme, key, signed, Uint8Array.of(0, ...signature))).toBe(false);
  });

  test("a scheme that does not fit the key is false, not an exception", async () => {
    const key = await room.importPublicKey(spkiOf(rsa.publicKey));
    if (key === undefined) throw new Error("the key was not imported");
    expect(await room.verifySignature({ kind: "ed25519" }, key, data, new Uint8Array(64))).toBe(false);
    expect(await room.verifySignature({ kind: "ecdsa", hash: "sha384" }, key, data, new Uint8Array(96))).toBe(false);
  });

  test("bytes that are no SubjectPublicKeyInfo are not imported", async () => {
    expect(await room.importPublicKey(new Uint8Array(0))).toBeUndefined();
    expect(await room.importPublicKey(Uint8Array.of(0x30, 3, 1, 2, 3))).toBeUndefined();
    const x25519 = generateKeyPairSync("x25519");
    expect(await room.importPublicKey(spkiOf(x25519.publicKey))).toBeUndefined();
  });

  test.each<[HashAlgorithm, string]>([
    ["sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ])("%s of the parts is the hash of all of them (FIPS 180-4, example abc)", async (algorithm, digest) => {
    expect(toHex(await room.hash(algorithm, toUtf8("a"), toUtf8("bc")))).toBe(digest);
  });
});
