import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatBytes } from "@sekisho/encoding";
import { derWriter as der } from "@sekisho/encoding/der";
import { parseCertificate, parseCertificateBundle, type Certificate } from "@sekisho/encoding/x509";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { keyDigest } from "./certificate-path.ts";
import { checkEkCertificate, parseEkCertificate, parsePublicArea, subjectPublicKeyInfo } from "./index.ts";
import { flipped, good } from "./testing/changed.ts";
import {
  authorityKey,
  basicConstraints,
  directoryName,
  extendedKeyUsage,
  issueCertificate,
  keyUsage,
  type CertificateFields,
  type ExtensionValue,
} from "./testing/issue-certificate.ts";
import { eccKey, rsaKey } from "./testing/software-key.ts";

const [rootKey, authority, stranger] = [authorityKey(), authorityKey(), authorityKey()];
const ek = good(parsePublicArea(rsaKey(2048, { attributes: ["restricted", "decrypt"], symmetric: 128 }).publicArea));
const eccEk = good(
  parsePublicArea(eccKey("P-256", { attributes: ["restricted", "decrypt"], symmetric: 128 }).publicArea),
);

const certSign = keyUsage(0x04, 2);
const keyEncipherment = keyUsage(0x20, 5);
const keyAgreement = keyUsage(0x08, 3);
const tcgName = directoryName(["2.23.133.2.1", "id:474F4F47"], ["2.23.133.2.2", "vTPM"], ["2.23.133.2.3", "id:2016"]);
const unknown: ExtensionValue = ["1.2.3.4", true, der.nullValue()];

const rootFields = {
  subject: "root",
  issuer: "root",
  spki: rootKey.spki,
  extensions: [basicConstraints(true), certSign],
};
const middleFields = {
  subject: "middle",
  issuer: "root",
  spki: authority.spki,
  extensions: [basicConstraints(true, 0), certSign],
};
const leafFields = {
  subject: "",
  issuer: "middle",
  spki: subjectPublicKeyInfo(ek),
  extensions: [basicConstraints(false), keyEncipherment, extendedKeyUsage("2.23.133.8.1"), tcgName],
};

type Changes = {
  readonly root?: Partial<CertificateFields>;
  readonly middle?: Partial<CertificateFields>;
  readonly leaf?: Partial<CertificateFields>;
};

/** Identifiers of the checks that do not pass. */
async function refused(
  { root = {}, middle = {}, leaf = {} }: Changes,
  { key = authority, at = new Date("2026-06-01"), endorsementKey = ek } = {},
): Promise<readonly string[]> {
  const issuers = [
    issueCertificate({ ...rootFields, ...root }, rootKey.privateKey),
    issueCertificate({ ...middleFields, ...middle }, rootKey.privateKey),
  ].map((bytes) => good(parseCertificate(bytes)));
  const certificate = good(parseEkCertificate(issueCertificate({ ...leafFields, ...leaf }, key.privateKey)));
  const roots = [
    (await keyDigest(good(parseCertificate(issueCertificate(rootFields, rootKey.privateKey))))).toUpperCase(),
  ];
  return failed(await checkEkCertificate(certificate, { issuers, roots, at, endorsementKey }));
}

function failed(checks: Awaited<ReturnType<typeof checkEkCertificate>>): readonly string[] {
  return checks.filter(({ status }) => status !== "pass").map(({ id }) => id.replace("tpm.ek-certificate.", ""));
}

describe("an EK certificate", () => {
  test("for this key, from a given root, passes", async () => {
    expect(await refused({})).toEqual([]);
    const leaf = { spki: subjectPublicKeyInfo(eccEk), extensions: [basicConstraints(false), keyAgreement] };
    expect(await refused({ leaf }, { endorsementKey: eccEk })).toEqual([]);
  });

  test.each<[string, Changes, readonly string[]]>([
    ["whose root is another's", { root: { spki: stranger.spki } }, ["chain"]],
    ["whose issuer is missing", { middle: { subject: "other" } }, ["chain"]],
    ["whose issuer is no authority", { middle: { extensions: [basicConstraints(false), certSign] } }, ["authorities"]],
    ["whose issuer says nothing of it", { middle: { extensions: [certSign] } }, ["authorities"]],
    [
      "whose issuer may not sign certificates",
      { middle: { extensions: [basicConstraints(true), keyUsage(0x80, 7)] } },
      ["authorities"],
    ],
    ["whose issuer has no key usage", { middle: { extensions: [basicConstraints(true)] } }, ["authorities"]],
    ["that is too far from its root", { root: { extensions: [basicConstraints(true, 0), certSign] } }, ["authorities"]],
    ["that is not valid yet", { leaf: { notBefore: new Date("2026-07-01") } }, ["dates"]],
    ["whose issuer is no longer valid", { middle: { notAfter: new Date("2026-05-01") } }, ["dates"]],
    [
      "with an unknown critical extension",
      { leaf: { extensions: [...leafFields.extensions, unknown] } },
      ["extensions"],
    ],
    ["whose issuer has one", { middle: { extensions: [...middleFields.extensions, unknown] } }, ["extensions"]],
    ["for signatures", { leaf: { extensions: [keyUsage(0x80, 7), tcgName] } }, ["usage"]],
    ["for anything", { leaf: { extensions: [tcgName] } }, ["usage"]],
    ["of an authority", { leaf: { extensions: [basicConstraints(true), keyUsage(0x24, 2)] } }, ["usage"]],
    ["for an AK", { leaf: { extensions: [keyEncipherment, extendedKeyUsage("2.23.133.8.3")] } }, ["usage"]],
    ["of another key", { leaf: { spki: stranger.spki } }, ["key"]],
  ])("%s is refused for that", async (_, changes, ids) => {
    expect(await refused(changes)).toEqual(ids);
  });

  test("that another key signed leads nowhere", async () => {
    expect(await refused({}, { key: stranger })).toEqual(["chain"]);
  });

  test("an issuer that issued itself in a ring ends the search", async () => {
    const ring = { root: { issuer: "middle" }, middle: { issuer: "root" } };
    expect(await refused({ ...ring, root: { ...ring.root, spki: stranger.spki } })).toContain("chain");
  });

  test("that marks its key as one for OAEP is for the same key", async () => {
    const modulus = der.integer(BigInt(`0x${Buffer.from(ek.type === "rsa" ? ek.modulus : []).toString("hex")}`));
    const spki = (oid: string, exponent: number) =>
      der.sequence(
        der.sequence(der.objectIdentifier(oid), der.sequence()),
        der.bitString(der.sequence(modulus, der.integer(exponent))),
      );
    expect(await refused({ leaf: { spki: spki("1.2.840.113549.1.1.7", 65_537) } })).toEqual([]);
    expect(await refused({ leaf: { spki: spki("1.2.840.113549.1.1.7", 3) } })).toEqual(["key"]);
    expect(await refused({ leaf: { spki: spki("1.2.840.113549.1.1.10", 65_537) } })).toEqual(["key"]);
  });
});

describe("the TPM's description", () => {
  const issue = (...extensions: readonly ExtensionValue[]) =>
    issueCertificate({ ...leafFields, extensions }, authority.privateKey);

  test("is read where it is there", () => {
    expect(good(parseEkCertificate(issue(tcgName))).tpm).toEqual({
      manufacturer: "id:474F4F47",
      model: "vTPM",
      version: "id:2016",
    });
    expect(good(parseEkCertificate(issue(keyEncipherment))).tpm).toBeUndefined();
    const other: ExtensionValue = ["2.5.29.17", false, der.sequence(der.element(0x82, Uint8Array.of(0x61)))];
    expect(good(parseEkCertificate(issue(other))).tpm).toBeUndefined();
  });

  test.each([
    ["half of it", directoryName(["2.23.133.2.1", "id:474F4F47"]), "subjectAltName"],
    ["two models", directoryName(["2.23.133.2.2", "a"], ["2.23.133.2.2", "b"]), "TPM model"],
    [
      "something after it",
      ["2.5.29.17", false, concatBytes(der.sequence(), der.nullValue())] as const,
      "subjectAltName",
    ],
  ])("with %s makes the certificate unreadable", (_, extension, field) => {
    expect(parseEkCertificate(issue(extension))).toMatchObject({ ok: false, error: { field } });
  });

  test("padding of an NV index is cut off, anything else after the certificate is refused", () => {
    const bytes = issueCertificate(leafFields, authority.privateKey);
    for (const fill of [0x00, 0xff]) {
      const read = good(parseEkCertificate(concatBytes(bytes, new Uint8Array(100).fill(fill))));
      expect(read.certificate.der).toEqual(bytes);
    }
    for (const rest of [[0, 0xff], [0xff, 0], [0x30], [0, 0, 1]]) {
      expect(parseEkCertificate(concatBytes(bytes, Uint8Array.from(rest))).ok).toBe(false);
    }
  });

  test("truncated, over-long, bit-flipped or random bytes end in a typed error, or the certificate is refused", async () => {
    const bytes = issueCertificate(leafFields, authority.privateKey);
    for (let length = 0; length < bytes.length; length++)
      expect(parseEkCertificate(bytes.subarray(0, length)).ok).toBe(false);
    expect(parseEkCertificate(concatBytes(bytes, Uint8Array.of(1)))).toMatchObject({
      ok: false,
      error: { code: "trailing" },
    });
    const issuers = [good(parseCertificate(issueCertificate(middleFields, rootKey.privateKey)))];
    const roots = await Promise.all(issuers.map(keyDigest));
    const expected = { issuers, roots, at: new Date("2026-06-01"), endorsementKey: ek };
    expect(failed(await checkEkCertificate(good(parseEkCertificate(bytes)), expected))).toEqual([]);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), fc.uint8Array({ maxLength: 300 }), async (bit, random) => {
        expect(parseEkCertificate(random).ok).toBe(false);
        const outcome = parseEkCertificate(flipped(bytes, bit));
        const refusals = outcome.ok ? failed(await checkEkCertificate(outcome.value, expected)) : [outcome.error.field];
        expect(refusals).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!haveVectors)("EK certificates of Google's vTPMs", () => {
  const google = "tpm-ca/salrashid123-gcp-vtpm-ek-ak";
  const read = (path: string): readonly Uint8Array[] => good(parseCertificateBundle(path, readVector(path)));
  const parsed = (path: string): readonly Certificate[] => read(path).map((bytes) => good(parseCertificate(bytes)));
  const leafOf = (path: string) => good(parseEkCertificate(read(path)[0] ?? new Uint8Array(0)));

  test("lead to Google's root, at the right time, as EK certificates", async () => {
    const issuers = parsed(`${google}/ek_chain.pem`);
    const roots = await Promise.all(parsed(`${google}/ek_root.pem`).map(keyDigest));
    const expected = { issuers, roots, at: new Date("2026-01-01"), endorsementKey: ek };
    expect(failed(await checkEkCertificate(leafOf(`${google}/ekcert.pem`), expected))).toEqual(["key"]);
    const late = { ...expected, at: new Date("2060-01-01") };
    expect(failed(await checkEkCertificate(leafOf(`${google}/ekcert.pem`), late))).toEqual(["dates", "key"]);
    const noRoot = { ...expected, roots: [] };
    expect(failed(await checkEkCertificate(leafOf(`${google}/ekcert.pem`), noRoot))).toEqual(["chain", "key"]);
    const attestation = { ...expected, issuers: parsed(`${google}/ak_chain.pem`) };
    expect(failed(await checkEkCertificate(leafOf(`${google}/akcert.pem`), attestation))).toContain("usage");
  });

  test.each(["rsa", "ecc"])("name the TPM (%s)", (kind) => {
    expect(leafOf(`tpm-ca/google-go-tpm-tools/uca_tpm_${kind}_enc_cert.pem`).tpm).toEqual({
      manufacturer: "id:474F4F47",
      model: "vTPM",
      version: "id:20160511",
    });
  });
});
