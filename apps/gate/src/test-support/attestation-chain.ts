import "reflect-metadata";
import * as x509 from "@peculiar/x509";

/** A maker of security keys in software: what its authenticators attest with, and the root that vouches for it. */
export type AttestationChain = {
  readonly root: Uint8Array;
  /** The attestation certificate alone, DER, as authenticators send it. */
  readonly leaf: Uint8Array;
  sign(data: Uint8Array): Promise<Uint8Array>;
};

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
/** id-fido-gen-ce-aaguid (WebAuthn Level 3, section 8.2.1). */
const aaguidExtension = "1.3.6.1.4.1.45724.1.1.4";

/** A root and an attestation certificate for one model of authenticator, with the fields that packed attestation demands. */
export async function attestationChain(aaguid: Uint8Array): Promise<AttestationChain> {
  const keys = await Promise.all([
    crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
    crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]),
  ]);
  const [rootKeys, leafKeys] = keys;
  const notBefore = new Date(Date.now() - 24 * 3600 * 1000);
  const notAfter = new Date(Date.now() + 3650 * 24 * 3600 * 1000);
  const name = "C=JP, O=Sekisho Tests, CN=Authenticator Root";
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys: rootKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    subject: "C=JP, O=Sekisho Tests, OU=Authenticator Attestation, CN=Software Key",
    issuer: name,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    signingKey: rootKeys.privateKey,
    publicKey: leafKeys.publicKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.Extension(aaguidExtension, false, new Uint8Array([0x04, aaguid.length, ...aaguid])),
    ],
  });
  return {
    root: new Uint8Array(root.rawData),
    leaf: new Uint8Array(leaf.rawData),
    sign: async (data) => {
      const raw = await crypto.subtle.sign(algorithm, leafKeys.privateKey, new Uint8Array(data));
      return derSignature(new Uint8Array(raw));
    },
  };
}

/** ECDSA-Sig-Value (RFC 3279, section 2.2.3) from the two numbers side by side, as WebCrypto writes them. */
export function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const content = [raw.subarray(0, half), raw.subarray(half)].flatMap((number) => {
    const start = number.findIndex((byte) => byte !== 0);
    const digits = [...number.subarray(start)];
    const positive = (digits[0] ?? 0) > 127 ? [0, ...digits] : digits;
    return [0x02, positive.length, ...positive];
  });
  return new Uint8Array([0x30, content.length, ...content]);
}
