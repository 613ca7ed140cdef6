import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toHex } from "@sekisho/encoding";
import { makeCredential, parsePublicArea, type ObjectAttribute } from "./index.ts";
import { activateCredential } from "./testing/activate-credential.ts";
import { changed, flipped, good } from "./testing/changed.ts";
import { eccKey, rsaKey, type SoftwareKey } from "./testing/software-key.ts";

const attributes: readonly ObjectAttribute[] = ["fixedTPM", "fixedParent", "restricted", "decrypt"];
const random = (length: number) => new Uint8Array(randomBytes(length));
const name = Uint8Array.of(0, 0x0b, ...random(32));
const credential = random(32);

const keys: readonly (readonly [string, SoftwareKey])[] = [
  ["RSA-2048, SHA-256, AES-128 (template L-1)", rsaKey(2048, { attributes, symmetric: 128 })],
  ["RSA-3072, SHA-384, AES-256", rsaKey(3072, { attributes, symmetric: 256, nameAlg: "sha384" })],
  ["P-256, SHA-256, AES-128 (template L-2)", eccKey("P-256", { attributes, symmetric: 128 })],
  ["P-384, SHA-384, AES-256", eccKey("P-384", { attributes, symmetric: 256, nameAlg: "sha384" })],
  ["RSA-2048, SHA-1, AES-256", rsaKey(2048, { attributes, symmetric: 256, nameAlg: "sha1" })],
];

async function make(key: SoftwareKey, secret = credential) {
  const endorsementKey = good(parsePublicArea(key.publicArea));
  const made = await makeCredential({ endorsementKey, name, credential: secret, random });
  if (made === undefined) throw new Error("no credential");
  return { ...made, endorsementKey };
}

describe.each(keys)("a credential for %s", (_, key) => {
  test.each([1, 15, 20])("of %i bytes comes back from the TPM that has the key", async (length) => {
    const secret = random(length);
    const { endorsementKey, credentialBlob, secret: sealed } = await make(key, secret);
    expect(toHex(activateCredential(key, endorsementKey, name, credentialBlob, sealed))).toBe(toHex(secret));
  });

  test("is of no use for a key of another name", async () => {
    const { endorsementKey, credentialBlob, secret } = await make(key, credential.subarray(0, 20));
    const other = flipped(name, 100);
    expect(() => activateCredential(key, endorsementKey, other, credentialBlob, secret)).toThrow("TPM_RC_INTEGRITY");
    const tampered = flipped(credentialBlob, 8 * (credentialBlob.length - 1));
    expect(() => activateCredential(key, endorsementKey, name, tampered, secret)).toThrow("TPM_RC_INTEGRITY");
  });

  test("is another each time", async () => {
    const [one, two] = [await make(key, credential.subarray(0, 20)), await make(key, credential.subarray(0, 20))];
    expect(toHex(one.credentialBlob)).not.toBe(toHex(two.credentialBlob));
    expect(toHex(one.secret)).not.toBe(toHex(two.secret));
  });
});

describe("no credential is made", () => {
  test.each<[string, SoftwareKey]>([
    ["that signs", rsaKey(2048, { attributes: ["restricted", "sign"], symmetric: 128 })],
    ["that is not restricted", rsaKey(2048, { attributes: ["decrypt"], symmetric: 128 })],
    ["without a cipher", rsaKey(2048, { attributes })],
    ["with AES-192", eccKey("P-256", { attributes, symmetric: 192 })],
  ])("for a key %s", async (_, key) => {
    const endorsementKey = good(parsePublicArea(key.publicArea));
    expect(await makeCredential({ endorsementKey, name, credential, random })).toBeUndefined();
  });

  test("for a point that is not on its curve", async () => {
    const { publicArea } = eccKey("P-256", { attributes, symmetric: 128 });
    const last = publicArea.length - 1;
    const endorsementKey = good(parsePublicArea(changed(publicArea, last, (publicArea[last] ?? 0) ^ 1)));
    expect(await makeCredential({ endorsementKey, name, credential, random })).toBeUndefined();
  });

  test.each([0, 33])("of %i bytes", async (length) => {
    const endorsementKey = good(parsePublicArea(rsaKey(2048, { attributes, symmetric: 128 }).publicArea));
    const made = makeCredential({ endorsementKey, name, credential: random(length), random });
    await expect(made).rejects.toThrow(RangeError);
  });
});
