import { ByteWriter, concatBytes, toUtf8 } from "@sekisho/encoding";
import { hmac } from "@sekisho/encoding/crypto";

/** Bytes of every symmetric key of SEV. */
export const sevKeyLength = 16;

/**
 * A key of 16 bytes from another (SEV API 0.24, section 2.2): NIST SP 800-108 in counter mode with HMAC-SHA-256, where counter and
 * length in bits are 32-bit numbers, little-endian. One round gives all that is needed.
 */
export async function deriveSevKey(key: Uint8Array, label: string, context: Uint8Array): Promise<Uint8Array> {
  const counter = new ByteWriter().u32le(1).finish();
  const length = new ByteWriter().u32le(8 * sevKeyLength).finish();
  const labelled = concatBytes(toUtf8(label), Uint8Array.of(0));
  const block = await hmac("sha256", key, counter, labelled, context, length);
  const derived = block.slice(0, sevKeyLength);
  block.fill(0);
  return derived;
}

/** What wraps a guest owner's keys on their way: KEK encrypts, KIK authenticates. */
export type SessionKeys = { readonly kek: Uint8Array; readonly kik: Uint8Array };

/**
 * The keys that guest owner and platform agree on.
 *
 * @param sharedX x coordinate of the point that Diffie-Hellman gives: 48 bytes, big-endian
 * @param nonce the session's: 16 bytes
 */
export async function deriveSessionKeys(sharedX: Uint8Array, nonce: Uint8Array): Promise<SessionKeys> {
  const master = await deriveSevKey(sharedX, "sev-master-secret", nonce);
  const nothing = new Uint8Array();
  const keys = {
    kek: await deriveSevKey(master, "sev-kek", nothing),
    kik: await deriveSevKey(master, "sev-kik", nothing),
  };
  master.fill(0);
  return keys;
}
