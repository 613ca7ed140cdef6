import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { ByteWriter, concatBytes, fromBase64Url, parseAll, toBase64Url, toUtf8 } from "@sekisho/encoding";
import type { Challenge } from "@sekisho/release";

const randomLength = 32;
const tagLength = 32;
const purpose = toUtf8("sekisho nonce v1");

/** What a nonce turned out to be. */
export type NonceState =
  | { readonly state: "genuine"; readonly bytes: Uint8Array; readonly expiresAt: Date }
  | { readonly state: "expired"; readonly bytes: Uint8Array }
  | { readonly state: "foreign" };

/** Issues challenges and recognizes them again without having stored anything. */
export type NonceIssuer = {
  issue(now: Date): Challenge;
  examine(nonce: string, now: Date): NonceState;
};

/**
 * Nonces are tokens of 72 bytes: 32 random bytes, the expiry (milliseconds since 1970, eight bytes, big-endian), and
 * HMAC-SHA256 over both. So whoever asks for challenges costs the gate no memory, and only used ones are stored.
 *
 * @param key 32 secret bytes
 * @param lifetimeMs how long a challenge can be answered
 * @param gateKeyDigest the key that releases are signed with, which guests name in their binding
 */
export function createNonceIssuer(key: Uint8Array, lifetimeMs: number, gateKeyDigest: string): NonceIssuer {
  const macKey = new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), purpose, 32));
  const seal = (content: Uint8Array): Uint8Array => createHmac("sha256", macKey).update(content).digest();
  return {
    issue(now) {
      const expiresAt = new Date(now.getTime() + lifetimeMs);
      const content = new ByteWriter().bytes(randomBytes(randomLength)).u64be(BigInt(expiresAt.getTime())).finish();
      const nonce = toBase64Url(concatBytes(content, seal(content)));
      return { nonce, expiresAt: expiresAt.toISOString(), gateKeyDigest };
    },

    examine(nonce, now) {
      const decoded = fromBase64Url("nonce", nonce);
      if (!decoded.ok) return { state: "foreign" };
      const bytes = decoded.value;
      const parsed = parseAll("nonce", bytes, (reader) => ({
        random: reader.bytes("random", randomLength),
        expiry: reader.u64be("expiry"),
        tag: reader.bytes("tag", tagLength),
      }));
      if (!parsed.ok) return { state: "foreign" };
      const content = bytes.subarray(0, bytes.length - tagLength);
      if (!timingSafeEqual(parsed.value.tag, seal(content))) return { state: "foreign" };
      const expiresAt = new Date(Number(parsed.value.expiry));
      return now < expiresAt ? { state: "genuine", bytes, expiresAt } : { state: "expired", bytes };
    },
  };
}
