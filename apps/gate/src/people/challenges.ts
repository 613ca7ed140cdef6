import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { ByteWriter, concatBytes, fromBase64Url, parseAll, toBase64Url, toUtf8 } from "@sekisho/encoding";
import { ProblemError } from "../problems.ts";
import { useNonce } from "../store/nonces.ts";
import type { Database } from "../store/open.ts";

const lifetimeMs = 5 * 60_000;
const randomLength = 32;
const tagLength = 32;

/** A challenge that was recognized, and when it ends. */
export type KnownChallenge = { readonly text: string; readonly bytes: Uint8Array; readonly expiresAt: Date };

/** Makes the challenges that passkeys sign, and recognizes them without having stored any. */
export type Challenges = {
  /** How long one can be answered, in milliseconds. */
  readonly lifetimeMs: number;
  /** @param purpose what it is for ("sign-in", or whose link it belongs to); it is good for nothing else */
  issue(purpose: string, now: Date): string;
  /** @throws ProblemError when it is not the gate's, is for something else, or came too late */
  demand(purpose: string, challenge: string, now: Date): KnownChallenge;
};

/**
 * Challenges are tokens of 72 bytes, like the nonces of guests: 32 random bytes, the expiry (milliseconds since 1970, eight bytes, big-endian), and HMAC-SHA256
 * over both and the purpose. So strangers who ask for challenges cost the gate no memory.
 *
 * @param key 32 secret bytes
 */
export function createChallenges(key: Uint8Array): Challenges {
  const macKey = new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), toUtf8("sekisho passkey challenge v1"), 32));
  const seal = (purpose: string, content: Uint8Array): Uint8Array =>
    createHmac("sha256", macKey).update(content).update(purpose).digest();
  return {
    lifetimeMs,

    issue(purpose, now) {
      const expiry = BigInt(now.getTime() + lifetimeMs);
      const content = new ByteWriter().bytes(randomBytes(randomLength)).u64be(expiry).finish();
      return toBase64Url(concatBytes(content, seal(purpose, content)));
    },

    demand(purpose, text, now) {
      const decoded = fromBase64Url("challenge", text);
      const bytes = decoded.ok ? decoded.value : new Uint8Array(0);
      const parsed = parseAll("challenge", bytes, (reader) => ({
        random: reader.bytes("random", randomLength),
        expiry: reader.u64be("expiry"),
        tag: reader.bytes("tag", tagLength),
      }));
      const content = bytes.subarray(0, randomLength + 8);
      if (!parsed.ok || !timingSafeEqual(parsed.value.tag, seal(purpose, content))) {
        throw new ProblemError("gate.problem.challengeForeign");
      }
      const expiresAt = new Date(Number(parsed.value.expiry));
      if (now >= expiresAt) throw new ProblemError("gate.problem.challengeExpired");
      return { text, bytes, expiresAt };
    },
  };
}

/** Uses a challenge up, in the transaction of what it allows. */
export async function spendChallenge(database: Database, { bytes, expiresAt }: KnownChallenge): Promise<void> {
  if (!(await useNonce(database, bytes, expiresAt))) throw new ProblemError("gate.problem.challengeUsed");
}
