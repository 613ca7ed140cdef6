import { parseDer } from "../der/parse.ts";

/**
 * How many bytes an RSA key's modulus has, and with it each of its signatures (RFC 8017, 8.1.2, step 1); 0 for bytes that are no
 * SubjectPublicKeyInfo of an RSA key.
 */
export function rsaModulusLength(spki: Uint8Array): number {
  const parsed = parseDer("SubjectPublicKeyInfo", spki, (reader) =>
    reader.sequence("SubjectPublicKeyInfo", (outer) => {
      outer.element("algorithm");
      const key = outer.bitStringBytes("subjectPublicKey");
      return parseDer("RSAPublicKey", key, (inner) =>
        inner.sequence("RSAPublicKey", (numbers) => {
          const modulus = numbers.integerBytes("modulus");
          numbers.integerBytes("publicExponent");
          return modulus.length - (modulus[0] === 0 ? 1 : 0);
        }),
      );
    }),
  );
  return parsed.ok && parsed.value.ok ? parsed.value.value : 0;
}
