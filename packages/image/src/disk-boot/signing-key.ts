import { createPrivateKey, generateKeyPair, randomBytes, sign, X509Certificate, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { encodePem } from "@sekisho/encoding";
import { derWriter } from "@sekisho/encoding/der";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";
import { withSecretFile } from "../process/secret-file.ts";
import { run } from "../process/run.ts";

/** Who signs what a machine's firmware starts: a private key (PKCS #8) and its certificate, both in PEM. */
export type SigningKey = { readonly key: Uint8Array; readonly certificate: string };

const generate = promisify(generateKeyPair);
const {
  bitString,
  boolean,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} = derWriter;
const rsaWithSha256 = sequence(objectIdentifier("1.2.840.113549.1.1.11"), nullValue());
/** RFC 5280's date for a certificate that has no end: firmware looks at no date. */
const noEnd = new Date("9999-12-31T23:59:59Z");

/** Makes a key for Secure Boot: RSA with 2048 bits, which is what firmware takes everywhere, and a certificate of its own. */
export async function makeSigningKey(name: string, now: Date): Promise<SigningKey> {
  const { privateKey, publicKey } = await generate("rsa", { modulusLength: 2048 });
  return {
    key: Buffer.from(privateKey.export({ format: "pem", type: "pkcs8" })),
    certificate: encodePem({ label: "CERTIFICATE", bytes: selfSigned(name, publicKey, privateKey, now) }),
  };
}

/**
 * Reads a signing key and its certificate, both in PEM.
 *
 * @throws ImageError when one is missing or is none, the key has a passphrase, or the two don't belong together
 */
export async function readSigningKey(keyPath: string, certificatePath: string): Promise<SigningKey> {
  const key = await readPem(keyPath);
  const certificate = (await readPem(certificatePath)).toString("utf8");
  const parsed = attempt(certificatePath, () => new X509Certificate(certificate));
  const fits = attempt(keyPath, () => parsed.checkPrivateKey(createPrivateKey(key)));
  if (!fits) throw new ImageError(message("image.signing-key.mismatch", { path: keyPath, certificatePath }));
  return { key, certificate };
}

async function readPem(path: string): Promise<Buffer> {
  return readFile(path).catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImageError(message("image.file.malformed", { path, reason }), { cause: error });
  }
}

/** The certificate in DER. */
export function certificateBytes({ certificate }: SigningKey): Uint8Array {
  return new Uint8Array(new X509Certificate(certificate).raw);
}

function selfSigned(name: string, publicKey: KeyObject, privateKey: KeyObject, now: Date): Uint8Array {
  const subject = sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(`Sekisho Secure Boot ${name}`))));
  // 18 of the 20 bytes that RFC 5280 allows, and never negative.
  const serialNumber = BigInt(`0x01${randomBytes(17).toString("hex")}`);
  const notAuthority = sequence(objectIdentifier("2.5.29.19"), boolean(true), octetString(sequence()));
  const body = sequence(
    explicit(0, integer(2)),
    integer(serialNumber),
    rsaWithSha256,
    subject,
    sequence(time(now), time(noEnd)),
    subject,
    new Uint8Array(publicKey.export({ format: "der", type: "spki" })),
    explicit(3, sequence(notAuthority)),
  );
  return sequence(body, rsaWithSha256, bitString(new Uint8Array(sign("sha256", body, privateKey))));
}

/** Signs an EFI program. @throws ToolError when it is none, or the key does not belong to the certificate */
export async function signProgram(program: string, output: string, { key, certificate }: SigningKey): Promise<void> {
  await withSecretFile(key, (keyFile) =>
    withSecretFile(Buffer.from(certificate), (certificateFile) =>
      run("sbsign", ["--key", "/dev/fd/3", "--cert", "/dev/fd/4", "--output", output, program], {
        files: [keyFile, certificateFile],
      }),
    ),
  );
}
