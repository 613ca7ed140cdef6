import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { releaseStatement, signedReleaseSchema, verifySignedRelease, type SignedRelease } from "./index.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));

const statement = {
  machineId: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11",
  request: "0b7f5f1e-8d0a-4b3c-9f65-4a1a2c8f9d10",
  binding: Buffer.alloc(64, 1).toString("base64url"),
  encapsulatedKey: Buffer.alloc(32, 2).toString("base64url"),
  ciphertext: Buffer.alloc(528, 3).toString("base64url"),
  headerDigest: "04".repeat(32),
  gateKeyDigest: "05".repeat(32),
};
const release: SignedRelease = {
  ...statement,
  signature: sign(null, releaseStatement(statement), privateKey).toString("base64url"),
};

test("a release that the gate signed is genuine, and fits its schema", async () => {
  expect(signedReleaseSchema.parse(release)).toEqual(release);
  expect(await verifySignedRelease(release, spki)).toBe(true);
});

describe("a release is not genuine", () => {
  test.each(Object.keys(statement) as (keyof typeof statement)[])("when %s was changed", async (field) => {
    const text = release[field];
    const changed = `${text.slice(0, -1)}${text.endsWith("A") ? "B" : "A"}`;
    expect(await verifySignedRelease({ ...release, [field]: changed }, spki)).toBe(false);
  });

  test("when two fields changed places", async () => {
    const { headerDigest, gateKeyDigest } = release;
    const swapped = { ...release, headerDigest: gateKeyDigest, gateKeyDigest: headerDigest };
    expect(await verifySignedRelease(swapped, spki)).toBe(false);
  });

  test("when a credential was added, changed or left out", async () => {
    const credential = { credentialBlob: "AAAA", secret: "BBBB" };
    const covered = { ...statement, credential };
    const signature = sign(null, releaseStatement(covered), privateKey).toString("base64url");
    const full: SignedRelease = { ...covered, signature };
    expect(signedReleaseSchema.parse(full)).toEqual(full);
    expect(await verifySignedRelease(full, spki)).toBe(true);
    expect(await verifySignedRelease({ ...release, signature }, spki)).toBe(false);
    expect(await verifySignedRelease({ ...release, credential }, spki)).toBe(false);
    for (const other of [
      { ...credential, secret: "AAAA" },
      { credentialBlob: credential.secret, secret: credential.credentialBlob },
    ]) {
      expect(await verifySignedRelease({ ...full, credential: other }, spki)).toBe(false);
    }
  });

  test("when another key signed it, or the key can't be read", async () => {
    const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
    expect(await verifySignedRelease(release, new Uint8Array(other))).toBe(false);
    expect(await verifySignedRelease(release, spki.subarray(1))).toBe(false);
  });

  test("when its signature is any other bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
        const signature = Buffer.from(bytes).toString("base64url");
        expect(await verifySignedRelease({ ...release, signature }, spki)).toBe(false);
      }),
    );
  });
});
