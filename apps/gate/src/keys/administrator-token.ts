import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits, as text that fits a header; the prefix lets secret scanners recognize it. */
export function generateAdministratorToken(): string {
  return `sekisho-admin-${randomBytes(32).toString("base64url")}`;
}

/** What the gate keeps of the token: its SHA-256, in hexadecimal. The token has 256 random bits, so no salt is needed. */
export function tokenDigest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Whether an `Authorization` header carries the token ("Bearer …"). The time taken does not depend on its content. */
export function headerCarriesToken(header: string | undefined, digest: string): boolean {
  const token = header?.startsWith("Bearer ") === true ? header.slice("Bearer ".length) : "";
  return timingSafeEqual(Buffer.from(tokenDigest(token), "hex"), Buffer.from(digest, "hex"));
}
