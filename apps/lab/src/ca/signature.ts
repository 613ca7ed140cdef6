import { constants, sign, type KeyObject } from "node:crypto";
import { explicit, integer, nullValue, objectIdentifier, sequence } from "./der-writer.ts";

const sha384 = sequence(objectIdentifier("2.16.840.1.101.3.4.2.2"), nullValue());
const saltLength = 48;

/** How a vendor signs its certificates and CRLs. */
type SignatureScheme = {
  /** AlgorithmIdentifier, DER. */
  readonly identifier: Uint8Array;
  /** What the signature's BIT STRING holds. */
  readonly sign: (data: Uint8Array, key: KeyObject) => Uint8Array;
};

/** AMD: RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes. */
const rsassaPssSha384: SignatureScheme = {
  identifier: sequence(
    objectIdentifier("1.2.840.113549.1.1.10"),
    sequence(
      explicit(0, sha384),
      explicit(1, sequence(objectIdentifier("1.2.840.113549.1.1.8"), sha384)),
      explicit(2, integer(saltLength)),
    ),
  ),
  sign: (data, key) =>
    new Uint8Array(sign("sha384", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })),
};

/** Intel: ECDSA with SHA-256, the signature as a DER sequence. */
const ecdsaSha256: SignatureScheme = {
  identifier: sequence(objectIdentifier("1.2.840.10045.4.3.2")),
  sign: (data, key) => new Uint8Array(sign("sha256", data, { key, dsaEncoding: "der" })),
};

/** The scheme of the vendor whose kind of key this is: AMD's authorities have RSA keys, Intel's P-256 keys. */
export function signatureScheme(issuerKey: KeyObject): SignatureScheme {
  return issuerKey.asymmetricKeyType === "ec" ? ecdsaSha256 : rsassaPssSha384;
}
