import { constants, createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { ByteWriter, concatBytes } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { algorithmIds, curveIds, hashAlgorithmId, type Curve } from "../algorithms.ts";
import { objectAttributeBits, type ObjectAttribute } from "../object-attributes.ts";
import { encodePcrSelections, type PcrSelection } from "../pcr-selection.ts";
import { sizedBuffer } from "../sized-buffer.ts";

/** A key as a TPM would hold it, with its TPMT_PUBLIC, for tests. */
export type SoftwareKey = { readonly publicArea: Uint8Array; readonly privateKey: KeyObject };

/** The attributes that an attestation key must have. */
export const attestationAttributes: readonly ObjectAttribute[] = [
  "fixedTPM",
  "fixedParent",
  "sensitiveDataOrigin",
  "userWithAuth",
  "restricted",
  "sign",
];

/** How a key signs. */
export type Scheme = { readonly kind: "rsassa" | "rsapss" | "ecdsa"; readonly hash: HashAlgorithm };

/** What a test wants otherwise in a public area. */
export type KeyChanges = {
  readonly attributes?: readonly ObjectAttribute[];
  readonly scheme?: Scheme | undefined;
  /** AES key length of a storage key. */
  readonly symmetric?: number;
  readonly nameAlg?: HashAlgorithm;
  readonly authPolicy?: Uint8Array;
};

function head(type: number, changes: KeyChanges): Uint8Array {
  const { nameAlg = "sha256", attributes = attestationAttributes, authPolicy, symmetric, scheme } = changes;
  const writer = new ByteWriter().u16be(type).u16be(hashAlgorithmId(nameAlg)).u32be(objectAttributeBits(attributes));
  writer.bytes(sizedBuffer(authPolicy ?? new Uint8Array(0)));
  if (symmetric === undefined) writer.u16be(algorithmIds.null);
  else writer.u16be(algorithmIds.aes).u16be(symmetric).u16be(algorithmIds.cfb);
  if (scheme === undefined) writer.u16be(algorithmIds.null);
  else writer.u16be(algorithmIds[scheme.kind]).u16be(hashAlgorithmId(scheme.hash));
  return writer.finish();
}

function coordinate(jwkValue: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(jwkValue ?? "", "base64url"));
}

/** A new RSA key. */
export function rsaKey(keyBits: number, changes: KeyChanges = {}): SoftwareKey {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: keyBits });
  const tail = new ByteWriter().u16be(keyBits).u32be(0);
  const modulus = coordinate(publicKey.export({ format: "jwk" }).n);
  return { publicArea: concatBytes(head(algorithmIds.rsa, changes), tail.finish(), sizedBuffer(modulus)), privateKey };
}

/** A new elliptic-curve key. */
export function eccKey(curve: Curve, changes: KeyChanges = {}): SoftwareKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const { x, y } = publicKey.export({ format: "jwk" });
  const tail = new ByteWriter().u16be(curveIds[curve]).u16be(algorithmIds.null).finish();
  const point = [sizedBuffer(coordinate(x)), sizedBuffer(coordinate(y))];
  return { publicArea: concatBytes(head(algorithmIds.ecc, changes), tail, ...point), privateKey };
}

/** A TPMT_SIGNATURE over `data`. `saltLength` is that of RSAPSS: a TPM takes as much as fits, or the hash's length. */
export function signAs(scheme: Scheme, key: KeyObject, data: Uint8Array, saltLength = -2): Uint8Array {
  const start = new ByteWriter().u16be(algorithmIds[scheme.kind]).u16be(hashAlgorithmId(scheme.hash)).finish();
  if (scheme.kind === "ecdsa") {
    const both = new Uint8Array(sign(scheme.hash, data, { key, dsaEncoding: "ieee-p1363" }));
    const half = both.length / 2;
    return concatBytes(start, sizedBuffer(both.subarray(0, half)), sizedBuffer(both.subarray(half)));
  }
  const padding = scheme.kind === "rsapss" ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  return concatBytes(start, sizedBuffer(new Uint8Array(sign(scheme.hash, data, { key, padding, saltLength }))));
}

/** Fields of a quote. */
export type QuoteFields = {
  readonly extraData: Uint8Array;
  readonly pcrSelect: readonly PcrSelection[];
  readonly pcrDigest: Uint8Array;
  /** How often the TPM was reset; default: 7. */
  readonly resetCount?: number;
};

const attestHead = (type: number, extraData: Uint8Array, resetCount = 7) =>
  new ByteWriter()
    .u32be(0xff54_4347)
    .u16be(type)
    .bytes(sizedBuffer(new Uint8Array(34).fill(0x51)))
    .bytes(sizedBuffer(extraData))
    .u64be(123_456_789_012n)
    .u32be(resetCount)
    .u32be(3)
    .u8(1)
    .u64be(0x2024_0125_0012_0000n)
    .finish();

/** A TPMS_ATTEST of TPM2_Quote: clock 123456789012, restartCount 3, safe. */
export function quoteAttest({ extraData, pcrSelect, pcrDigest, resetCount }: QuoteFields): Uint8Array {
  return concatBytes(attestHead(0x8018, extraData, resetCount), encodePcrSelections(pcrSelect), sizedBuffer(pcrDigest));
}

/** A TPMS_ATTEST of TPM2_Certify. */
export function certifyAttest(extraData: Uint8Array, name: Uint8Array): Uint8Array {
  return concatBytes(attestHead(0x8017, extraData), sizedBuffer(name), sizedBuffer(name));
}

/** A hash of parts one after the other. */
export function digestOf(hash: HashAlgorithm, ...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(
    createHash(hash)
      .update(concatBytes(...parts))
      .digest(),
  );
}
