import { concatBytes } from "../bytes/writer.ts";
import { keyKind } from "./algorithm-identifiers.ts";
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

/** WebCrypto's types ask for bytes over an ArrayBuffer of their own. */
function exact(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
