import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { ByteWriter, fromBase64, parseAll, toUtf8 } from "@sekisho/encoding";
import { base64Schema } from "@sekisho/encoding/schemas";
import { z } from "zod";

const formatVersion = 1;
const keyIdLength = 8;
const ivLength = 12;
const tagLength = 16;

/**
 * `keys/root-key.json`: the key under which everything secret in the database is encrypted. `protection` says how the key
 * itself is kept: `file` means that the file's permissions are all that protects it.
 */
export const rootKeyFileSchema = z.strictObject({
  type: z.literal("sekisho-root-key"),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  protection: z.discriminatedUnion("kind", [z.strictObject({ kind: z.literal("file"), key: base64Schema(32) })]),
});
export type RootKeyFile = z.infer<typeof rootKeyFileSchema>;

/** A fresh root key of 256 bits under a random identifier. */
export function generateRootKeyFile(): RootKeyFile {
  return {
    type: "sekisho-root-key",
    version: 1,
    id: randomBytes(keyIdLength).toString("hex"),
    protection: { kind: "file", key: randomBytes(32).toString("base64") },
  };
}

/** Encrypts what the gate keeps for a machine, and decrypts it for that very machine only. */
export type RootKey = {
  readonly id: string;
  encrypt(machineId: string, secret: Uint8Array): Uint8Array;
  /** `undefined` when it was encrypted for another machine, with another root key, or was changed. The caller wipes it. */
  decrypt(machineId: string, encrypted: Uint8Array): Buffer | undefined;
};

/**
 * AES-256-GCM with the machine's identifier as additional data.
 *
 * Layout: version (1) ‖ key id (8) ‖ IV (12) ‖ tag (16) ‖ ciphertext.
 */
export function openRootKey(file: RootKeyFile): RootKey | undefined {
  const key = fromBase64("key", file.protection.key);
  if (!key.ok || key.value.length !== 32) return undefined;
  const id = Buffer.from(file.id, "hex");
  return {
    id: file.id,

    encrypt(machineId, secret) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("aes-256-gcm", key.value, iv, { authTagLength: tagLength });
      cipher.setAAD(toUtf8(machineId));
      const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
      return new ByteWriter()
        .u8(formatVersion)
        .bytes(id)
        .bytes(iv)
        .bytes(cipher.getAuthTag())
        .bytes(ciphertext)
        .finish();
    },

    decrypt(machineId, encrypted) {
      const parsed = parseAll("encrypted key", encrypted, (reader) => ({
        version: reader.u8("version"),
        keyId: reader.bytes("key id", keyIdLength),
        iv: reader.bytes("IV", ivLength),
        tag: reader.bytes("tag", tagLength),
        ciphertext: reader.rest("ciphertext"),
      }));
      if (!parsed.ok) return undefined;
      const { version, keyId, iv, tag, ciphertext } = parsed.value;
      if (version !== formatVersion || !id.equals(keyId)) return undefined;
      const decipher = createDecipheriv("aes-256-gcm", key.value, iv, { authTagLength: tagLength });
      decipher.setAAD(toUtf8(machineId));
      decipher.setAuthTag(tag);
      const secret = decipher.update(ciphertext);
      try {
        decipher.final();
        return secret;
      } catch {
        secret.fill(0);
        return undefined;
      }
    },
  };
}
