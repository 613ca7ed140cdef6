import { generateKeyPairSync, X509Certificate as X509 } from "node:crypto";
import { describe, expect, test } from "vitest";
import { derWriter as der } from "@sekisho/encoding/der";
import { labPlatform } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { checkOf } from "../amd/testing/checks.ts";
import { nameOf, reissue, type Changes } from "../amd/testing/issue.ts";
import { appraiseIntelEndorsements, createIntelChainCache, type IntelEndorsementInput } from "./index.ts";
import { fullInput, open, refused } from "./testing/inputs.ts";
import { signQuote, type QuoteChanges } from "./testing/quotes.ts";

const authority = await testIntelAuthority();
const stranger = await testIntelAuthority("stranger");
const platform = labPlatform();
const pck = authority.pck(platform);
const ca = authority.platformCa.certificate;
const root = authority.root.certificate;
const quote = signQuote(authority);
const genuine = fullInput(authority, quote);

const withQuote = (changes: QuoteChanges): IntelEndorsementInput => ({
  ...genuine,
  quote: signQuote(authority, changes),
});
const withChain = (...certificates: readonly Uint8Array[]): IntelEndorsementInput => withQuote({ certificates });
const changedPck = (changes: Changes): Uint8Array =>
  reissue(pck.certificate, changes, authority.platformCa.key.privateKey);

describe("a genuine quote with full collateral", () => {
  test.each(["sgx", "td-1.0", "td-1.5"] as const)("of kind %s passes every check", async (kind) => {
    const teeTcbSvn2 = Uint8Array.from(platform.tdxComponents);
    const input = fullInput(authority, signQuote(authority, { kind, td: { teeTcbSvn2 } }));
    const result = await appraiseIntelEndorsements(input);
    expect(await open(input)).toEqual([]);
    expect(result.tcb).toMatchObject({ status: "UpToDate", advisories: [], evaluationDataNumber: 18 });
    expect(result.pck).toMatchObject({ fmspc: "90c06f000000", pceId: "0000", pceSvn: 13, sgxType: "scalable" });
    expect(result.pck?.configuration).toEqual({ dynamicPlatform: true, cachedKeys: true, smtEnabled: true });
    expect(result.chain.leaf?.subject.commonName).toBe("Intel SGX PCK Certificate");
  });

  test("is refused where the policy trusts neither this root nor, by name, another", async () => {
    expect(await refused({ ...genuine, additionalRoots: [] })).toEqual(["tdx.chain.root fail root.foreign"]);
    const named = [authority.rootDigest.toUpperCase()];
    expect(await refused({ ...genuine, vendorRoot: false, additionalRoots: named })).toEqual([]);
    expect(await refused({ ...genuine, additionalRoots: [stranger.rootDigest] })).toHaveLength(1);
  });

  test("is remembered by its bytes: answers stay the same, clocks and pins are looked at anew", async () => {
    const cache = createIntelChainCache(4);
    for (let round = 0; round < 3; round++) expect(await open({ ...genuine, cache })).toEqual([]);
    expect(await refused({ ...genuine, cache, at: new Date("2049-01-01T00:00:00Z") })).toContain(
      "tdx.tcb-info.dates fail document.dates.fail",
    );
    expect(await refused({ ...genuine, cache, additionalRoots: [] })).toHaveLength(1);
    const tamper: QuoteChanges["tamper"] = (bytes) => {
      bytes[200] = (bytes[200] ?? 0) ^ 1;
    };
    expect(await refused({ ...withQuote({ tamper }), cache })).toEqual(["tdx.signature fail quote-signature.fail"]);
  });
});

describe("missing pieces", () => {
  const without = { crls: [], collateral: { documents: [], certificates: [], crls: [] } };

  test("lists and documents are unknown, and do not refuse", async () => {
    const input = { ...genuine, ...without };
    expect(await refused(input)).toEqual([]);
    const unknown = (await open(input)).map((text) => text.split(" ").slice(0, 2).join(" "));
    expect(unknown).toEqual(
      [
        ["chain.revocation", "pck.revocation"],
        ["tcb-info.found", "tcb-info.chain", "tcb-info.signature", "tcb-info.dates"],
        ["qe-identity.found", "qe-identity.chain", "qe-identity.signature", "qe-identity.dates"],
        ["tdx-module", "tcb"],
      ]
        .flat()
        .map((id) => `tdx.${id} unknown`),
    );
  });

  test.each([
    ["MRSIGNER", { mrSigner: new Uint8Array(32).fill(1) }],
    ["ISVPRODID", { isvProdId: 1 }],
    ["ATTRIBUTES", { attributes: { flags: 0x13n, xfrm: 0xe7n } }],
  ])("without its identity, a quoting enclave of an unknown %s refuses", async (_, qeReport) => {
    expect(await refused({ ...withQuote({ qeReport }), ...without })).toEqual([
      "tdx.qe-identity.enclave unknown enclave.unknown",
    ]);
  });

  test.each([
    ["PCK", [ca, root], "tdx.chain.leaf unknown certificate.missing"],
    ["PCK issuer", [pck.certificate, root], "tdx.chain.intermediate unknown certificate.missing"],
    ["root", [pck.certificate, ca], "tdx.chain.root unknown certificate.missing"],
    ["everything", [], "tdx.chain.leaf unknown certificate.missing"],
  ] as const)("without the %s the verdict is unknown, which refuses", async (_, certificates, first) => {
    expect(await refused(withChain(...certificates))).toContain(first);
  });

  test("a quote without certificates is judged by those given, also among others of the name", async () => {
    const other = authority.pck(labPlatform("platform 2")).certificate;
    const input = { ...withChain(), certificates: [...genuine.certificates, other, root, ca, pck.certificate] };
    expect(await open(input)).toEqual([]);
  });

  test("an input that is no certificate is named", async () => {
    const input = { ...genuine, certificates: [...genuine.certificates, Uint8Array.of(0x30, 5)] };
    expect(await refused(input)).toEqual([]);
    expect(await open(input)).toEqual(["tdx.chain.unreadable unknown unreadable"]);
  });
});

describe("a quote of which only one signature is wrong", () => {
  const flip =
    (find: (of: typeof quote) => Uint8Array, index: number): NonNullable<QuoteChanges["tamper"]> =>
    (bytes, of) => {
      const at = Buffer.from(bytes).indexOf(find(of)) + index;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    };
  test.each([
    ["quote", flip((of) => of.signedBytes, 60), "tdx.signature fail quote-signature.fail"],
    ["quote signature", flip((of) => of.signature, 9), "tdx.signature fail quote-signature.fail"],
    ["authentication data", flip((of) => of.qeReport.authenticationData, 3), "tdx.qe-binding fail qe-binding.fail"],
    ["QE report signature", flip((of) => of.qeReport.signature, 40), "tdx.qe-report fail qe-report.fail"],
  ] as const)("%s", async (_, tamper, expected) => {
    expect(await refused(withQuote({ tamper }))).toEqual([expected]);
  });

  test("QE report that another platform's PCK signed", async () => {
    const pckKey = authority.pck(labPlatform("platform 2")).key.privateKey;
    expect(await refused(withQuote({ pckKey }))).toEqual(["tdx.qe-report fail qe-report.fail"]);
  });

  test("attestation key of a kind that nobody uses", async () => {
    const p384 = { ...quote, attestationKeyType: "ecdsa-p384" } as const;
    expect(await refused({ ...genuine, quote: p384 })).toEqual(["tdx.signature fail quote-signature.key-type"]);
  });
});

describe("a chain of which only one thing is wrong", () => {
  const noAuthority: Changes = { extensions: (all) => all.filter(([oid]) => oid !== "2.5.29.19") };
  const asAuthority: Changes = {
    extensions: (all) => [
      ...all.filter(([oid]) => oid !== "2.5.29.19"),
      ["2.5.29.19", true, der.sequence(der.boolean(true))],
    ],
  };
  const critical: Changes = { extensions: (all) => [...all, ["1.2.3.4", true, Uint8Array.of(5, 0)]] };
  const changedCa = (changes: Changes): Uint8Array => reissue(ca, changes, authority.root.key.privateKey);
  const late = new Date(Date.now() + 3600_000);

  test.each([
    ["PCK signed by a stranger", [reissue(pck.certificate, {}, stranger.platformCa.key.privateKey), ca, root]],
    ["issuer signed by a stranger", [pck.certificate, reissue(ca, {}, stranger.root.key.privateKey), root]],
  ])("%s", async (_, certificates) => {
    const input = { ...withChain(...certificates), crls: [] };
    expect(await refused(input)).toEqual(["tdx.chain.signatures fail signatures.broken"]);
  });

  test.each([
    ["PCK not valid yet", [changedPck({ notBefore: late }), ca, root], "dates fail dates.invalid"],
    ["issuer not valid yet", [pck.certificate, changedCa({ notBefore: late }), root], "dates fail dates.invalid"],
    ["issuer that is no authority", [pck.certificate, changedCa(noAuthority), root], "authority fail authority.issuer"],
    ["PCK that claims authority", [changedPck(asAuthority), ca, root], "authority fail authority.leaf"],
    ["PCK with an unknown duty", [changedPck(critical), ca, root], "authority fail authority.critical"],
  ])("%s", async (_, certificates, expected) => {
    expect(await refused(withChain(...certificates))).toEqual([`tdx.chain.${expected}`]);
  });

  test("issuer of another name", async () => {
    const certificates = [
      changedPck({ issuer: nameOf("Intel SGX Other CA") }),
      changedCa({ subject: nameOf("Intel SGX Other CA") }),
      root,
    ];
    expect(await refused(withChain(...certificates))).toEqual(["tdx.chain.names fail names.fail"]);
  });

  test("certified key of another kind", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const spki = new Uint8Array(publicKey.export({ format: "der", type: "spki" }));
    expect(await refused(withChain(changedPck({ spki }), ca, root))).toContain("tdx.pck.key fail key.fail");
  });

  test("Intel's extension missing", async () => {
    const without = changedPck({ extensions: (all) => all.filter(([oid]) => !oid.startsWith("1.2.840.113741")) });
    const input = withChain(without, ca, root);
    expect(await refused(input)).toEqual(["tdx.pck.extensions fail extensions.malformed"]);
    expect((await appraiseIntelEndorsements(input)).tcb).toBeUndefined();
  });
});

describe("revocation", () => {
  const serialOf = (der: Uint8Array): bigint => BigInt(`0x${new X509(der).serialNumber}`);
  const lists = (rootList: Uint8Array, ofCa: Uint8Array): IntelEndorsementInput => ({
    ...genuine,
    crls: [rootList, ofCa],
  });
  const [rootList, caList] = [authority.crl("root"), authority.crl("platform")];
  const old = { thisUpdate: new Date("2024-01-01T00:00:00Z") };

  test.each([
    [
      "PCK revoked",
      lists(rootList, authority.crl("platform", { revoked: [serialOf(pck.certificate)] })),
      "pck",
      "revoked",
    ],
    ["issuer revoked", lists(authority.crl("root", { revoked: [serialOf(ca)] }), caList), "chain", "revoked"],
    ["PCK list stale", lists(rootList, authority.crl("platform", old)), "pck", "stale"],
    ["root list stale", lists(authority.crl("root", old), caList), "chain", "stale"],
    ["PCK list forged", lists(rootList, authority.crl("platform", { signedBy: stranger.root.key })), "pck", "forged"],
    ["root list forged", lists(authority.crl("root", { signedBy: stranger.root.key }), caList), "chain", "forged"],
  ] as const)("%s", async (_, input, part, expected) => {
    expect(await refused(input)).toEqual([`tdx.${part}.revocation fail crl.${expected}`]);
  });

  test("lists of other issuers are passed over; a list that can't be read is not", async () => {
    expect(await open({ ...genuine, crls: [authority.crl("processor"), stranger.crl("processor")] })).toEqual([
      "tdx.chain.revocation unknown crl.missing",
      "tdx.pck.revocation unknown crl.missing",
    ]);
    const unreadable = await appraiseIntelEndorsements({ ...genuine, crls: [Uint8Array.of(0x30, 3)] });
    expect(checkOf(unreadable.checks, "tdx.chain.revocation")).toMatchObject({ status: "fail" });
  });

  test("revokes the signer of documents too", async () => {
    const revoked = [serialOf(authority.tcbSigning.certificate)];
    expect(await refused(lists(authority.crl("root", { revoked }), caList))).toEqual([
      "tdx.tcb-info.chain fail crl.revoked",
      "tdx.qe-identity.chain fail crl.revoked",
    ]);
  });
});
