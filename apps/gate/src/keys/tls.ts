import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { isIP } from "node:net";

/** The server's key and its self-signed certificate, both PEM. Guests pin the key, and look at nothing else. */
export type TlsKey = { readonly key: string; readonly certificate: string; readonly digest: string };

/** A fresh P-256 key as PKCS #8 in PEM. */
export function generateTlsKey(): string {
  return generateKeyPairSync("ec", { namedCurve: "P-256" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
}

/** SHA-256 over the SubjectPublicKeyInfo of a private key in PEM; `undefined` when it can't be read. */
export function tlsKeyDigest(pem: string): string | undefined {
  try {
    const spki = createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" });
    return createHash("sha256").update(spki).digest("hex");
  } catch {
    return undefined;
  }
}

/** Whether the certificate (PEM) is for this key (PEM). */
export function certificateFits(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/**
 * A self-signed certificate for a P-256 key. It never runs out (RFC 5280, section 4.1.2.5): the key is pinned, guests can't
 * trust their clock, and replacing the key is what ends it.
 *
 * @param names DNS names and IP addresses by which people's browsers may call the gate
 */
export async function selfSign(keyPem: string, names: readonly string[], now: Date): Promise<string> {
  // Needed once in a gate's life, and it takes longer to load than the rest of the gate.
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const pkcs8 = createPrivateKey(keyPem).export({ type: "pkcs8", format: "der" });
  const spki = createPublicKey(keyPem).export({ type: "spki", format: "der" });
  const keys: CryptoKeyPair = {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]),
    publicKey: await crypto.subtle.importKey("spki", spki, algorithm, true, ["verify"]),
  };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Sekisho gate",
    notBefore: new Date(now.getTime() - 24 * 3600 * 1000),
    notAfter: new Date("9999-12-31T23:59:59Z"),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? ("dns" as const) : ("ip" as const), value: name })),
      ),
    ],
  });
  return certificate.toString("pem") + "\n";
}
