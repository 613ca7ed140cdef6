import { describe, expect, test } from "vitest";
import { checkAttestationKey, objectName, parsePublicArea, type ObjectAttribute } from "./index.ts";
import { changed, good } from "./testing/changed.ts";
import { attestationAttributes, eccKey, rsaKey, type KeyChanges } from "./testing/software-key.ts";

const scheme = { kind: "ecdsa", hash: "sha256" } as const;
const areaOf = (changes: KeyChanges) => good(parsePublicArea(eccKey("P-256", { scheme, ...changes }).publicArea));

/** Identifiers of the checks that do not pass. */
async function refused(area: ReturnType<typeof areaOf>, name?: Uint8Array): Promise<readonly string[]> {
  const checks = await checkAttestationKey(area, name ?? (await objectName(area)));
  return checks.filter(({ status }) => status !== "pass").map(({ id, status }) => `${id} ${status}`);
}

describe("an attestation key", () => {
  test.each<[string, KeyChanges]>([
    ["SHA-256", {}],
    ["a name by SHA-384", { nameAlg: "sha384", scheme: { kind: "ecdsa", hash: "sha384" } }],
    ["attributes that do no harm", { attributes: [...attestationAttributes, "noDA", "stClear"] }],
  ])("with %s passes", async (_, changes) => {
    expect(await refused(areaOf(changes))).toEqual([]);
  });

  test.each(["rsassa", "rsapss"] as const)("that is RSA with %s passes", async (kind) => {
    const { publicArea } = rsaKey(2048, { scheme: { kind, hash: "sha256" } });
    expect(await refused(good(parsePublicArea(publicArea)))).toEqual([]);
  });

  test("that is another one is refused, by the name that is recomputed", async () => {
    const [one, other] = [areaOf({}), areaOf({})];
    expect(await refused(one, await objectName(other))).toEqual(["tpm.attestation-key.name fail"]);
    const name = await objectName(one);
    expect(await refused(one, changed(name, 1, 0x0c))).toEqual(["tpm.attestation-key.name fail"]);
  });

  test.each<ObjectAttribute>(["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "sign"])(
    "without %s is refused, and the attribute is named",
    async (attribute) => {
      const area = areaOf({ attributes: attestationAttributes.filter((name) => name !== attribute) });
      expect(await refused(area)).toEqual(["tpm.attestation-key.attributes fail"]);
      const checks = await checkAttestationKey(area, await objectName(area));
      expect(checks[1]?.detail.values).toEqual({ differences: `-${attribute}` });
    },
  );

  test("that also decrypts is refused", async () => {
    const area = areaOf({ attributes: [...attestationAttributes, "decrypt"] });
    expect(await refused(area)).toEqual(["tpm.attestation-key.attributes fail"]);
  });

  test.each<[string, KeyChanges]>([
    ["SHA-1 signatures", { scheme: { kind: "ecdsa", hash: "sha1" } }],
    ["a SHA-1 name", { nameAlg: "sha1" }],
    ["no scheme", { scheme: undefined }],
  ])("with %s is refused", async (_, changes) => {
    expect(await refused(areaOf(changes))).toEqual(["tpm.attestation-key.scheme fail"]);
  });

  test("of 1024 bits is refused", async () => {
    const { publicArea } = rsaKey(1024, { scheme: { kind: "rsassa", hash: "sha256" } });
    expect(await refused(good(parsePublicArea(publicArea)))).toEqual(["tpm.attestation-key.scheme fail"]);
  });
});
