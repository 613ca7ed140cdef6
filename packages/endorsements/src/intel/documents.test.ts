import { describe, expect, test } from "vitest";
import { labPlatform, olderPlatform, type DocumentOptions } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { reissue } from "../amd/testing/issue.ts";
import { appraiseIntelEndorsements, type IntelEndorsementInput } from "./index.ts";
import { collateralOf, fullInput, open, refused } from "./testing/inputs.ts";
import { signQuote, type QuoteChanges } from "./testing/quotes.ts";

const authority = await testIntelAuthority();
const stranger = await testIntelAuthority("stranger");
const platform = labPlatform();
const quote = signQuote(authority);
const genuine = fullInput(authority, quote);
const day = 24 * 3600 * 1000;

type Change = NonNullable<DocumentOptions["change"]>;
const tcbInfo = (options: DocumentOptions = {}): string => authority.tcbInfo("tdx", options);
const identity = (options: DocumentOptions = {}): string => authority.enclaveIdentity("td-qe", options);
const withDocuments = (...texts: readonly string[]): IntelEndorsementInput => ({
  ...genuine,
  collateral: collateralOf(...texts),
});
const changed = (change: Change): IntelEndorsementInput => withDocuments(tcbInfo({ change }), identity());
const changedIdentity = (change: Change): IntelEndorsementInput => withDocuments(tcbInfo(), identity({ change }));

describe("a document of which only one thing is wrong", () => {
  const edited = (text: string): string => text.replace('"UpToDate"', '"OutOfDate"');
  const later = { issueDate: new Date(Date.now() + day) };
  const older = { issueDate: new Date(Date.now() - 60 * day) };

  test.each([
    ["signed by a stranger", { signedBy: stranger.tcbSigning.key }, "signature fail document.signature.fail"],
    ["not valid yet", later, "dates fail document.dates.early"],
    ["not valid any more", older, "dates fail document.dates.fail"],
  ] as const)("%s refuses", async (_, options, expected) => {
    expect(await refused(withDocuments(tcbInfo(options), identity()))).toEqual([`tdx.tcb-info.${expected}`]);
    expect(await refused(withDocuments(tcbInfo(), identity(options)))).toEqual([`tdx.qe-identity.${expected}`]);
  });

  test("changed after it was signed refuses, and nothing of it is believed", async () => {
    const input = withDocuments(edited(tcbInfo()), identity());
    expect(await refused(input)).toEqual(["tdx.tcb-info.signature fail document.signature.fail"]);
    expect((await appraiseIntelEndorsements(input)).tcb).toBeUndefined();
    expect(await refused(withDocuments(tcbInfo(), edited(identity())))).toEqual([
      "tdx.qe-identity.signature fail document.signature.fail",
    ]);
  });

  test("signed over other bytes than those given refuses, though both say the same", async () => {
    const spaced = tcbInfo().replace('{"tcbInfo":{', '{"tcbInfo":{ ');
    expect(await refused(withDocuments(spaced, identity()))).toHaveLength(1);
    const around = tcbInfo().replace('{"tcbInfo":{', '{ "tcbInfo" : {');
    expect(await refused(withDocuments(around, identity()))).toEqual([]);
  });
});

describe("the signer of documents", () => {
  const signer = authority.tcbSigning.certificate;
  const certified = (certificate: Uint8Array): IntelEndorsementInput => ({ ...genuine, certificates: [certificate] });
  const both = (finding: string): readonly string[] => [
    `tdx.tcb-info.chain ${finding}`,
    `tdx.qe-identity.chain ${finding}`,
  ];

  test("is unknown when it was not given", async () => {
    const input = { ...genuine, certificates: [] };
    expect(await refused(input)).toEqual([]);
    expect(await open(input)).toContain("tdx.tcb-info.signature unknown certificate.missing");
  });

  test("must be signed by the root", async () => {
    const { privateKey } = stranger.root.key;
    expect(await refused(certified(reissue(signer, {}, privateKey)))).toEqual(both("fail signatures.broken"));
  });

  test("must be valid; of two with the same key the one that is counts", async () => {
    const { privateKey } = authority.root.key;
    const expired = reissue(signer, { notAfter: new Date("2024-01-01T00:00:00Z") }, privateKey);
    expect(await refused(certified(expired))).toEqual(both("fail dates.invalid"));
    expect(await open({ ...genuine, certificates: [expired, signer] })).toEqual([]);
  });

  test("must end in the root of the quote, though another root is trusted too", async () => {
    const input: IntelEndorsementInput = {
      ...genuine,
      certificates: [stranger.tcbSigning.certificate, stranger.root.certificate],
      collateral: collateralOf(stranger.tcbInfo("tdx"), stranger.enclaveIdentity("td-qe")),
      additionalRoots: [authority.rootDigest, stranger.rootDigest],
    };
    // The lab's roots have one name, so the issuer is told by its signature.
    expect(await refused(input)).toEqual(both("fail document.signer.foreign-root"));
  });
});

describe("documents that are not for this quote", () => {
  const elsewhere = (text: string): readonly [string, IntelEndorsementInput] => [text, withDocuments(text, identity())];
  test.each([
    elsewhere(authority.tcbInfo("sgx")),
    elsewhere(tcbInfo({ change: (same) => ({ ...same, fmspc: "90C06F000001" }) })),
    elsewhere(tcbInfo({ change: (same) => ({ ...same, pceId: "0001" }) })),
  ])("are passed over: %.40s", async (_, input) => {
    expect(await refused(input)).toEqual([]);
    expect(await open(input)).toContain("tdx.tcb-info.found unknown document.other-platform");
  });

  test.each(["qe", "qve"] as const)("are passed over: identity of the %s", async (enclave) => {
    const input = withDocuments(tcbInfo(), authority.enclaveIdentity(enclave));
    expect(await open(input)).toContain("tdx.qe-identity.found unknown document.no-identity");
  });

  test("do not get into the way of the right one: valid, of the highest evaluation, newest", async () => {
    const next = { evaluationDataNumber: 19, current: { status: "OutOfDate" } } as const;
    const past = { evaluationDataNumber: 20, issueDate: new Date(Date.now() - 60 * day) };
    const input = withDocuments(tcbInfo(past), tcbInfo(), authority.tcbInfo("tdx", next), identity());
    const { tcb } = await appraiseIntelEndorsements(input);
    expect(tcb).toMatchObject({ status: "OutOfDate", evaluationDataNumber: 18 });
  });
});

describe("the quoting enclave", () => {
  const withEnclave = (qeReport: NonNullable<QuoteChanges["qeReport"]>): IntelEndorsementInput => ({
    ...genuine,
    quote: signQuote(authority, { qeReport }),
  });
  test.each([
    ["MRSIGNER", { mrSigner: new Uint8Array(32).fill(1) }],
    ["ISVPRODID", { isvProdId: 1 }],
    ["MISCSELECT", { miscSelect: 1 }],
    ["ATTRIBUTES", { attributes: { flags: 0x13n, xfrm: 0xe7n } }],
  ])("of another %s is refused", async (_, qeReport) => {
    expect(await refused(withEnclave(qeReport))).toEqual(["tdx.qe-identity.enclave fail enclave.fail"]);
  });

  test("of a revoked level, or below all, is refused without TCB info, too", async () => {
    const levels = (tcbStatus: string, isvsvn: number) =>
      authority.enclaveIdentity("td-qe", {
        change: (same) => ({ ...same, tcbLevels: [{ tcb: { isvsvn }, tcbDate: "2024-01-01T00:00:00Z", tcbStatus }] }),
      });
    expect(await refused(withDocuments(levels("OutOfDate", 1)))).toEqual([]);
    expect(await refused(withDocuments(levels("Revoked", 1)))).toEqual(["tdx.tcb fail tcb.revoked"]);
    expect(await refused(withDocuments(levels("UpToDate", 99)))).toEqual(["tdx.tcb fail tcb.no-enclave-level"]);
  });

  test("may differ in the bits that the identity masks out", async () => {
    expect(await open(withEnclave({ attributes: { flags: 0x15n, xfrm: 0xffn } }))).toEqual([]);
  });

  test("of an older level makes the platform OutOfDate; below all levels it is refused", async () => {
    const { tcb } = await appraiseIntelEndorsements(withEnclave({ isvSvn: 3 }));
    expect(tcb?.status).toBe("OutOfDate");
    expect(await refused(withEnclave({ isvSvn: 2 }))).toEqual(["tdx.tcb fail tcb.no-enclave-level"]);
    const revoked = changedIdentity((same) => ({
      ...same,
      tcbLevels: [{ tcb: { isvsvn: 4 }, tcbDate: "2024-01-01T00:00:00Z", tcbStatus: "Revoked" }],
    }));
    expect(await refused(revoked)).toEqual(["tdx.tcb fail tcb.revoked"]);
  });
});

describe("the platform's level", () => {
  test.each(["SWHardeningNeeded", "ConfigurationNeeded", "OutOfDateConfigurationNeeded"] as const)(
    "of %s is told with its advisories, for a policy to judge",
    async (status) => {
      const current = { status, advisories: ["INTEL-SA-00002", "INTEL-SA-00001"] };
      const input = withDocuments(authority.tcbInfo("tdx", { current }), identity());
      expect(await refused(input)).toEqual([]);
      const { tcb } = await appraiseIntelEndorsements(input);
      expect(tcb).toMatchObject({ status, advisories: ["INTEL-SA-00001", "INTEL-SA-00002"] });
    },
  );

  test("of Revoked is refused, also without the enclave's identity", async () => {
    const current = { status: "Revoked" } as const;
    const info = authority.tcbInfo("tdx", { current });
    expect(await refused(withDocuments(info, identity()))).toEqual(["tdx.tcb fail tcb.revoked"]);
    expect(await refused(withDocuments(info))).toEqual(["tdx.tcb fail tcb.revoked"]);
  });

  test("counts every component: one below the best level, in the certificate or the report, reaches the older one", async () => {
    const ofOlder = olderPlatform(platform);
    const input = { ...genuine, quote: signQuote(authority, { platform: ofOlder }) };
    expect((await appraiseIntelEndorsements(input)).tcb?.status).toBe("OutOfDate");
    const teeTcbSvn = Uint8Array.from(ofOlder.tdxComponents);
    const onlyTdx = { ...genuine, quote: signQuote(authority, { td: { teeTcbSvn } }) };
    expect((await appraiseIntelEndorsements(onlyTdx)).tcb?.status).toBe("OutOfDate");
  });

  test("below all levels is refused", async () => {
    const only = (tcb: object): IntelEndorsementInput =>
      changed((same) => {
        const [best] = same.tcbLevels as readonly { readonly tcb: object }[];
        return { ...same, tcbLevels: [{ ...best, tcb: { ...best?.tcb, ...tcb } }] };
      });
    expect(await refused(only({}))).toEqual([]);
    const components = Array.from({ length: 16 }, () => ({ svn: 0 }));
    for (const tcb of [
      { pcesvn: 14 },
      { sgxtcbcomponents: components.with(15, { svn: 1 }) },
      { tdxtcbcomponents: components.with(15, { svn: 1 }) },
    ]) {
      expect(await refused(only(tcb))).toEqual(["tdx.tcb fail tcb.no-level"]);
    }
    // From module version 1 on, the module's own SVN is judged by its identity alone.
    expect(await refused(only({ tdxtcbcomponents: components.with(0, { svn: 255 }).with(1, { svn: 9 }) }))).toEqual([]);
  });
});
