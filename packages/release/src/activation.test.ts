import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activationProof,
  credentialKey,
  credentialLength,
  credentialSchema,
  generateGuestKey,
  openSecret,
  sealSecret,
} from "./index.ts";

const credential = new Uint8Array(credentialLength).fill(5);
const request = "0b7f5f1e-8d0a-4b3c-9f65-4a1a2c8f9d10";
const binding = new Uint8Array(64).fill(7);

/** Written anew from the description: HMAC-SHA256 over tag, request and binding, each with its length in front. */
function described(key: Uint8Array, named: string, bound: Uint8Array): Buffer {
  const mac = createHmac("sha256", key);
  for (const field of [Buffer.from("sekisho activation v1"), Buffer.from(named), bound]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    mac.update(length).update(field);
  }
  return mac.digest();
}

test("the proof is what its description says", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uuid(),
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      async (key, named, bound) => {
        expect(Buffer.from(await activationProof(key, named, bound))).toEqual(described(key, named, bound));
      },
    ),
    { numRuns: 50 },
  );
});

test("a proof is about one credential, one request and one binding", async () => {
  const proofs = await Promise.all([
    activationProof(credential, request, binding),
    activationProof(new Uint8Array(credentialLength).fill(6), request, binding),
    activationProof(credential, request.replace("0b", "0c"), binding),
    activationProof(credential, request, new Uint8Array(64).fill(8)),
  ]);
  expect(new Set(proofs.map((proof) => Buffer.from(proof).toString("hex"))).size).toBe(4);
});

describe("a secret that is sealed with a credential", () => {
  const secret = Buffer.from("correct horse battery staple");

  test("opens with that credential, and with no other, none, or under another identifier", async () => {
    const guestKey = await generateGuestKey();
    const preSharedKey = credentialKey(credential);
    const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret, preSharedKey });
    const opened = await openSecret({ guestKey, binding, sealed, preSharedKey });
    expect(Buffer.from(opened ?? []).equals(secret)).toBe(true);
    const other = credentialKey(new Uint8Array(credentialLength).fill(6));
    expect(await openSecret({ guestKey, binding, sealed, preSharedKey: other })).toBeUndefined();
    expect(await openSecret({ guestKey, binding, sealed })).toBeUndefined();
    const renamed = { ...preSharedKey, identifier: Uint8Array.of(1) };
    expect(await openSecret({ guestKey, binding, sealed, preSharedKey: renamed })).toBeUndefined();
  });

  test("without one does not open with one: a stripped credential can't be replaced", async () => {
    const guestKey = await generateGuestKey();
    const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret });
    expect(await openSecret({ guestKey, binding, sealed, preSharedKey: credentialKey(credential) })).toBeUndefined();
  });
});

test("a credential is two texts of base64, of the size that TPMs make, and nothing else", () => {
  const blob = Buffer.alloc(70).toString("base64");
  const good = { credentialBlob: blob, secret: Buffer.alloc(258).toString("base64") };
  expect(credentialSchema.parse(good)).toEqual(good);
  for (const bad of [
    { credentialBlob: blob },
    { ...good, credentialBlob: "*" },
    { ...good, credentialBlob: Buffer.alloc(512).toString("base64") },
    { ...good, secret: Buffer.alloc(2048).toString("base64") },
    { ...good, key: "AA==" },
  ]) {
    expect(credentialSchema.safeParse(bad).success).toBe(false);
  }
});
