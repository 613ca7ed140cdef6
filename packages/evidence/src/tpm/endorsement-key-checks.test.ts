import { describe, expect, test } from "vitest";
import { checkEndorsementKey, type ObjectAttribute, type PublicArea, parsePublicArea } from "./index.ts";
import { good } from "./testing/changed.ts";
import { rsaKey } from "./testing/software-key.ts";

const ek = good(parsePublicArea(rsaKey(2048, { attributes: ["restricted", "decrypt"], symmetric: 128 }).publicArea));
const refused = (area: PublicArea): readonly string[] =>
  checkEndorsementKey(area)
    .filter(({ status }) => status !== "pass")
    .map(({ id }) => id);

const demanded: readonly ObjectAttribute[] = [
  "fixedTPM",
  "fixedParent",
  "sensitiveDataOrigin",
  "restricted",
  "decrypt",
];
const all = new Set([...ek.attributes, ...demanded]);

describe("an endorsement key", () => {
  test("of the usual template passes", () => expect(refused({ ...ek, attributes: all })).toEqual([]));

  test.each(demanded)("without %s is none", (name) => {
    const attributes = new Set([...all].filter((one) => one !== name));
    expect(refused({ ...ek, attributes })).toEqual(["tpm.endorsement-key.attributes"]);
  });

  test.each(["sign", "encryptedDuplication", "stClear"] as const)("with %s is none", (name) => {
    expect(refused({ ...ek, attributes: new Set([...all, name]) })).toEqual(["tpm.endorsement-key.attributes"]);
  });

  test("that is short or named by SHA-1 is too weak", () => {
    const weak = ["tpm.endorsement-key.strength"];
    expect(refused({ ...ek, attributes: all, nameAlg: "sha1" })).toEqual(weak);
    if (ek.type !== "rsa") throw new Error("an RSA key was asked for");
    expect(refused({ ...ek, attributes: all, keyBits: 1024 })).toEqual(weak);
  });
});
