import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateGuestKey, openSecret, sealSecret } from "./index.ts";

const binding = new Uint8Array(64).fill(7);
const secret = Buffer.from("correct horse battery staple");
const preSharedKey = { secret: new Uint8Array(32).fill(9), identifier: Uint8Array.of(1) };

test("what is sealed to a guest key and binding opens with both, for every length up to 4096 bytes", async () => {
  const guestKey = await generateGuestKey();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 4096 }), async (value) => {
      const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret: value });
      const opened = await openSecret({ guestKey, binding, sealed });
      expect(Buffer.from(opened ?? []).equals(value)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

describe("opening fails, without an exception", () => {
  test("under another binding", async () => {
    const guestKey = await generateGuestKey();
    const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret });
    expect(await openSecret({ guestKey, binding: new Uint8Array(64).fill(8), sealed })).toBeUndefined();
  });

  test("with another guest's key", async () => {
    const sealed = await sealSecret({ guestKey: (await generateGuestKey()).publicKey, binding, secret });
    expect(await openSecret({ guestKey: await generateGuestKey(), binding, sealed })).toBeUndefined();
  });

  test("without the pre-shared key, or with one that was not used", async () => {
    const guestKey = await generateGuestKey();
    const keyed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret, preSharedKey });
    expect(await openSecret({ guestKey, binding, sealed: keyed, preSharedKey })).toBeDefined();
    expect(await openSecret({ guestKey, binding, sealed: keyed })).toBeUndefined();
    const plain = await sealSecret({ guestKey: guestKey.publicKey, binding, secret });
    expect(await openSecret({ guestKey, binding, sealed: plain, preSharedKey })).toBeUndefined();
  });

  test("when any bit of it was flipped, or bytes are missing or too many", async () => {
    const guestKey = await generateGuestKey();
    const sealed = await sealSecret({ guestKey: guestKey.publicKey, binding, secret });
    const part = fc.constantFrom("encapsulatedKey" as const, "ciphertext" as const);
    await fc.assert(
      fc.asyncProperty(part, fc.nat(), fc.nat(7), fc.integer({ min: -3, max: 3 }), async (name, at, bit, longer) => {
        const bytes = sealed[name];
        const changed = new Uint8Array(bytes.length + longer);
        changed.set(bytes.subarray(0, changed.length));
        // X25519 ignores the highest bit of a public key (RFC 7748, section 5), but the KEM's context includes it.
        if (longer === 0) changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ (1 << bit);
        expect(await openSecret({ guestKey, binding, sealed: { ...sealed, [name]: changed } })).toBeUndefined();
      }),
    );
  });
});

test("sealed passphrases of different lengths look the same", async () => {
  const { publicKey } = await generateGuestKey();
  const lengths = [1, 8, 100, 510].map(async (length) => {
    const sealed = await sealSecret({ guestKey: publicKey, binding, secret: new Uint8Array(length).fill(65) });
    return sealed.ciphertext.length;
  });
  expect(new Set(await Promise.all(lengths)).size).toBe(1);
});

test.each([0, 4097])("a secret of %d bytes can't be sealed", async (length) => {
  const { publicKey } = await generateGuestKey();
  const sealing = sealSecret({ guestKey: publicKey, binding, secret: new Uint8Array(length) });
  await expect(sealing).rejects.toThrow(RangeError);
});
