import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from "node:crypto";
import { base64Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";

const tagLength = 16;
const keyLength = 32;

/** What scrypt costs now: 128 MiB and about half a second. The file says what its own key was sealed with. */
const costNow = { n: 2 ** 17, r: 8, p: 1 } as const;
/** Enough for the largest parameters that a file may name. */
const mostMemory = 2 ** 31;

const powerOfTwo = (value: number): boolean => Number.isInteger(Math.log2(value));

const scryptSchema = z.strictObject({
  name: z.literal("scrypt"),
  n: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20)
    .refine(powerOfTwo, "a power of two"),
  r: z.literal(8),
  p: z.int().min(1).max(4),
  salt: base64Schema(32),
});

/**
 * `keys/root-key.json`: the key under which everything secret in the database is encrypted. `protection` says how the key itself is kept: `file` means that the file's permissions
 * are all that protects it; `passphrase` that it is sealed by AES-256-GCM under what scrypt (RFC 7914) makes of a passphrase.
 */
export const rootKeyFileSchema = z.strictObject({
  type: z.literal("sekisho-root-key"),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  protection: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("file"), key: base64Schema(keyLength) }),
    z.strictObject({
      kind: z.literal("passphrase"),
      kdf: scryptSchema,
      iv: base64Schema(12),
      /** Ciphertext and tag. */
      sealed: base64Schema(keyLength + tagLength),
    }),
  ]),
});
export type RootKeyFile = z.infer<typeof rootKeyFileSchema>;
type Scrypt = z.infer<typeof scryptSchema>;

/** Whether opening the file takes a passphrase. */
export function isSealed({ protection }: RootKeyFile): boolean {
  return protection.kind === "passphrase";
}

/** A fresh root key of 256 bits under a random identifier, protected by the file's permissions alone. */
export function generateRootKeyFile(): RootKeyFile {
  const id = randomBytes(8).toString("hex");
  return plainFile(id, randomBytes(keyLength));
}

/** The same key, protected by the file's permissions alone. The caller wipes the key. */
export function plainFile(id: string, key: Uint8Array): RootKeyFile {
  const protection = { kind: "file", key: Buffer.from(key).toString("base64") } as const;
  return { type: "sekisho-root-key", version: 1, id, protection };
}

/** The same key, sealed under a passphrase. The caller wipes both. */
export async function sealedFile(id: string, key: Uint8Array, passphrase: Uint8Array): Promise<RootKeyFile> {
  const kdf: Scrypt = { name: "scrypt", ...costNow, salt: randomBytes(32).toString("base64") };
  const iv = randomBytes(12);
  const sealing = await derive(passphrase, kdf);
  const cipher = createCipheriv("aes-256-gcm", sealing, iv, { authTagLength: tagLength });
  cipher.setAAD(associated(id, kdf));
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  sealing.fill(0);
  const protection = {
    kind: "passphrase",
    kdf,
    iv: iv.toString("base64"),
    sealed: sealed.toString("base64"),
  } as const;
  return { type: "sekisho-root-key", version: 1, id, protection };
}

/**
 * The key inside of the file. The caller wipes it.
 *
 * @param passphrase is looked at only where the file is sealed
 * @returns undefined when the passphrase is not the right one, or the file was changed
 */
export async function keyOfFile(
  { id, protection }: RootKeyFile,
  passphrase: Uint8Array = new Uint8Array(0),
): Promise<Buffer | undefined> {
  if (protection.kind === "file") return ofLength(Buffer.from(protection.key, "base64"));
  const sealed = Buffer.from(protection.sealed, "base64");
  const iv = Buffer.from(protection.iv, "base64");
  if (sealed.length !== keyLength + tagLength || iv.length !== 12) return undefined;
  const sealing = await derive(passphrase, protection.kdf);
  const decipher = createDecipheriv("aes-256-gcm", sealing, iv, { authTagLength: tagLength });
  decipher.setAAD(associated(id, protection.kdf));
  decipher.setAuthTag(sealed.subarray(keyLength));
  const key = decipher.update(sealed.subarray(0, keyLength));
  sealing.fill(0);
  try {
    decipher.final();
    return key;
  } catch {
    key.fill(0);
    return undefined;
  }
}

function ofLength(key: Buffer): Buffer | undefined {
  return key.length === keyLength ? key : undefined;
}

/** What must not be changed beside the sealed key. */
function associated(id: string, { n, r, p, salt }: Scrypt): Buffer {
  return Buffer.from(`sekisho root key v1\n${id}\nscrypt ${n} ${r} ${p} ${salt}`);
}

function derive(passphrase: Uint8Array, { n, r, p, salt }: Scrypt): Promise<Buffer> {
  const options: ScryptOptions = { N: n, r, p, maxmem: mostMemory };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.from(salt, "base64"), keyLength, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
