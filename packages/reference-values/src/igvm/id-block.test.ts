import { generateKeyPairSync, sign } from "node:crypto";
import { toHex, type Parsed } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import { ownerKeyDigest, pointOfSpki, signIdBlock, type OwnerKey } from "../id-block/authenticate.ts";
import type { IdBlock } from "../id-block/structures.ts";
import { igvmIdBlockContent, igvmStructures as write, writeIgvm } from "../testing/index.ts";
import { igvmLaunchDemands, parseIgvm, verifyIgvmIdBlock, type IgvmFile } from "./index.ts";

function value<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(`${parsed.error.field}: ${parsed.error.actual}`);
  return parsed.value;
}

function newKey(): OwnerKey {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "secp384r1" });
  return {
    publicKey: value(pointOfSpki(publicKey.export({ type: "spki", format: "der" }))),
    sign: (data) => Promise.resolve(sign("sha384", data, { key: privateKey, dsaEncoding: "ieee-p1363" })),
  };
}

const id = newKey();
const author = newKey();
const policy = 0x3_0000n;
const block: IdBlock = {
  launchDigest: new Uint8Array(48).fill(7),
  familyId: new Uint8Array(16).fill(1),
  imageId: new Uint8Array(16).fill(2),
  guestSvn: 3,
  policy,
};

async function contentOf(keys: { readonly id: OwnerKey; readonly author?: OwnerKey }): Promise<Uint8Array> {
  const { idBlock, idAuthentication } = await signIdBlock(block, keys);
  return igvmIdBlockContent(idBlock, idAuthentication);
}

const fileOf = (content: Uint8Array): Parsed<IgvmFile> =>
  parseIgvm(writeIgvm([write.platform(), write.policy(policy), write.other(0x30b, content)]));

async function verdictOf(content: Uint8Array) {
  const demands = igvmLaunchDemands(value(fileOf(content)), 1);
  if (demands.idBlock === undefined || demands.policy === undefined) throw new Error("no ID block or policy");
  return await verifyIgvmIdBlock(demands.idBlock, demands.policy);
}

const launchDigestAt = 8;
const enabledAt = 4;
const signatureAt = 8 + 48 + 32 + 16;

describe("the ID block of an IGVM file", () => {
  test("is read with what it demands", async () => {
    const { idBlock, policy: asked } = igvmLaunchDemands(value(fileOf(await contentOf({ id }))), 1);
    expect(asked).toBe(policy);
    expect({ ...idBlock?.block, policy }).toEqual(block);
    expect(igvmLaunchDemands(value(fileOf(await contentOf({ id }))), 2)).toEqual({});
  });

  test("is valid as the owner signed it, with and without an author", async () => {
    const keyDigest = await ownerKeyDigest(id.publicKey);
    expect(value(await verdictOf(await contentOf({ id })))).toEqual({
      blockSignature: "valid",
      authorSignature: "absent",
      idKeyDigest: keyDigest,
      authorKeyDigest: null,
    });
    const both = value(await verdictOf(await contentOf({ id, author })));
    expect(both).toMatchObject({ blockSignature: "valid", authorSignature: "valid" });
    expect(toHex(both.authorKeyDigest ?? new Uint8Array())).toBe(toHex(await ownerKeyDigest(author.publicKey)));
  });

  test("is invalid with another digest, signature or policy", async () => {
    const content = await contentOf({ id, author });
    for (const at of [launchDigestAt, signatureAt]) {
      const changed = content.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(value(await verdictOf(changed))).toMatchObject({ blockSignature: "invalid", authorSignature: "valid" });
    }
    const { idBlock } = igvmLaunchDemands(value(fileOf(content)), 1);
    if (idBlock === undefined) throw new Error("no ID block");
    expect(value(await verifyIgvmIdBlock(idBlock, policy | 0x8_0000n)).blockSignature).toBe("invalid");
  });

  test.each([
    ["an odd flag of the author", enabledAt, 2, "AuthorKeyEnabled"],
    ["an author's key without an author", enabledAt, 0, "ID_KEY_SIG and AUTHOR_KEY without an author"],
    ["reserved bytes", enabledAt + 1, 1, "reserved after AuthorKeyEnabled"],
    ["another version", 8 + 48 + 32, 2, "VERSION"],
  ])("is refused with %s", async (_, at, byte, field) => {
    const content = await contentOf({ id, author });
    content[at] = byte;
    expect(fileOf(content)).toMatchObject({ ok: false, error: { field } });
  });

  test("names an algorithm or curve that no firmware knows", async () => {
    for (const [at, field] of [
      [signatureAt - 8, "ID_KEY_ALGO"],
      [signatureAt + 144, "ID_KEY curve"],
    ] as const) {
      const content = await contentOf({ id });
      content[at] = 9;
      expect(await verdictOf(content)).toMatchObject({ ok: false, error: { field } });
    }
  });
});
