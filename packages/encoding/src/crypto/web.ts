import { concatBytes } from "../bytes/writer.ts";
import { aesBits, blockLength } from "./aes-lengths.ts";
import { keyKind } from "./key-kind.ts";
import type { CryptoRoom, HashAlgorithm, PublicKey, SignatureScheme } from "./types.ts";

export type * from "./types.ts";

const names: Record<HashAlgorithm, string> = { sha1: "SHA-1", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512" };

export const hash: CryptoRoom["hash"] = async (algorithm, ...parts) =>
  new Uint8Array(await crypto.subtle.digest(names[algorithm], exact(concatBytes(...parts))));

/** WebCrypto ties a key to one scheme, so the handle is a cache of imports, one for each scheme that was asked for. */
export const importPublicKey: CryptoRoom["importPublicKey"] = async (spki) => {
  const kind = keyKind(spki);
  if (kind === undefined) return undefined;
  const key: PublicKey = { spki, ...kind, handle: new Map<string, CryptoKey>() };
  return (await importFor(probeScheme(key), key)) === undefined ? undefined : key;
};

function probeScheme(key: PublicKey): SignatureScheme {
  if (key.type === "ec") return { kind: "ecdsa", hash: "sha256" };
  return key.type === "rsa" ? { kind: "rsa-pkcs1", hash: "sha256" } : { kind: "ed25519" };
}

export const verifySignature: CryptoRoom["verifySignature"] = async (scheme, key, data, signature) => {
  const imported = await importFor(scheme, key);
  if (imported === undefined) return false;
  // Browsers look at the length of a signature, but not every WebCrypto does.
  if (scheme.kind === "rsa-pss" && signature.length !== key.modulusLength) return false;
  try {
    return await crypto.subtle.verify(verifyParameters(scheme), imported, exact(signature), exact(data));
  } catch {
    return false;
  }
};

async function importFor(scheme: SignatureScheme, key: PublicKey): Promise<CryptoKey | undefined> {
  const parameters = importParameters(scheme, key);
  if (parameters === undefined) return undefined;
  const cache = key.handle as Map<string, CryptoKey>;
  const name = JSON.stringify(parameters);
  const cached = cache.get(name);
  if (cached !== undefined) return cached;
  try {
    const imported = await crypto.subtle.importKey("spki", exact(key.spki), parameters, false, ["verify"]);
    cache.set(name, imported);
    return imported;
  } catch {
    return undefined;
  }
}

function importParameters(
  scheme: SignatureScheme,
  key: PublicKey,
): EcKeyImportParams | RsaHashedImportParams | undefined {
  switch (scheme.kind) {
    case "ecdsa":
      return key.curve === undefined ? undefined : { name: "ECDSA", namedCurve: key.curve };
    case "rsa-pss":
      return key.type === "rsa" ? { name: "RSA-PSS", hash: names[scheme.hash] } : undefined;
    case "rsa-pkcs1":
      return key.type === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: names[scheme.hash] } : undefined;
    case "ed25519":
      return key.type === "ed25519" ? ({ name: "Ed25519" } as EcKeyImportParams) : undefined;
  }
}

function verifyParameters(scheme: SignatureScheme): EcdsaParams | RsaPssParams | Algorithm {
  switch (scheme.kind) {
    case "ecdsa":
      return { name: "ECDSA", hash: names[scheme.hash] };
    case "rsa-pss":
      return { name: "RSA-PSS", saltLength: scheme.saltLength };
    case "rsa-pkcs1":
      return { name: "RSASSA-PKCS1-v1_5" };
    case "ed25519":
      return { name: "Ed25519" };
  }
}

export const hmac: CryptoRoom["hmac"] = async (algorithm, key, ...parts) => {
  const parameters = { name: "HMAC", hash: names[algorithm] };
  const imported = await crypto.subtle.importKey("raw", exact(key), parameters, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, exact(concatBytes(...parts))));
};

/** WebCrypto has no CFB; its CTR mode over one block of zeros gives the block cipher itself, and CFB needs no more. */
export const encryptAesCfb: CryptoRoom["encryptAesCfb"] = async (key, iv, plaintext) => {
  aesBits(key, iv);
  const imported = await crypto.subtle.importKey("raw", exact(key), "AES-CTR", false, ["encrypt"]);
  const ciphertext = new Uint8Array(plaintext.length);
  let feedback = exact(iv);
  for (let start = 0; start < plaintext.length; start += blockLength) {
    const parameters = { name: "AES-CTR", counter: feedback, length: 128 };
    const pad = new Uint8Array(await crypto.subtle.encrypt(parameters, imported, new Uint8Array(blockLength)));
    const block = plaintext.slice(start, start + blockLength).map((byte, index) => byte ^ (pad[index] ?? 0));
    ciphertext.set(block, start);
    feedback = exact(block);
  }
  return ciphertext;
};

export const applyAesCtr: CryptoRoom["applyAesCtr"] = async (key, iv, text) => {
  aesBits(key, iv);
  const imported = await crypto.subtle.importKey("raw", exact(key), "AES-CTR", false, ["encrypt"]);
  const parameters = { name: "AES-CTR", counter: exact(iv), length: 128 };
  return new Uint8Array(await crypto.subtle.encrypt(parameters, imported, exact(text)));
};

export const encryptRsaOaep: CryptoRoom["encryptRsaOaep"] = async (algorithm, key, label, plaintext) => {
  if (key.type !== "rsa") return undefined;
  const parameters = { name: "RSA-OAEP", hash: names[algorithm] };
  try {
    const imported = await crypto.subtle.importKey("spki", exact(key.spki), parameters, false, ["encrypt"]);
    const padding = { name: "RSA-OAEP", label: exact(label) };
    return new Uint8Array(await crypto.subtle.encrypt(padding, imported, exact(plaintext)));
  } catch {
    return undefined;
  }
};

export const agree: CryptoRoom["agree"] = async (key) => {
  if (key.curve === undefined) return undefined;
  const parameters = { name: "ECDH", namedCurve: key.curve };
  const peer = await crypto.subtle.importKey("spki", exact(key.spki), parameters, false, []);
  const { privateKey, publicKey } = await crypto.subtle.generateKey(parameters, true, ["deriveBits"]);
  // "raw" is the uncompressed point: 4, x, y.
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  const length = (point.length - 1) / 2;
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: peer }, privateKey, null);
  return { x: point.slice(1, 1 + length), y: point.slice(1 + length), sharedX: new Uint8Array(shared) };
};

/** WebCrypto's types ask for bytes over an ArrayBuffer of their own. */
function exact(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
