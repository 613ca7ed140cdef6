import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromHex, toUtf8 } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import {
  attestClaims,
  checkQuote,
  checkQuoteContent,
  keyClaims,
  objectName,
  parseAttest,
  parsePublicArea,
  parseTpmSignature,
  type PcrBank,
  type PcrSelection,
  type SignedQuote,
} from "./index.ts";
import { flipped, good } from "./testing/changed.ts";
import { certifyAttest, digestOf, eccKey, quoteAttest, signAs } from "./testing/software-key.ts";

const scheme = { kind: "ecdsa", hash: "sha256" } as const;
const key = eccKey("P-256", { scheme });
const nonce = toUtf8("nonce");
const value = (byte: number, length = 32) => new Uint8Array(length).fill(byte);
const bank = (hash: HashAlgorithm, ...pcrs: readonly (readonly [number, Uint8Array])[]): PcrBank => ({
  hash,
  values: new Map(pcrs),
});
// Deliberately not in rising order: TPMs always quote in that order.
const pcrs = [bank("sha256", [7, value(7)], [0, value(0xa0)])];
const usual = {
  extraData: nonce,
  pcrSelect: [{ hash: "sha256", pcrs: [0, 7] }] as readonly PcrSelection[],
  pcrDigest: digestOf("sha256", value(0xa0), value(7)),
};

function signed(bytes: Uint8Array): SignedQuote {
  return {
    attest: good(parseAttest(bytes)),
    signature: good(parseTpmSignature(signAs(scheme, key.privateKey, bytes))),
    attestationKey: good(parsePublicArea(key.publicArea)),
  };
}

/** Identifiers of the checks that do not pass. */
async function refused(quote: SignedQuote, expected = { extraData: nonce, pcrs }): Promise<readonly string[]> {
  const checks = await checkQuote(quote, expected);
  expect(checks.every(({ required }) => required)).toBe(true);
  return checks.filter(({ status }) => status !== "pass").map(({ id, status }) => `${id} ${status}`);
}

describe("a quote", () => {
  test("over the right PCRs for this challenge passes", async () => {
    expect(await refused(signed(quoteAttest(usual)))).toEqual([]);
  });

  test("whose signature is another's is refused for that", async () => {
    const quote = signed(quoteAttest(usual));
    const { signature } = signed(quoteAttest({ ...usual, extraData: toUtf8("other") }));
    expect(await refused({ ...quote, signature })).toEqual(["tpm.quote.signature fail"]);
  });

  test("for another challenge is refused for that", async () => {
    const quote = signed(quoteAttest({ ...usual, extraData: toUtf8("noncf") }));
    expect(await refused(quote)).toEqual(["tpm.quote.extra-data fail"]);
    const longer = signed(quoteAttest({ ...usual, extraData: toUtf8("nonce ") }));
    expect(await refused(longer)).toEqual(["tpm.quote.extra-data fail"]);
  });

  test.each<[string, readonly PcrSelection[]]>([
    ["PCR 16 instead of 0", [{ hash: "sha256", pcrs: [7, 16] }]],
    ["PCR 23 instead of 7", [{ hash: "sha256", pcrs: [0, 23] }]],
    ["one PCR less", [{ hash: "sha256", pcrs: [0] }]],
    ["one PCR more", [{ hash: "sha256", pcrs: [0, 7, 8] }]],
    ["another bank", [{ hash: "sha1", pcrs: [0, 7] }]],
    [
      "the bank twice",
      [
        { hash: "sha256", pcrs: [0] },
        { hash: "sha256", pcrs: [7] },
      ],
    ],
    ["no PCR", []],
  ])("over %s is refused for that, though the digest is as expected", async (_, pcrSelect) => {
    const quote = signed(quoteAttest({ ...usual, pcrSelect }));
    expect(await refused(quote)).toEqual(["tpm.quote.pcr-select fail"]);
  });

  test("over two banks is one in their order only", async () => {
    const banks = [bank("sha1", [0, value(1, 20)]), bank("sha256", [0, value(2)])];
    const pcrDigest = digestOf("sha256", value(1, 20), value(2));
    const selections: readonly PcrSelection[] = [
      { hash: "sha1", pcrs: [0] },
      { hash: "sha256", pcrs: [0] },
    ];
    const inOrder = signed(quoteAttest({ ...usual, pcrSelect: selections, pcrDigest }));
    expect(await refused(inOrder, { extraData: nonce, pcrs: banks })).toEqual([]);
    const swapped = signed(quoteAttest({ ...usual, pcrSelect: selections.toReversed(), pcrDigest }));
    expect(await refused(swapped, { extraData: nonce, pcrs: banks })).toEqual(["tpm.quote.pcr-select fail"]);
  });

  test("over other values is refused for that", async () => {
    const other = [bank("sha256", [0, value(0xa1)], [7, value(7)])];
    expect(await refused(signed(quoteAttest(usual)), { extraData: nonce, pcrs: other })).toEqual([
      "tpm.quote.pcr-digest fail",
    ]);
  });

  test("can't be explained by the same bytes cut into values of other lengths", async () => {
    const joined = Uint8Array.of(...value(0xa0), ...value(7));
    const cut = [bank("sha256", [0, joined.slice(0, 31)], [7, joined.slice(31)])];
    expect(await refused(signed(quoteAttest(usual)), { extraData: nonce, pcrs: cut })).toEqual([
      "tpm.quote.pcr-digest fail",
    ]);
  });

  test("over nothing is refused even where nothing was asked for", async () => {
    const empty = signed(quoteAttest({ ...usual, pcrSelect: [], pcrDigest: digestOf("sha256") }));
    expect(await refused(empty, { extraData: nonce, pcrs: [] })).toEqual(["tpm.quote.pcr-select fail"]);
  });

  test("that is a certification is refused, and its PCRs are unknown", async () => {
    expect(await refused(signed(certifyAttest(nonce, value(1, 34))))).toEqual([
      "tpm.quote.type fail",
      "tpm.quote.pcr-select unknown",
      "tpm.quote.pcr-digest unknown",
    ]);
  });

  test("with any bit flipped is unreadable or refused", async () => {
    const bytes = quoteAttest(usual);
    const { signature, attestationKey } = signed(bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const attest = parseAttest(flipped(bytes, bit));
        if (!attest.ok) return;
        const failed = await refused({ attest: attest.value, signature, attestationKey });
        expect(failed).toContain("tpm.quote.signature fail");
      }),
    );
  });
});

test("claims are JSON with the counters of the TPM", async () => {
  const { attest, attestationKey } = signed(quoteAttest(usual));
  expect(JSON.parse(JSON.stringify(attestClaims(attest)))).toMatchObject({
    type: "quote",
    extraData: "6e6f6e6365",
    clock: "123456789012",
    resetCount: 7,
    restartCount: 3,
    safe: true,
    firmwareVersion: "0x2024012500120000",
    pcrSelect: "sha256:0,7",
  });
  expect(await keyClaims(attestationKey)).toMatchObject({ key: "P-256", scheme: "ecdsa, sha256" });
  expect((await keyClaims(attestationKey)).name).toBe(Buffer.from(await objectName(attestationKey)).toString("hex"));
});

type Entry = { readonly path: string; readonly format?: string; readonly check?: string | null };
const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly Entry[]) : [];
const withValues = manifest.flatMap(({ path, format, check }): [string, string][] => {
  const found = /PCR digest matches (\S+)/.exec(check ?? "");
  const folder = path.slice(0, path.lastIndexOf("/"));
  return format === "tpms-attest" && found !== null ? [[path, `${folder}/${found[1] ?? ""}`]] : [];
});

describe.skipIf(!haveVectors)("quotes of real TPMs", () => {
  test("there are some with values", () => expect(withValues.length).toBeGreaterThan(9));

  test.each(withValues)("%s confirms its values, and no others", async (path, valuesPath) => {
    const attest = good(parseAttest(readVector(path)));
    const json = JSON.parse(readVectorText(valuesPath)) as Record<string, Record<string, string>>;
    const banks = Object.entries(json).map(([hash, values]) =>
      bank(hash as HashAlgorithm, ...Object.entries(values).map(([pcr, hex]) => [Number(pcr), bytesOf(hex)] as const)),
    );
    // The signing key's hash is not known here; Windows on GCE signs with SHA-1.
    const signatureHash =
      attest.attested.kind === "quote" && attest.attested.pcrDigest.length === 20 ? "sha1" : "sha256";
    const expected = { extraData: attest.extraData, pcrs: banks };
    const checks = await checkQuoteContent(attest, signatureHash, expected);
    expect(checks.map(({ status }) => status)).toEqual(["pass", "pass", "pass", "pass"]);
    const first = banks[0];
    if (first === undefined) throw new Error("no bank");
    const pcr = Math.min(...first.values.keys());
    const other = {
      ...first,
      values: new Map([...first.values, [pcr, flipped(first.values.get(pcr) ?? value(0), 0)]]),
    };
    const changed = await checkQuoteContent(attest, signatureHash, { ...expected, pcrs: [other] });
    expect(changed.map(({ status }) => status)).toEqual(["pass", "pass", "pass", "fail"]);
  });
});

function bytesOf(hex: string): Uint8Array {
  return good(fromHex("PCR", hex));
}
