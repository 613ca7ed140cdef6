import { concatBytes, toHex } from "@sekisho/encoding";
import { derWriter as der } from "@sekisho/encoding/der";
import type { Curve } from "./algorithms.ts";
import type { PublicArea } from "./public-area.ts";

const rsaEncryption = "1.2.840.113549.1.1.1";
const ecPublicKey = "1.2.840.10045.2.1";
const curveOids: Readonly<Record<Curve, string>> = {
  "P-256": "1.2.840.10045.3.1.7",
  "P-384": "1.3.132.0.34",
  "P-521": "1.3.132.0.35",
};

/**
 * The key of a public area as DER of a SubjectPublicKeyInfo (RFC 3279, 2.3.1; RFC 5480), which `importPublicKey` of the crypto
 * room takes. A point that is not on its curve is found there.
 */
export function subjectPublicKeyInfo(area: PublicArea): Uint8Array {
  if (area.type === "rsa") {
    const modulus = der.integer(BigInt(`0x${toHex(area.modulus)}`));
    const key = der.sequence(modulus, der.integer(area.exponent));
    return der.sequence(der.sequence(der.objectIdentifier(rsaEncryption), der.nullValue()), der.bitString(key));
  }
  const point = concatBytes(Uint8Array.of(4), area.x, area.y);
  const algorithm = der.sequence(der.objectIdentifier(ecPublicKey), der.objectIdentifier(curveOids[area.curve]));
  return der.sequence(algorithm, der.bitString(point));
}
