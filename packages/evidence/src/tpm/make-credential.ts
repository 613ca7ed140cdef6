import { concatBytes } from "@sekisho/encoding";
import {
  agree,
  encryptAesCfb,
  encryptRsaOaep,
  hmac,
  importPublicKey,
  type HashAlgorithm,
  type PublicKey,
} from "@sekisho/encoding/crypto";
import { digestLengths } from "./algorithms.ts";
import { deriveKeyA, deriveKeyE, labelBytes } from "./key-derivation.ts";
import type { EccPublicArea, PublicArea } from "./public-area.ts";
import { sizedBuffer } from "./sized-buffer.ts";
import { subjectPublicKeyInfo } from "./subject-public-key-info.ts";

/** What TPM2_ActivateCredential takes. */
export type Credential = {
  /** A TPM2B_ID_OBJECT. */
  readonly credentialBlob: Uint8Array;
  /** A TPM2B_ENCRYPTED_SECRET. */
  readonly secret: Uint8Array;
};

/** Who may open a credential, and what is in it. */
export type CredentialRequest = {
  /** Public area of the endorsement key that opens it. */
  readonly endorsementKey: PublicArea;
  /** Name of the key that must be in the same TPM: the attestation key, its name recomputed. */
  readonly name: Uint8Array;
  /** What is handed over: at most as long as the endorsement key's name algorithm. */
  readonly credential: Uint8Array;
  /** As many random bytes as asked for. RSA-OAEP and ECDH take theirs from the platform besides. */
  readonly random: (length: number) => Uint8Array;
};

const identity = "IDENTITY";
const blockLength = 16;

/**
 * Does what TPM2_MakeCredential does, without a TPM (TPM 2.0 Library, part 1, 24): whoever gives back `credential` has a TPM that
 * holds both the endorsement key and, under exactly this name, the attestation key.
 *
 * It runs wherever the crypto room does; WebCrypto lacks CFB mode, but has what it is made of.
 *
 * @returns undefined for a key that is no restricted decryption key with AES-128 or AES-256, or whose point is not on its
 *   curve: no TPM would open it
 * @throws RangeError for a credential that is empty or too long
 */
export async function makeCredential(request: CredentialRequest): Promise<Credential | undefined> {
  const { endorsementKey, name, credential, random } = request;
  const { nameAlg, symmetric, attributes } = endorsementKey;
  const digestLength = digestLengths[nameAlg];
  if (credential.length === 0 || credential.length > digestLength) {
    throw new RangeError(`a credential of ${credential.length} bytes, where 1 to ${digestLength} fit`);
  }
  const storage = attributes.has("restricted") && attributes.has("decrypt");
  if (!storage || symmetric === undefined || symmetric.keyBits === 192) return undefined;
  const key = await importPublicKey(subjectPublicKeyInfo(endorsementKey));
  if (key === undefined) return undefined;
  const sealed = await sealSeed(endorsementKey, key, random);
  if (sealed === undefined) return undefined;
  const keys = await seedKeys(nameAlg, sealed.seed, name, symmetric.keyBits);
  const encrypted = await encryptAesCfb(keys.symmetric, new Uint8Array(blockLength), sizedBuffer(credential));
  const integrity = await hmac(nameAlg, keys.integrity, encrypted, name);
  const credentialBlob = sizedBuffer(concatBytes(sizedBuffer(integrity), encrypted));
  return { credentialBlob, secret: sizedBuffer(sealed.secret) };
}

async function seedKeys(
  nameAlg: HashAlgorithm,
  seed: Uint8Array,
  name: Uint8Array,
  keyBits: number,
): Promise<{ readonly symmetric: Uint8Array; readonly integrity: Uint8Array }> {
  const symmetric = await deriveKeyA(nameAlg, seed, "STORAGE", name, keyBits);
  const integrity = await deriveKeyA(nameAlg, seed, "INTEGRITY", new Uint8Array(0), 8 * digestLengths[nameAlg]);
  return { symmetric, integrity };
}

type SealedSeed = { readonly seed: Uint8Array; readonly secret: Uint8Array };

async function sealSeed(
  area: PublicArea,
  key: PublicKey,
  random: CredentialRequest["random"],
): Promise<SealedSeed | undefined> {
  if (area.type === "ecc") return agreeOnSeed(area, key);
  const seed = random(digestLengths[area.nameAlg]);
  const secret = await encryptRsaOaep(area.nameAlg, key, labelBytes(identity), seed);
  return secret === undefined ? undefined : { seed, secret };
}

/** The secret is a TPMS_ECC_POINT: the ephemeral public key. */
async function agreeOnSeed({ nameAlg, x }: EccPublicArea, key: PublicKey): Promise<SealedSeed | undefined> {
  const agreement = await agree(key);
  if (agreement === undefined) return undefined;
  const parties = [agreement.x, x] as const;
  const seed = await deriveKeyE(nameAlg, agreement.sharedX, identity, parties, 8 * digestLengths[nameAlg]);
  return { seed, secret: concatBytes(sizedBuffer(agreement.x), sizedBuffer(agreement.y)) };
}
