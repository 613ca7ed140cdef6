import {
  constants,
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hash as hashOnce,
  publicEncrypt,
  verify,
  type KeyObject,
} from "node:crypto";
import { concatBytes } from "../bytes/writer.ts";
import { aesBits } from "./aes-lengths.ts";
import { keyKind } from "./key-kind.ts";
import { ecdsaSignatureValue } from "./ecdsa-signature-value.ts";
import type { CryptoRoom, HashAlgorithm, PublicKey, SignatureScheme } from "./types.ts";

export type * from "./types.ts";

export const hash: CryptoRoom["hash"] = (algorithm, ...parts) => Promise.resolve(hashSync(algorithm, parts));

/** Below this many bytes it is cheaper to join the parts than to hand them over one by one. */
const worthJoining = 4096;

function hashSync(algorithm: HashAlgorithm, parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return new Uint8Array(hashOnce(algorithm, only, "buffer"));
  if (parts.reduce((length, part) => length + part.length, 0) <= worthJoining) {
    return new Uint8Array(hashOnce(algorithm, concatBytes(...parts), "buffer"));
  }
  const state = createHash(algorithm);
  for (const part of parts) state.update(part);
  return new Uint8Array(state.digest());
}

export const importPublicKey: CryptoRoom["importPublicKey"] = (spki) => Promise.resolve(importSync(spki));

function importSync(spki: Uint8Array): PublicKey | undefined {
  // Asking the imported key for its curve would cost as much as importing it.
  const kind = keyKind(spki);
  if (kind === undefined) return undefined;
  try {
    return { spki, ...kind, handle: createPublicKey(pemOf(spki)) };
  } catch {
    return undefined;
  }
}

/** PEM as one line: half the time of DER, which Node takes in an object that it tells from a key by catching an exception. */
function pemOf(spki: Uint8Array): string {
  const base64 = Buffer.from(spki.buffer, spki.byteOffset, spki.length).toString("base64");
  return `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`;
}

export const verifySignature: CryptoRoom["verifySignature"] = (scheme, key, data, signature) =>
  Promise.resolve(verifySync(scheme, key, data, signature));

/** Here and now: handing it to Node's thread pool costs about as much as an RSA-4096 verification itself. */
function verifySync(scheme: SignatureScheme, key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  const handle = key.handle as KeyObject;
  try {
    switch (scheme.kind) {
      case "ecdsa": {
        // Node's own conversion of R ‖ S, and its options, would cost a twelfth of a P-384 verification.
        const value = ecdsaSignatureValue(key.curve, signature);
        return value !== undefined && verify(scheme.hash, data, handle, value);
      }
      case "rsa-pss": {
        const { saltLength } = scheme;
        const padding = constants.RSA_PKCS1_PSS_PADDING;
        // OpenSSL takes a signature whose leading zeros are gone for the same one; RFC 8017 and WebCrypto don't.
        if (key.type !== "rsa" || signature.length !== key.modulusLength) return false;
        return verify(scheme.hash, data, { key: handle, padding, saltLength }, signature);
      }
      case "rsa-pkcs1":
        return key.type === "rsa" && verify(scheme.hash, data, handle, signature);
      case "ed25519":
        return key.type === "ed25519" && verify(null, data, handle, signature);
    }
  } catch {
    return false;
  }
}

export const hmac: CryptoRoom["hmac"] = (algorithm, key, ...parts) => {
  const state = createHmac(algorithm, key);
  for (const part of parts) state.update(part);
  return Promise.resolve(new Uint8Array(state.digest()));
};

export const encryptAesCfb: CryptoRoom["encryptAesCfb"] = async (key, iv, plaintext) => {
  const cipher = createCipheriv(`aes-${aesBits(key, iv)}-cfb`, key, iv);
  return Promise.resolve(new Uint8Array(Buffer.concat([cipher.update(plaintext), cipher.final()])));
};

export const applyAesCtr: CryptoRoom["applyAesCtr"] = async (key, iv, text) => {
  const cipher = createCipheriv(`aes-${aesBits(key, iv)}-ctr`, key, iv);
  return Promise.resolve(new Uint8Array(Buffer.concat([cipher.update(text), cipher.final()])));
};

export const encryptRsaOaep: CryptoRoom["encryptRsaOaep"] = (algorithm, key, label, plaintext) =>
  Promise.resolve(encryptOaepSync(algorithm, key, label, plaintext));

function encryptOaepSync(
  algorithm: HashAlgorithm,
  key: PublicKey,
  label: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array | undefined {
  if (key.type !== "rsa") return undefined;
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const options = { key: key.handle as KeyObject, padding, oaepHash: algorithm, oaepLabel: label };
  try {
    return new Uint8Array(publicEncrypt(options, plaintext));
  } catch {
    return undefined;
  }
}

export const agree: CryptoRoom["agree"] = (key) => {
  if (key.curve === undefined) return Promise.resolve(undefined);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: key.curve });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const sharedX = new Uint8Array(diffieHellman({ privateKey, publicKey: key.handle as KeyObject }));
  return Promise.resolve({ x: fromBase64UrlText(x), y: fromBase64UrlText(y), sharedX });
};

function fromBase64UrlText(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64url"));
}
