import { generateKeyPairSync, sign } from "node:crypto";
import { fromBase64, fromHex, toBase64, type Parsed } from "@sekisho/encoding";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { haveVectors, readVectorText } from "../../../../scripts/test/vectors.ts";
import { ownerKeyDigest, pointOfSpki, signIdBlock, verifyIdAuthentication, type OwnerKey } from "./authenticate.ts";
import {
  encodeIdAuthentication,
  encodeIdBlock,
  parseIdAuthentication,
  parseIdBlock,
  type IdBlock,
  type PublicPoint,
} from "./structures.ts";

function value<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`${parsed.error.field}: ${parsed.error.actual}`);
  return parsed.value;
}

function newKey(): OwnerKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
  const point = value(pointOfSpki(publicKey.export({ type: "spki", format: "der" })));
  return {
    publicKey: point,
    sign: (data) => Promise.resolve(sign("sha384", data, { key: privateKey, dsaEncoding: "ieee-p1363" })),
  };
}

const idKey = newKey();
const authorKey = newKey();
const block: IdBlock = {
  launchDigest: new Uint8Array(48).fill(7),
  familyId: new Uint8Array(16).fill(1),
  imageId: new Uint8Array(16).fill(2),
  guestSvn: 3,
  policy: 0x3_0000n,
};

const expectedSchema = z.object({
  launch_digest_b64: z.string(),
  id_block_b64: z.string(),
  id_key_hash_b64: z.string(),
  author_key_prefix_b64: z.string(),
});

/** The public halves of the keys in sev-snp-measure's tests. */
const goldenKeys = {
  id: point(
    "b20fd1a1c2bd2b65183a76e2390ac805f6d8e5e2af725e5a8e93cf87ec029f9d45eb326b04b92beb714e14fa986f8a9a",
    "2c94a0b8ab30cc76352675944876891e954ff6ef5826a6231ba6d6d7f6ebfb68ce330e1e59394efb7080883ddc69364b",
  ),
  author: point(
    "06811fc62409bf2d9ae51c07423254d893c6c23fbf164af3383b0f813a627e6168d9067a7f4bd97990588c18411210a0",
    "32b420a22656d271dcfd4e25668c72fd58bb5f6851fe472f9d160f880b14df4c3623068962cde4d608e737342da912c9",
  ),
};

function point(x: string, y: string): PublicPoint {
  return { x: value(fromHex("x", x)), y: value(fromHex("y", y)) };
}

describe.runIf(haveVectors)("as other tools make it", () => {
  test("ID block and key digests equal those of sev-snp-measure", async () => {
    const text = readVectorText("measure/virtee-sev-snp-measure/id_block_expected.json");
    const expected = expectedSchema.parse(JSON.parse(text));
    const launchDigest = value(fromBase64("launch digest", expected.launch_digest_b64));
    const zero = new Uint8Array(16);
    const bytes = encodeIdBlock({ launchDigest, familyId: zero, imageId: zero, guestSvn: 0, policy: 0x3_0000n });
    expect(toBase64(bytes)).toBe(expected.id_block_b64);
    expect(toBase64(await ownerKeyDigest(goldenKeys.id))).toBe(expected.id_key_hash_b64);
    expect(toBase64(await ownerKeyDigest(goldenKeys.author))).toBe(expected.author_key_prefix_b64);
  });

  test("signatures that another tool made hold", async () => {
    const folder = "measure/LIT-Protocol-sev-snp-utils";
    const idBlock = value(fromBase64("ID block", readVectorText(`${folder}/id_block.b64`).trim()));
    const authentication = value(fromBase64("ID auth", readVectorText(`${folder}/auth_info.b64`).trim()));
    const verdict = value(await verifyIdAuthentication(idBlock, authentication));
    expect(verdict).toMatchObject({ blockSignature: "valid", authorSignature: "valid" });
    expect(value(parseIdBlock(idBlock)).policy).toBe(0x3_0000n);
    expect(encodeIdAuthentication(value(parseIdAuthentication(authentication)))).toEqual(authentication);
  });
});

describe("an ID block that was signed", () => {
  test("verifies, with and without an author", async () => {
    const alone = await signIdBlock(block, { id: idKey });
    expect(value(await verifyIdAuthentication(alone.idBlock, alone.idAuthentication))).toEqual({
      blockSignature: "valid",
      authorSignature: "absent",
      idKeyDigest: await ownerKeyDigest(idKey.publicKey),
      authorKeyDigest: null,
    });
    const both = await signIdBlock(block, { id: idKey, author: authorKey });
    expect(value(await verifyIdAuthentication(both.idBlock, both.idAuthentication))).toMatchObject({
      blockSignature: "valid",
      authorSignature: "valid",
      authorKeyDigest: await ownerKeyDigest(authorKey.publicKey),
    });
    expect(parseIdBlock(both.idBlock)).toEqual({ ok: true, value: block });
  });

  test("does not verify once a bit of the block, or the key, is another", async () => {
    const { idBlock, idAuthentication } = await signIdBlock(block, { id: idKey, author: authorKey });
    const changed = idBlock.slice();
    changed[0] = (changed[0] ?? 0) ^ 1;
    const onChanged = value(await verifyIdAuthentication(changed, idAuthentication));
    expect(onChanged).toMatchObject({ blockSignature: "invalid", authorSignature: "valid" });

    const parsed = value(parseIdAuthentication(idAuthentication));
    const swapped = encodeIdAuthentication({ ...parsed, idKey: newKey().publicKey });
    const onSwapped = value(await verifyIdAuthentication(idBlock, swapped));
    expect(onSwapped).toMatchObject({ blockSignature: "invalid", authorSignature: "invalid" });
  });
});

describe("malformed structures are refused", () => {
  test("of any length but their own", async () => {
    const { idBlock, idAuthentication } = await signIdBlock(block, { id: idKey });
    fc.assert(
      fc.property(fc.nat({ max: 200 }), (length) => {
        const parsed = parseIdBlock(new Uint8Array([...idBlock, ...new Uint8Array(120)]).slice(0, length));
        expect(parsed.ok).toBe(length === idBlock.length);
      }),
    );
    for (const length of [0, 100, 4095])
      expect(parseIdAuthentication(idAuthentication.slice(0, length)).ok).toBe(false);
    expect(parseIdAuthentication(new Uint8Array([...idAuthentication, 0]))).toMatchObject({
      ok: false,
      error: { code: "trailing", offset: 4096 },
    });
  });

  test("with a version, algorithm or curve that nobody knows", async () => {
    const { idBlock, idAuthentication } = await signIdBlock(block, { id: idKey });
    idBlock[80] = 2;
    expect(parseIdBlock(idBlock)).toMatchObject({
      ok: false,
      error: { code: "version", field: "VERSION", offset: 80 },
    });
    for (const [offset, field] of [
      [0, "ID_KEY_ALGO"],
      [4, "AUTHOR_KEY_ALGO"],
      [0x240, "ID_KEY curve"],
    ] as const) {
      const changed = idAuthentication.slice();
      changed[offset] = 9;
      expect(parseIdAuthentication(changed)).toMatchObject({ ok: false, error: { code: "value", field, offset } });
    }
  });

  test("bit flips end in an error or in a signature that does not hold, and random bytes in an error", async () => {
    const { idBlock, idAuthentication } = await signIdBlock(block, { id: idKey, author: authorKey });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 4095 }), fc.integer({ min: 1, max: 255 }), async (offset, bits) => {
        const changed = idAuthentication.slice();
        changed[offset] = (changed[offset] ?? 0) ^ bits;
        const verdict = await verifyIdAuthentication(idBlock, changed);
        const valid =
          verdict.ok && verdict.value.blockSignature === "valid" && verdict.value.authorSignature === "valid";
        expect(valid).toBe(false);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4096, maxLength: 4096 }), (bytes) => {
        expect(parseIdAuthentication(bytes).ok).toBe(false);
      }),
    );
  });

  test("keys of another kind", () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    expect(pointOfSpki(publicKey.export({ type: "spki", format: "der" }))).toMatchObject({ ok: false });
  });
});
