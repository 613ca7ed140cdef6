import { parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import {
  algorithmIds,
  coordinateLengths,
  curveIds,
  digestLengths,
  readHashAlgorithm,
  readIdentifier,
  type Curve,
} from "./algorithms.ts";
import { readObjectAttributes, type ObjectAttribute } from "./object-attributes.ts";
import { readSized, readSizedBuffer } from "./sized-buffer.ts";

/** What a storage key encrypts its children with: AES in CFB mode. */
export type SymmetricDefinition = { readonly algorithm: "aes"; readonly keyBits: 128 | 192 | 256 };

/** What a key signs or decrypts with; undefined where whoever uses it may choose. */
export type KeyScheme =
  | { readonly kind: "rsassa" | "rsapss" | "oaep" | "ecdsa" | "ecdh"; readonly hash: HashAlgorithm }
  | { readonly kind: "rsaes" };

type Common = {
  /** The whole TPMT_PUBLIC: what the name is made of. */
  readonly bytes: Uint8Array;
  readonly nameAlg: HashAlgorithm;
  readonly attributes: ReadonlySet<ObjectAttribute>;
  /** Digest of the policy that allows use; empty where there is none. */
  readonly authPolicy: Uint8Array;
  readonly symmetric: SymmetricDefinition | undefined;
  readonly scheme: KeyScheme | undefined;
};

/** Public area of an RSA key. */
export type RsaPublicArea = Common & {
  readonly type: "rsa";
  readonly keyBits: number;
  readonly exponent: number;
  /** Big-endian, exactly `keyBits`. */
  readonly modulus: Uint8Array;
};

/** Public area of an elliptic-curve key. */
export type EccPublicArea = Common & {
  readonly type: "ecc";
  readonly curve: Curve;
  /** Big-endian, each as long as the curve's field, also where the TPM left out zeros. */
  readonly x: Uint8Array;
  readonly y: Uint8Array;
};

/** Public area of an asymmetric TPM key (TPMT_PUBLIC). */
export type PublicArea = RsaPublicArea | EccPublicArea;

const digestLimit = 64;
const publicAreaLimit = 1024;
const rsaKeyBits: readonly number[] = [1024, 2048, 3072, 4096];
const defaultExponent = 65_537;

/**
 * Reads a TPMT_PUBLIC of an RSA or elliptic-curve key (TPM 2.0 Library, part 2, 12.2.4), all integers big-endian: type,
 * nameAlg, objectAttributes, authPolicy, parameters, unique. Key derivation schemes, ECDAA and ciphers other than
 * AES-CFB are not supported.
 */
export function parsePublicArea(bytes: Uint8Array): Parsed<PublicArea> {
  return parseAll("TPMT_PUBLIC", bytes, (reader) => readPublicArea(reader, bytes));
}

/** The same within a TPM2B_PUBLIC (12.2.5), which has its length in front: what TPM2_ReadPublic answers. */
export function parseSizedPublicArea(bytes: Uint8Array): Parsed<PublicArea> {
  return parseAll("TPM2B_PUBLIC", bytes, (reader) =>
    readSized(reader, "TPMT_PUBLIC", publicAreaLimit, (inner) => readPublicArea(inner, bytes.subarray(2))),
  );
}

function readPublicArea(reader: ByteReader, bytes: Uint8Array): PublicArea {
  const { rsa, ecc } = algorithmIds;
  const type = readIdentifier(reader, "type", { rsa, ecc });
  const nameAlg = readHashAlgorithm(reader, "nameAlg");
  const attributes = readObjectAttributes(reader, "objectAttributes");
  const authPolicy = readAuthPolicy(reader, nameAlg);
  const symmetric = readSymmetric(reader);
  const scheme = readScheme(reader, type);
  const common = { bytes: new Uint8Array(bytes), nameAlg, attributes, authPolicy, symmetric, scheme };
  return type === "rsa" ? { ...common, type, ...readRsa(reader) } : { ...common, type, ...readEcc(reader) };
}

function readAuthPolicy(reader: ByteReader, nameAlg: HashAlgorithm): Uint8Array {
  const { offset } = reader;
  const policy = readSizedBuffer(reader, "authPolicy", digestLimit);
  const full = digestLengths[nameAlg];
  if (policy.length !== 0 && policy.length !== full) {
    reader.fail("value", "authPolicy size", `0 or ${full}`, `${policy.length}`, offset);
  }
  return policy;
}

function readSymmetric(reader: ByteReader): SymmetricDefinition | undefined {
  const { aes, cfb } = algorithmIds;
  const algorithm = readIdentifier(reader, "symmetric", { aes, null: algorithmIds.null });
  if (algorithm === "null") return undefined;
  const { offset } = reader;
  const keyBits = reader.u16be("symmetric keyBits");
  if (keyBits !== 128 && keyBits !== 192 && keyBits !== 256) {
    reader.fail("value", "symmetric keyBits", "128, 192 or 256", `${keyBits}`, offset);
  }
  readIdentifier(reader, "symmetric mode", { cfb });
  return { algorithm, keyBits };
}

function readScheme(reader: ByteReader, type: PublicArea["type"]): KeyScheme | undefined {
  const { rsassa, rsapss, oaep, rsaes, ecdsa, ecdh } = algorithmIds;
  const kind =
    type === "rsa"
      ? readIdentifier(reader, "scheme", { rsassa, rsapss, oaep, rsaes, null: algorithmIds.null })
      : readIdentifier(reader, "scheme", { ecdsa, ecdh, null: algorithmIds.null });
  if (kind === "null") return undefined;
  return kind === "rsaes" ? { kind } : { kind, hash: readHashAlgorithm(reader, "scheme hash") };
}

function readRsa(reader: ByteReader): Pick<RsaPublicArea, "keyBits" | "exponent" | "modulus"> {
  const { offset } = reader;
  const keyBits = reader.u16be("keyBits");
  if (!rsaKeyBits.includes(keyBits)) reader.fail("value", "keyBits", rsaKeyBits.join(", "), `${keyBits}`, offset);
  const exponentOffset = reader.offset;
  const written = reader.u32be("exponent");
  // Zero is how the specification writes the default.
  const exponent = written === 0 ? defaultExponent : written;
  if (exponent < 3 || exponent % 2 === 0) {
    reader.fail("value", "exponent", "0, or an odd number above 2", `${written}`, exponentOffset);
  }
  const uniqueOffset = reader.offset;
  const modulus = readSizedBuffer(reader, "unique", keyBits / 8);
  if (modulus.length !== keyBits / 8 || (modulus[0] ?? 0) < 0x80) {
    const found = (modulus[0] ?? 0) < 0x80 ? "fewer" : `${8 * modulus.length} bits`;
    reader.fail("value", "unique", `a modulus of ${keyBits} bits`, found, uniqueOffset);
  }
  return { keyBits, exponent, modulus };
}

function readEcc(reader: ByteReader): Pick<EccPublicArea, "curve" | "x" | "y"> {
  const curve = readIdentifier(reader, "curveID", curveIds);
  readIdentifier(reader, "kdf", { null: algorithmIds.null });
  return { curve, x: readCoordinate(reader, "unique x", curve), y: readCoordinate(reader, "unique y", curve) };
}

function readCoordinate(reader: ByteReader, field: string, curve: Curve): Uint8Array {
  const { offset } = reader;
  const length = coordinateLengths[curve];
  const written = readSizedBuffer(reader, field, length);
  if (written.length === 0) reader.fail("value", field, `up to ${length} bytes`, "none", offset);
  const coordinate = new Uint8Array(length);
  coordinate.set(written, length - written.length);
  return coordinate;
}

/** "RSA 2048", or the curve. */
export function showKey(area: PublicArea): string {
  return area.type === "rsa" ? `RSA ${area.keyBits}` : area.curve;
}

/** "rsassa, sha256". */
export function showScheme(scheme: KeyScheme): string {
  return scheme.kind === "rsaes" ? scheme.kind : `${scheme.kind}, ${scheme.hash}`;
}
