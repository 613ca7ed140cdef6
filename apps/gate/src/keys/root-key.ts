import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from "node:crypto";
import { ByteWriter, parseAll, toUtf8 } from "@sekisho/encoding";

const formatVersion = 1;
const keyIdLength = 8;
const ivLength = 12;
const tagLength = 16;

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
 * @param name the root key's identifier: 16 hexadecimal digits
 * @param bytes the 32 bytes of the key; the caller may wipe them
 *
 * Layout: version (1) ‖ key id (8) ‖ IV (12) ‖ tag (16) ‖ ciphertext.
 */
export function openRootKey(name: string, bytes: Uint8Array): RootKey {
  const key = createSecretKey(bytes);
  const id = Buffer.from(name, "hex");
  return {
    id: name,

    encrypt(machineId, secret) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: tagLength });
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
      const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: tagLength });
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
