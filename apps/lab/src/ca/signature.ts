import { constants, sign, type KeyObject } from "node:crypto";
import { explicit, integer, nullValue, objectIdentifier, sequence } from "./der-writer.ts";

const sha384 = sequence(objectIdentifier("2.16.840.1.101.3.4.2.2"), nullValue());
const saltLength = 48;

/** AlgorithmIdentifier of RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes, as AMD writes it. */
export const rsassaPssSha384: Uint8Array = sequence(
  objectIdentifier("1.2.840.113549.1.1.10"),
  sequence(
    explicit(0, sha384),
    explicit(1, sequence(objectIdentifier("1.2.840.113549.1.1.8"), sha384)),
    explicit(2, integer(saltLength)),
  ),
);

/** RSASSA-PSS over `data`, in the parameters of {@link rsassaPssSha384}. */
export function signRsaPss(data: Uint8Array, key: KeyObject): Uint8Array {
  return new Uint8Array(sign("sha384", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }));
}
