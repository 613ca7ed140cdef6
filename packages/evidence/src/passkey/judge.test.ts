import { createHash, sign } from "node:crypto";
import { concatBytes } from "@sekisho/encoding";
import { derWriter as der } from "@sekisho/encoding/der";
import { encode } from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectName, parsePublicArea } from "../tpm/index.ts";
import {
  basicConstraints,
  extendedKeyUsage,
  issueCertificate,
  type ExtensionValue,
} from "../tpm/testing/issue-certificate.ts";
import { certifyAttest, eccKey } from "../tpm/testing/software-key.ts";
import { judgePasskeyAttestation, type PasskeyAttestation } from "./judge.ts";
import { keyDescriptionOid, parseKeyDescription } from "./key-description.ts";
import {
  attestationObject,
  authenticatorData,
  clientDataHash,
  credentialOf,
  model,
  signature,
  testCredential,
} from "./testing/authenticator.ts";
import { issuerBelow, keyDescription, testMaker, type DescriptionFields } from "./testing/certificates.ts";

const at = new Date("2026-06-01T00:00:00Z");
const maker = testMaker();
const credential = testCredential();
const authData = authenticatorData(credential);

async function judged(
  object: Uint8Array,
  roots = [maker.root],
  when = at,
  vendorRoots = roots,
): Promise<PasskeyAttestation> {
  const input = { attestationObject: object, clientDataHash, at: when, roots, vendorRoots };
  const outcome = await judgePasskeyAttestation(input);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

function failing({ checks }: PasskeyAttestation): readonly string[] {
  return checks.filter(({ status }) => status !== "pass").map(({ id }) => id);
}

describe("android-key", () => {
  const good: DescriptionFields = {
    attestationLevel: 2,
    keyLevel: 2,
    challenge: clientDataHash,
    purposes: [2],
    origin: 0,
    locked: true,
    bootState: 0,
    allApplications: false,
  };
  const described = (change: Partial<DescriptionFields>): readonly ExtensionValue[] => [
    [keyDescriptionOid, false, keyDescription({ ...good, ...change })],
  ];
  const object = (chain: readonly Uint8Array[]): Uint8Array =>
    attestationObject(
      "android-key",
      { alg: -7, sig: signature(credential.privateKey, authData, clientDataHash), x5c: chain },
      authData,
    );
  const made = (change: Partial<DescriptionFields>): Uint8Array =>
    object([maker.issue(credential.spki, described(change)), maker.root]);

  test.each([
    ["StrongBox", {}, "strongbox"],
    ["the trusted environment", { attestationLevel: 1, keyLevel: 1 }, "tee"],
    ["a StrongBox key that the trusted environment describes", { attestationLevel: 1 }, "tee"],
  ] as const)("%s is told by its level", async (_, change, level) => {
    expect(await judged(made(change))).toMatchObject({ level, format: "android-key", model: "5e".repeat(16) });
  });

  test.each([
    ["software", { keyLevel: 0 }, ["passkey.format"]],
    ["a description that software wrote", { attestationLevel: 0 }, ["passkey.format"]],
    ["another challenge", { challenge: new Uint8Array(32) }, ["passkey.challenge"]],
    ["a key that was brought in", { origin: 2 }, ["passkey.generated"]],
    ["a key that decrypts, too", { purposes: [2, 1] }, ["passkey.generated"]],
    ["a key for all applications", { allApplications: true }, ["passkey.generated"]],
    ["an unlocked boot loader", { locked: false }, ["passkey.device"]],
    ["a system that somebody else signed", { bootState: 1 }, ["passkey.device"]],
  ] as const)("%s proves nothing", async (_, change, ids) => {
    const result = await judged(made(change));
    expect([result.level, failing(result)]).toEqual(["none", ids]);
  });

  test("an attested key can't describe another one", async () => {
    const attested = issuerBelow(maker, [
      basicConstraints(true),
      ["2.5.29.15", true, Uint8Array.of(3, 2, 2, 4)],
      ...described({}),
    ]);
    const forged = issueCertificate(
      { subject: "Forged", issuer: attested.subject, spki: credential.spki, extensions: described({}) },
      attested.key,
    );
    const result = await judged(object([forged, attested.certificate]));
    expect([result.level, failing(result)]).toEqual(["none", ["passkey.certificate", "passkey.format"]]);
  });

  test("below another root than Google's, whoever has an ordinary certificate can't describe keys", async () => {
    const ordinary = issuerBelow(maker, [basicConstraints(false), ["2.5.29.15", true, Uint8Array.of(3, 2, 7, 0x80)]]);
    const forged = issueCertificate(
      { subject: "Forged", issuer: ordinary.subject, spki: credential.spki, extensions: described({}) },
      ordinary.key,
    );
    const result = await judged(object([forged, ordinary.certificate]));
    expect([result.level, failing(result)]).toEqual(["none", ["passkey.authorities"]]);
  });

  test("a certificate about another key, an unknown root and a later date prove nothing", async () => {
    const other = object([maker.issue(testCredential().spki, described({}))]);
    expect(failing(await judged(other))).toEqual(["passkey.signature", "passkey.key"]);
    expect(failing(await judged(made({}), []))).toEqual(["passkey.chain"]);
    // A maker of security keys speaks for no phone.
    expect(failing(await judged(made({}), [maker.root], at, []))).toEqual(["passkey.chain"]);
    expect(failing(await judged(made({}), [maker.root], new Date("2028-01-01T00:00:00Z")))).toEqual(["passkey.dates"]);
  });
});

describe("apple", () => {
  const nonce = (data: Uint8Array): ExtensionValue => [
    "1.2.840.113635.100.8.2",
    false,
    der.sequence(der.explicit(1, der.octetString(createHash("sha256").update(data).update(clientDataHash).digest()))),
  ];
  const made = (spki: Uint8Array, data: Uint8Array): Uint8Array =>
    attestationObject("apple", { x5c: [maker.issue(spki, [nonce(data)])] }, authData);

  test("a key that Apple certifies is in a Secure Enclave", async () => {
    expect(await judged(made(credential.spki, authData))).toMatchObject({ level: "secure-enclave" });
  });

  test("another key, another enrolment or another root prove nothing", async () => {
    expect(failing(await judged(made(testCredential().spki, authData)))).toEqual(["passkey.key"]);
    expect(failing(await judged(made(credential.spki, new Uint8Array(1))))).toEqual(["passkey.challenge"]);
    expect(failing(await judged(made(credential.spki, authData), []))).toEqual(["passkey.chain"]);
  });
});

describe("packed", () => {
  const key = testCredential();
  const unit = "Authenticator Attestation";
  const modelExtension = (value: Uint8Array): ExtensionValue => [
    "1.3.6.1.4.1.45724.1.1.4",
    false,
    der.octetString(value),
  ];
  const made = (
    extensions: readonly ExtensionValue[],
    { signer = key.privateKey, subject = "Key", of = unit } = {},
  ): Uint8Array => {
    const certificate = maker.issue(key.spki, extensions, subject, of);
    const statement = { alg: -7, sig: signature(signer, authData, clientDataHash), x5c: [certificate] };
    return attestationObject("packed", statement, authData);
  };

  test("a security key is told by its maker's certificate", async () => {
    const good = made([basicConstraints(false), modelExtension(model)]);
    expect(await judged(good)).toMatchObject({ level: "security-key", format: "packed" });
    expect(failing(await judged(good, []))).toEqual(["passkey.chain"]);
  });

  test.each([
    ["another model", [basicConstraints(false), modelExtension(new Uint8Array(16).fill(1))], {}],
    ["an authority", [basicConstraints(true)], {}],
    ["another unit, whatever its name says", [basicConstraints(false)], { of: "Sales", subject: `x, OU=${unit}` }],
  ] as const)("a certificate of %s proves nothing", async (_, extensions, change) => {
    expect(failing(await judged(made(extensions, change)))).toEqual(["passkey.certificate"]);
  });

  test("another key's signature proves nothing", async () => {
    const forged = made([basicConstraints(false)], { signer: credential.privateKey });
    expect(failing(await judged(forged))).toEqual(["passkey.signature"]);
  });

  test("a key that signs for itself is told as that, and a wrong signature as nothing", async () => {
    const self = (signer: typeof credential): Uint8Array =>
      attestationObject("packed", { alg: -7, sig: signature(signer.privateKey, authData, clientDataHash) }, authData);
    expect(await judged(self(credential))).toMatchObject({ level: "self" });
    expect(await judged(self(key))).toMatchObject({ level: "none" });
    const other = {
      alg: -35,
      sig: new Uint8Array(sign("sha384", concatBytes(authData, clientDataHash), credential.privateKey)),
    };
    expect(await judged(attestationObject("packed", other, authData))).toMatchObject({ level: "none" });
  });
});

describe("tpm", () => {
  const inTpm = eccKey("P-256", {
    attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "userWithAuth", "sign"],
  });
  const attestationKey = testCredential();
  const certificate = maker.issue(attestationKey.spki, [basicConstraints(false), extendedKeyUsage("2.23.133.8.3")]);
  const made = async (publicArea: Uint8Array, held = inTpm, leaf = certificate, ver = "2.0"): Promise<Uint8Array> => {
    const data = authenticatorData(credentialOf(held.privateKey));
    const digest = new Uint8Array(createHash("sha256").update(data).update(clientDataHash).digest());
    const area = parsePublicArea(publicArea);
    if (!area.ok) throw new Error("public area");
    const certInfo = certifyAttest(digest, await objectName(area.value));
    const sig = signature(attestationKey.privateKey, certInfo);
    return attestationObject("tpm", { ver, alg: -7, sig, certInfo, pubArea: publicArea, x5c: [leaf] }, data);
  };

  test("a key that a TPM certifies is told as that", async () => {
    expect(await judged(await made(inTpm.publicArea))).toMatchObject({ level: "tpm", format: "tpm" });
  });

  test("another key, one that may leave the TPM, and a certificate for something else prove nothing", async () => {
    const other = eccKey("P-256", { attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "sign"] });
    expect(failing(await judged(await made(other.publicArea)))).toEqual(["passkey.key"]);
    const loose = eccKey("P-256", { attributes: ["sensitiveDataOrigin", "sign"] });
    expect(failing(await judged(await made(loose.publicArea, loose)))).toEqual(["passkey.tpm"]);
    const wrong = maker.issue(attestationKey.spki, [basicConstraints(false), extendedKeyUsage("2.23.133.8.1")]);
    expect(failing(await judged(await made(inTpm.publicArea, inTpm, wrong)))).toEqual(["passkey.certificate"]);
    expect(failing(await judged(await made(inTpm.publicArea, inTpm, certificate, "1.2")))).toEqual([
      "passkey.signature",
    ]);
  });
});

describe("whatever comes", () => {
  test("a backup of what can't be backed up, and tags out of order, are errors with their place", async () => {
    const impossible = attestationObject("none", {}, authenticatorData(credential, { flags: 0x55 }));
    expect(
      await judgePasskeyAttestation({ attestationObject: impossible, clientDataHash, at, roots: [] }),
    ).toMatchObject({
      ok: false,
      error: { code: "value", field: "flags", offset: 32 },
    });
    const twice = der.explicit(2, der.integer(3));
    const empty = der.octetString(new Uint8Array(0));
    const level = der.element(0x0a, Uint8Array.of(1));
    const head = [der.integer(3), level, der.integer(4), level, empty, empty, der.sequence()];
    const described = parseKeyDescription(der.sequence(...head, der.sequence(twice, twice)));
    expect(described).toMatchObject({ ok: false, error: { code: "encoding", field: "hardwareEnforced" } });
  });

  test("a passkey that is synced proves no hardware", async () => {
    const synced = authenticatorData(credential, { flags: 0x5d });
    const result = await judged(attestationObject("none", {}, synced));
    expect([result.level, result.checks[0]?.detail.id]).toEqual(["none", "passkey.format.synced"]);
  });

  test("no attestation, and a format that nobody here knows, are unknown", async () => {
    for (const format of ["none", "compound"]) {
      expect(await judged(attestationObject(format, {}, authData))).toMatchObject({
        level: "none",
        checks: [{ id: "passkey.format", status: "unknown" }],
      });
    }
  });

  test("changed, cut or lengthened bytes never prove hardware", async () => {
    const leaf = maker.issue(credential.spki, [
      [
        keyDescriptionOid,
        false,
        keyDescription({
          attestationLevel: 2,
          keyLevel: 2,
          challenge: clientDataHash,
          purposes: [2],
          origin: 0,
          locked: true,
          bootState: 0,
          allApplications: false,
        }),
      ],
    ]);
    const statement = { alg: -7, sig: signature(credential.privateKey, authData, clientDataHash), x5c: [leaf] };
    const whole = attestationObject("android-key", statement, authData);
    expect((await judged(whole)).level).toBe("strongbox");
    const place = fc.nat({ max: whole.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        place,
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom("flip", "cut", "add"),
        async (index, bits, how) => {
          const changed =
            how === "cut" ? whole.slice(0, index) : how === "add" ? Uint8Array.of(...whole, bits) : whole.slice();
          if (how === "flip") changed[index] = (changed[index] ?? 0) ^ bits;
          const outcome = await judgePasskeyAttestation({
            attestationObject: changed,
            clientDataHash,
            at,
            roots: [],
            vendorRoots: [maker.root],
          });
          expect(outcome.ok && outcome.value.level).not.toBe("strongbox");
        },
      ),
      { numRuns: 300 },
    );
  });

  test("random CBOR is an error or proves nothing", async () => {
    const value = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        fc.integer(),
        fc.string(),
        fc.uint8Array({ maxLength: 80 }),
        fc.array(tie("tree"), { maxLength: 3 }),
      ),
    })).tree;
    const entry = fc.record({
      fmt: fc.constantFrom("packed", "tpm", "apple", "android-key", "x"),
      attStmt: fc.dictionary(fc.constantFrom("alg", "sig", "x5c", "certInfo", "pubArea", "ver"), value),
      authData: fc.oneof(fc.constant(authData), fc.uint8Array()),
    });
    await fc.assert(
      fc.asyncProperty(entry, async (fields) => {
        const outcome = await judgePasskeyAttestation({
          attestationObject: encode(fields),
          clientDataHash,
          at,
          roots: [],
        });
        expect(outcome.ok ? outcome.value.level : "none").toBe("none");
      }),
      { numRuns: 300 },
    );
  });
});
