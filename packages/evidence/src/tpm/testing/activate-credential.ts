import {
  constants,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  privateDecrypt,
  timingSafeEqual,
} from "node:crypto";
import type { PublicArea } from "../public-area.ts";
import type { SoftwareKey } from "./software-key.ts";

/**
 * What a TPM does in TPM2_ActivateCredential (TPM 2.0 Library, part 1, 24.4), written from the specification with node:crypto
 * alone, so that it shares no code with what it tests.
 *
 * @throws Error where a TPM would answer TPM_RC_INTEGRITY or TPM_RC_VALUE
 */
export function activateCredential(
  key: SoftwareKey,
  area: PublicArea,
  name: Uint8Array,
  credentialBlob: Uint8Array,
  secret: Uint8Array,
): Buffer {
  const hash = area.nameAlg;
  const digestLength = createHash(hash).digest().length;
  const seed = openSeed(key, area, unwrapAll(Buffer.from(secret)));
  const blob = unwrapAll(Buffer.from(credentialBlob));
  const [integrity, encrypted] = split(blob);
  const macKey = kdfa(hash, seed, "INTEGRITY", Buffer.alloc(0), digestLength);
  const expected = createHmac(hash, macKey).update(encrypted).update(name).digest();
  if (integrity.length !== expected.length || !timingSafeEqual(integrity, expected))
    throw new Error("TPM_RC_INTEGRITY");
  const keyBits = area.symmetric?.keyBits ?? 0;
  const aesKey = kdfa(hash, seed, "STORAGE", Buffer.from(name), keyBits / 8);
  const decipher = createDecipheriv(`aes-${keyBits}-cfb`, aesKey, Buffer.alloc(16));
  return unwrapAll(Buffer.concat([decipher.update(encrypted), decipher.final()]));
}

function openSeed({ privateKey }: SoftwareKey, area: PublicArea, secret: Buffer): Buffer {
  if (area.type === "rsa") {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const oaepLabel = Buffer.from("IDENTITY\0");
    return privateDecrypt({ key: privateKey, padding, oaepHash: area.nameAlg, oaepLabel }, secret);
  }
  const [x, rest] = split(secret);
  const y = unwrapAll(rest);
  const jwk = { kty: "EC", crv: area.curve, x: x.toString("base64url"), y: y.toString("base64url") };
  const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: jwk, format: "jwk" }) });
  const counter = Buffer.from([0, 0, 0, 1]);
  return createHash(area.nameAlg)
    .update(Buffer.concat([counter, shared, Buffer.from("IDENTITY\0"), x, area.x]))
    .digest();
}

function kdfa(hash: string, key: Buffer, label: string, context: Buffer, length: number): Buffer {
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(8 * length);
  let derived = Buffer.alloc(0);
  for (let counter = 1; derived.length < length; counter++) {
    const block = Buffer.concat([Buffer.from([0, 0, 0, counter]), Buffer.from(`${label}\0`), context, tail]);
    derived = Buffer.concat([derived, createHmac(hash, key).update(block).digest()]);
  }
  return derived.subarray(0, length);
}

function split(bytes: Buffer): readonly [Buffer, Buffer] {
  const size = bytes.readUInt16BE(0);
  return [bytes.subarray(2, 2 + size), bytes.subarray(2 + size)];
}

function unwrapAll(bytes: Buffer): Buffer {
  const [content, rest] = split(bytes);
  if (rest.length > 0 || bytes.length !== content.length + 2) throw new Error("TPM_RC_SIZE");
  return content;
}
