import { createECDH, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";

/** The curves of AMD's and Intel's signing keys, with their orders (FIPS 186-4, D.1.2.3 and D.1.2.4). */
const curves = {
  "P-256": {
    opensslName: "prime256v1",
    bytes: 32,
    order: BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
  },
  "P-384": {
    opensslName: "secp384r1",
    bytes: 48,
    order: BigInt("0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
  },
} as const;
export type Curve = keyof typeof curves;

/** A key pair as node:crypto holds it. */
export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/**
 * The key that a secret and a purpose give: always the same one, as a chip's fused secret and its TCB give the same
 * VCEK. 24 bytes of HKDF-SHA384 more than the order has, modulo the order, leave no measurable bias (FIPS 186-4, B.4.1).
 */
export function deriveKey(secret: Uint8Array, purpose: string, curve: Curve = "P-384"): KeyPair {
  const { opensslName, bytes, order } = curves[curve];
  const wide = Buffer.from(hkdfSync("sha384", secret, new Uint8Array(), purpose, bytes + 24));
  const scalar = (BigInt(`0x${wide.toString("hex")}`) % (order - 1n)) + 1n;
  const secretBytes = Buffer.from(scalar.toString(16).padStart(2 * bytes, "0"), "hex");
  const agreement = createECDH(opensslName);
  agreement.setPrivateKey(secretBytes);
  const point = agreement.getPublicKey();
  const coordinate = (start: number): string => point.subarray(start, start + bytes).toString("base64url");
  const key = {
    kty: "EC",
    crv: curve,
    x: coordinate(1),
    y: coordinate(1 + bytes),
    d: secretBytes.toString("base64url"),
  };
  const privateKey = createPrivateKey({ key, format: "jwk" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
