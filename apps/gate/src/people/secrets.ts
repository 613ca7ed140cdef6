import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits as base64url: a session, a one-time link, a program's token. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the gate keeps of a secret, and finds it by: its SHA-256 in hexadecimal. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** What the page of a session must say to change anything: it follows from the session's own secret, so nothing more is stored. */
export function csrfToken(session: string): string {
  return createHmac("sha256", session).update("sekisho csrf v1").digest("base64url");
}

/** Whether two texts are equal. The time taken depends on nothing but their lengths. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
