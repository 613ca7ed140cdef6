import {
  constants,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  privateDecrypt,
  type KeyObject,
} from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toBase64Url, toHex, toUtf8 } from "../index.ts";
import * as node from "./node.ts";
import type { CryptoRoom } from "./types.ts";
import * as web from "./web.ts";

const implementations: readonly (readonly [string, CryptoRoom])[] = [
  ["node:crypto", node],
  ["WebCrypto", web],
];
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const label = toUtf8("IDENTITY\0");

function bytes(hex: string): Uint8Array {
  const parsed = fromHex("test", hex);
  if (!parsed.ok) throw new Error(hex);
  return parsed.value;
}

describe.each(implementations)("%s", (_name, room) => {
  const imported = async (key: KeyObject) => {
    const found = await room.importPublicKey(new Uint8Array(key.export({ format: "der", type: "spki" })));
    if (found === undefined) throw new Error("the key was not imported");
    return found;
  };

  test("HMAC (RFC 4231, test case 2)", async () => {
    const mac = await room.hmac("sha256", toUtf8("Jefe"), toUtf8("what do ya want "), toUtf8("for nothing?"));
    expect(toHex(mac)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });

  test.each([
    ["F.3.13", "2b7e151628aed2a6abf7158809cf4f3c", "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"],
    [
      "F.3.17",
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "dc7e84bfda79164b7ecd8486985d386039ffed143b28b1c832113c6331e5407b",
    ],
  ])("AES-CFB (NIST SP 800-38A, %s), also where it ends within a block", async (_, key, ciphertext) => {
    const plaintext = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    const iv = bytes("000102030405060708090a0b0c0d0e0f");
    expect(toHex(await room.encryptAesCfb(bytes(key), iv, plaintext))).toBe(ciphertext);
    const short = await room.encryptAesCfb(bytes(key), iv, plaintext.subarray(0, 21));
    expect(toHex(short)).toBe(ciphertext.slice(0, 42));
  });

  test("AES-CFB is undone by decryption, whatever the length", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 70 }), async (plaintext) => {
        const [key, iv] = [new Uint8Array(16).fill(3), new Uint8Array(16)];
        const decipher = createDecipheriv("aes-128-cfb", key, iv);
        const ciphertext = await room.encryptAesCfb(key, iv, plaintext);
        expect(toHex(decipher.update(ciphertext))).toBe(toHex(plaintext));
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [24, 16],
    [16, 12],
  ])("AES-CFB with a key of %i and a vector of %i bytes is a mistake", async (key, iv) => {
    const encryption = room.encryptAesCfb(new Uint8Array(key), new Uint8Array(iv), new Uint8Array(1));
    await expect(encryption).rejects.toThrow(RangeError);
  });

  test.each([
    ["F.5.1", "2b7e151628aed2a6abf7158809cf4f3c", "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"],
    [
      "F.5.5",
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
      "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5",
    ],
  ])("AES-CTR (NIST SP 800-38A, %s), also where it ends within a block, and back", async (_, key, ciphertext) => {
    const plaintext = bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    const iv = bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    expect(toHex(await room.applyAesCtr(bytes(key), iv, plaintext))).toBe(ciphertext);
    const short = await room.applyAesCtr(bytes(key), iv, plaintext.subarray(0, 21));
    expect(toHex(short)).toBe(ciphertext.slice(0, 42));
    expect(toHex(await room.applyAesCtr(bytes(key), iv, short))).toBe(toHex(plaintext.subarray(0, 21)));
  });

  test("AES-CTR counts over the whole block", async () => {
    const [key, last] = [new Uint8Array(16).fill(3), new Uint8Array(16).fill(0xff)];
    const two = await room.applyAesCtr(key, last, new Uint8Array(32));
    expect(toHex(two.subarray(16))).toBe(toHex(await room.applyAesCtr(key, new Uint8Array(16), new Uint8Array(16))));
    await expect(room.applyAesCtr(new Uint8Array(24), last, two)).rejects.toThrow(RangeError);
  });

  test.each(["sha1", "sha256", "sha384"] as const)(
    "RSA-OAEP with %s opens with the private key and label",
    async (oaepHash) => {
      const ciphertext = await room.encryptRsaOaep(oaepHash, await imported(rsa.publicKey), label, toUtf8("seed"));
      if (ciphertext === undefined) throw new Error("not encrypted");
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const open = (oaepLabel: Uint8Array) =>
        privateDecrypt({ key: rsa.privateKey, padding, oaepHash, oaepLabel }, ciphertext);
      expect(toHex(open(label))).toBe(toHex(toUtf8("seed")));
      expect(() => open(toUtf8("IDENTITY"))).toThrow(/oaep/i);
    },
  );

  test("RSA-OAEP with another kind of key or too long a text is undefined", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(await room.encryptRsaOaep("sha256", await imported(publicKey), label, toUtf8("seed"))).toBeUndefined();
    const long = new Uint8Array(256);
    expect(await room.encryptRsaOaep("sha256", await imported(rsa.publicKey), label, long)).toBeUndefined();
  });

  test.each([
    ["P-256", 32],
    ["P-384", 48],
    ["P-521", 66],
  ] as const)("ECDH over %s agrees with the owner of the key, who gets the same secret", async (crv, length) => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: crv });
    const key = await imported(publicKey);
    const found = await Promise.all([room.agree(key), room.agree(key)]);
    expect(new Set(found.map((one) => toHex(one?.x ?? new Uint8Array(0)))).size).toBe(2);
    for (const one of found) {
      if (one === undefined) throw new Error("no agreement");
      expect([one.x.length, one.y.length, one.sharedX.length]).toEqual([length, length, length]);
      const jwk = { kty: "EC", crv, x: toBase64Url(one.x), y: toBase64Url(one.y) };
      const ephemeral = createPublicKey({ key: jwk, format: "jwk" });
      expect(toHex(diffieHellman({ privateKey, publicKey: ephemeral }))).toBe(toHex(one.sharedX));
    }
  });

  test("ECDH with an RSA key is undefined", async () => {
    expect(await room.agree(await imported(rsa.publicKey))).toBeUndefined();
  });
});
