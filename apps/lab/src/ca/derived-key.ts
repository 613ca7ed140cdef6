import { createECDH, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";

/** The order of NIST's curve P-384 (FIPS 186-4, D.1.2.4). */
const order = BigInt(
  "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
);

/** A key pair as node:crypto holds it. */
export type KeyPair = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/**
 * The P-384 key that a secret and a purpose give: always the same one, as a chip's fused secret and its TCB give the same
 * VCEK. 72 bytes of HKDF-SHA384 modulo the order leave no measurable bias (FIPS 186-4, B.4.1).
 */
export function deriveKey(secret: Uint8Array, purpose: string): KeyPair {
  const wide = Buffer.from(hkdfSync("sha384", secret, new Uint8Array(), purpose, 72));
  const scalar = (BigInt(`0x${wide.toString("hex")}`) % (order - 1n)) + 1n;
  const bytes = Buffer.from(scalar.toString(16).padStart(96, "0"), "hex");
  const curve = createECDH("secp384r1");
  curve.setPrivateKey(bytes);
  const point = curve.getPublicKey();
  const coordinate = (start: number): string => point.subarray(start, start + 48).toString("base64url");
  const key = { kty: "EC", crv: "P-384", x: coordinate(1), y: coordinate(49), d: bytes.toString("base64url") };
  const privateKey = createPrivateKey({ key, format: "jwk" });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
