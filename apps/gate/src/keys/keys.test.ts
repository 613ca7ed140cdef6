import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateAdministratorToken, headerCarriesToken, tokenDigest } from "./administrator-token.ts";
import { createNonceIssuer } from "./nonces.ts";
import { openRootKey, type RootKey } from "./root-key.ts";

const now = new Date("2026-11-23T10:00:00Z");
const digest = "00".repeat(32);

describe("a nonce", () => {
  const issuer = createNonceIssuer(randomBytes(32), 60_000, digest);

  test("is recognized until it expires, and never the same twice", () => {
    const [first, second] = [issuer.issue(now), issuer.issue(now)];
    expect(first.nonce).not.toBe(second.nonce);
    expect(first.gateKeyDigest).toBe(digest);
    expect(issuer.examine(first.nonce, new Date(now.getTime() + 59_999)).state).toBe("genuine");
    expect(issuer.examine(first.nonce, new Date(now.getTime() + 60_000)).state).toBe("expired");
  });

  test("of another gate is foreign", () => {
    const other = createNonceIssuer(randomBytes(32), 60_000, digest).issue(now);
    expect(issuer.examine(other.nonce, now).state).toBe("foreign");
  });

  test("is foreign once any bit was flipped, above all one of its expiry", () => {
    const token = Buffer.from(issuer.issue(now).nonce, "base64url");
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(token);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect(issuer.examine(changed.toString("base64url"), now).state).toBe("foreign");
      }),
    );
  });

  test("is foreign when truncated, too long, or any other text", () => {
    const { nonce } = issuer.issue(now);
    const cut = fc.nat(nonce.length - 1).map((length) => nonce.slice(0, length));
    const long = fc.string({ minLength: 1 }).map((more) => nonce + more);
    fc.assert(
      fc.property(fc.oneof(cut, long, fc.string()), (text) => {
        expect(issuer.examine(text, now).state).toBe("foreign");
      }),
    );
  });
});

describe("a key at rest", () => {
  const opened = (): RootKey => openRootKey(randomBytes(8).toString("hex"), randomBytes(32));
  const root = opened();

  test("comes back for its machine, and does not look like itself", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uint8Array({ minLength: 8, maxLength: 4096 }), (machine, secret) => {
        const encrypted = root.encrypt(machine, secret);
        expect(Buffer.from(encrypted).includes(Buffer.from(secret))).toBe(false);
        expect(root.decrypt(machine, encrypted)?.equals(secret)).toBe(true);
      }),
    );
  });

  test("does not open for another machine or with another root key", () => {
    const encrypted = root.encrypt("machine-a", Buffer.from("secret"));
    expect(root.decrypt("machine-b", encrypted)).toBeUndefined();
    expect(opened().decrypt("machine-a", encrypted)).toBeUndefined();
  });

  test("does not open when truncated, over-long or bit-flipped", () => {
    const encrypted = root.encrypt("machine", Buffer.from("secret"));
    fc.assert(
      fc.property(fc.nat(encrypted.length - 1), fc.nat(7), fc.constantFrom("flip", "cut", "grow"), (at, bit, how) => {
        const changed = Buffer.from(encrypted);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const broken = { flip: changed, cut: encrypted.slice(0, at), grow: Buffer.concat([encrypted, Buffer.of(bit)]) };
        expect(root.decrypt("machine", broken[how])).toBeUndefined();
      }),
    );
  });
});

test("the administrator's token is known by its digest, and nothing else passes", () => {
  const token = generateAdministratorToken();
  expect(headerCarriesToken(`Bearer ${token}`, tokenDigest(token))).toBe(true);
  for (const header of [undefined, "", token, `bearer ${token}`, `Bearer ${token} `, `Bearer ${token.slice(1)}`]) {
    expect(headerCarriesToken(header, tokenDigest(token))).toBe(false);
  }
});
