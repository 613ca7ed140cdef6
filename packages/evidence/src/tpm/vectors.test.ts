import { createPublicKey, X509Certificate, type JsonWebKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toHex, type Parsed } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import {
  authenticateAttest,
  authenticateQuote,
  objectName,
  parseAttest,
  parsePublicArea,
  parseSizedPublicArea,
  parseTpmSignature,
  subjectPublicKeyInfo,
  type TpmSignature,
} from "./index.ts";
import { flipped, good } from "./testing/changed.ts";

type Entry = { readonly path: string; readonly format?: string; readonly check?: string | null };

const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly Entry[]) : [];
const quotes = manifest.filter(({ format }) => format === "tpms-attest");

/** What the manifest's own check found: which file verifies under which key. */
const verified = quotes.flatMap(({ path, check }): [string, string, string][] => {
  const found = /^(\S+): signature OK under (\S+?)(;|$)/.exec(check ?? "");
  const folder = path.slice(0, path.lastIndexOf("/"));
  return found === null ? [] : [[path, `${folder}/${found[1] ?? ""}`, `${folder}/${found[2] ?? ""}`]];
});

/** Azure's evidence carries the RSASSA signature bare. */
function signatureOf(bytes: Uint8Array): TpmSignature {
  const parsed: Parsed<TpmSignature> = parseTpmSignature(bytes);
  if (parsed.ok) return parsed.value;
  expect(bytes.length).toBe(256);
  return { kind: "rsassa", hash: "sha256", signature: bytes };
}

function spkiOf(path: string): Uint8Array {
  const bytes = readVector(path);
  if (path.endsWith(".tpmt")) return subjectPublicKeyInfo(good(parsePublicArea(bytes)));
  if (path.endsWith(".json")) {
    const { keys } = JSON.parse(readVectorText(path)) as { keys: readonly (JsonWebKey & { kid: string })[] };
    const jwk = keys.find(({ kid }) => kid === "HCLAkPub");
    if (jwk === undefined) throw new Error(`no HCLAkPub in ${path}`);
    return new Uint8Array(createPublicKey({ key: jwk, format: "jwk" }).export({ format: "der", type: "spki" }));
  }
  const text = Buffer.from(bytes).toString("latin1");
  const key = text.includes("BEGIN PUBLIC KEY") ? createPublicKey(text) : new X509Certificate(bytes).publicKey;
  return new Uint8Array(key.export({ format: "der", type: "spki" }));
}

describe.skipIf(!haveVectors)("quotes of real TPMs", () => {
  test("there are many, most with a key", () => {
    expect(quotes.length).toBeGreaterThan(15);
    expect(verified.length).toBeGreaterThan(13);
  });

  test.each(quotes.map(({ path }) => path))("%s is readable, and nothing shorter is", (path) => {
    const bytes = readVector(path);
    expect(good(parseAttest(bytes)).attested.kind).toBe("quote");
    for (let length = 0; length < bytes.length; length++) {
      expect(parseAttest(bytes.subarray(0, length)).ok).toBe(false);
    }
  });

  test.each(verified)("%s was signed by its key, and no changed one was", async (path, signaturePath, keyPath) => {
    const bytes = readVector(path);
    const key = await importPublicKey(spkiOf(keyPath));
    if (key === undefined) throw new Error(`no key in ${keyPath}`);
    const signature = signatureOf(readVector(signaturePath));
    expect(await authenticateAttest(good(parseAttest(bytes)), signature, key)).toBe(true);
    const otherSigner = good(parseAttest(flipped(bytes, 8 * 20)));
    expect(await authenticateAttest(otherSigner, signature, key)).toBe(false);
  });

  test.each(verified.filter(([, , key]) => key.endsWith(".tpmt")))(
    "%s agrees with its key's public area",
    async (path, signaturePath, keyPath) => {
      const attest = good(parseAttest(readVector(path)));
      const signature = signatureOf(readVector(signaturePath));
      const attestationKey = good(parsePublicArea(readVector(keyPath)));
      expect(await authenticateQuote({ attest, signature, attestationKey })).toBe(true);
      const other = { ...attestationKey, scheme: { kind: "rsapss", hash: signature.hash } as const };
      expect(await authenticateQuote({ attest, signature, attestationKey: other })).toBe(false);
    },
  );

  test("the signature that upstream calls invalid is", async () => {
    const folder = "tpm-quote/Fraunhofer-AISEC-cmc";
    const key = await importPublicKey(spkiOf(`${folder}/validAk.pem`));
    if (key === undefined) throw new Error("no key");
    const attest = good(parseAttest(readVector(`${folder}/validQuote.msg`)));
    const signature = signatureOf(readVector(`${folder}/invalidSignature.sig`));
    expect(await authenticateAttest(attest, signature, key)).toBe(false);
  });
});

describe.skipIf(!haveVectors)("public areas of real TPMs", () => {
  const folder = "tpm-quote/keylime-keylime";

  test.each(["ak", "ek"])("%s.pub is the key of its PEM file", (name) => {
    const area = good(parseSizedPublicArea(readVector(`${folder}/${name}.pub`)));
    expect(toHex(subjectPublicKeyInfo(area))).toBe(toHex(spkiOf(`${folder}/${name}pub.pem`)));
  });

  test("the name of ak.pub is the one that its TPM told", async () => {
    const area = good(parseSizedPublicArea(readVector(`${folder}/ak.pub`)));
    expect(toHex(await objectName(area))).toBe(toHex(readVector(`${folder}/ak.name`)));
  });
});
