import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { derWriter as der } from "@sekisho/encoding/der";
import { createSecureProcessor, olderTcb, productFacts, products, type ReportFields } from "@sekisho/lab";
import { testAuthority } from "@sekisho/lab/testing";
import { createAmdChainCache } from "./chain-cache.ts";
import { appraiseAmdEndorsements, type AmdEndorsementInput } from "./index.ts";
import { checkOf, refusals, reportOf } from "./testing/checks.ts";
import { certificateOf, issueCrl, nameOf, reissue, type Changes, type ExtensionValue } from "./testing/issue.ts";

const authority = await testAuthority("Genoa");
const stranger = await testAuthority("Genoa", "stranger");
const processor = createSecureProcessor(authority);
const at = new Date();
const day = 24 * 3600 * 1000;
const amd = "1.3.6.1.4.1.3704.1";

const vcek = processor.endorsement.certificate;
const ask = authority.ask.certificate;
const ark = authority.ark.certificate;

function genuine(fields: Partial<ReportFields> = {}): AmdEndorsementInput {
  const report = reportOf(processor.sign({ ...processor.usualFields, ...fields }));
  return { report, certificates: [vcek, ask, ark], crls: [], at, additionalRoots: [authority.rootDigest] };
}

async function refused(input: AmdEndorsementInput): Promise<readonly string[]> {
  return refusals((await appraiseAmdEndorsements(input)).checks).map((text) => text.replace("endorsements.amd.", ""));
}

/** The VCEK with changes, signed by the lab's ASK. */
function changedVcek(changes: Changes): Uint8Array {
  return reissue(vcek, changes, authority.ask.key.privateKey);
}

function withExtension(oid: string, value: Uint8Array | undefined): Changes {
  return {
    extensions: (all) => [
      ...all.filter(([name]) => name !== oid),
      ...(value === undefined ? [] : [[oid, false, value] as const]),
    ],
  };
}

describe("a genuine chain", () => {
  test.each(products)("of the lab's %s is accepted, if the caller trusts its root", async (product) => {
    const own = await testAuthority(product);
    const chip = createSecureProcessor(own);
    const certificates = [own.ark.certificate, chip.endorsement.certificate, own.ask.certificate];
    const report = reportOf(chip.sign(chip.usualFields));
    const input = { report, certificates, crls: [own.crl()], at, additionalRoots: [own.rootDigest.toUpperCase()] };
    const result = await appraiseAmdEndorsements(input);
    expect(refusals(result.checks)).toEqual([]);
    expect(checkOf(result.checks, "sev-snp.chain.revocation")).toMatchObject({ status: "pass" });
    expect(result).toMatchObject({ product, signer: "VCEK", signingKey: { curve: "P-384" }, cspId: undefined });
    expect(await refused({ ...input, additionalRoots: [] })).toEqual(["sev-snp.chain.root fail root.foreign"]);
  });

  test("of a VLEK is accepted under the ASVK", async () => {
    const chip = createSecureProcessor(authority, { cspId: "cloud.example" });
    const report = reportOf(chip.sign(chip.usualFields));
    const certificates = [chip.endorsement.certificate, authority.asvk.certificate, ark, vcek, ask];
    const result = await appraiseAmdEndorsements({ ...genuine(), report, certificates });
    expect(refusals(result.checks)).toEqual([]);
    expect(result).toMatchObject({ signer: "VLEK", cspId: "CN=cloud.example" });
  });

  test("is found among certificates of the same names", async () => {
    const certificates = [stranger.ark.certificate, stranger.ask.certificate, ark, ask, vcek];
    expect(await refused({ ...genuine(), certificates })).toEqual([]);
  });

  test("is remembered by its bytes: the answers stay the same, clocks and pins are looked at anew", async () => {
    const cache = createAmdChainCache(3);
    for (let round = 0; round < 3; round++) expect(await refused({ ...genuine(), cache })).toEqual([]);
    const late = new Date("2099-01-01T00:00:00Z");
    expect(await refused({ ...genuine(), cache, at: late })).toEqual(["sev-snp.chain.dates fail dates.invalid"]);
    expect(await refused({ ...genuine(), cache, additionalRoots: [] })).toEqual([
      "sev-snp.chain.root fail root.foreign",
    ]);
    const changed = vcek.slice();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(await refused({ ...genuine(), cache, certificates: [changed, ask, ark] })).toEqual([
      "sev-snp.chain.signatures fail signatures.broken",
    ]);
  });
});

describe("missing certificates", () => {
  test.each([
    ["VCEK", [ask, ark], "sev-snp.chain.leaf unknown certificate.missing"],
    ["ASK", [vcek, ark], "sev-snp.chain.intermediate unknown certificate.missing"],
    ["ARK", [vcek, ask], "sev-snp.chain.root unknown certificate.missing"],
    ["everything", [], "sev-snp.chain.leaf unknown certificate.missing"],
  ] as const)("without %s the verdict is unknown, which refuses, and nothing fails", async (_, certificates, first) => {
    const found = await refused({ ...genuine(), certificates });
    expect(found).toContain(first);
    expect(found.filter((text) => text.includes(" fail "))).toEqual([]);
  });

  test("an input that is no certificate is named", async () => {
    const result = await appraiseAmdEndorsements({
      ...genuine(),
      certificates: [ark, Uint8Array.of(0x30, 5), vcek, ask],
    });
    expect(refusals(result.checks)).toEqual([]);
    expect(checkOf(result.checks, "sev-snp.chain.unreadable")).toMatchObject({ status: "unknown", required: false });
  });
});

describe("a chain that does not hold", () => {
  const authorityExtension = (oid: string, value: Uint8Array) => (all: readonly ExtensionValue[]) => [
    ...all.filter(([name]) => name !== oid),
    [oid, true, value] as const,
  ];
  const arkKey = authority.ark.key.privateKey;
  const noAuthority = authorityExtension("2.5.29.19", der.sequence());
  const noSigning = authorityExtension("2.5.29.15", der.bitString(Uint8Array.of(0x80), 7));
  const shallow = authorityExtension("2.5.29.19", der.sequence(der.boolean(true), der.integer(0)));
  const strange = authorityExtension("1.2.3", der.nullValue());

  test.each([
    ["an ASK that is no authority", [vcek, reissue(ask, { extensions: noAuthority }, arkKey), ark], "authority.issuer"],
    ["an ASK without keyCertSign", [vcek, reissue(ask, { extensions: noSigning }, arkKey), ark], "authority.issuer"],
    ["an ARK for leaves only", [vcek, ask, reissue(ark, { extensions: shallow }, arkKey)], "authority.issuer"],
    [
      "a VCEK that is an authority",
      [changedVcek(withExtension("2.5.29.19", der.sequence(der.boolean(true)))), ask, ark],
      "authority.leaf",
    ],
    ["an unknown critical extension", [changedVcek({ extensions: strange }), ask, ark], "authority.critical"],
  ] as const)("%s refuses", async (_, certificates, detail) => {
    expect(await refused({ ...genuine(), certificates })).toEqual([`sev-snp.chain.authority fail ${detail}`]);
  });

  test("a VCEK of another ASK with the same name refuses", async () => {
    const forged = reissue(vcek, {}, stranger.ask.key.privateKey);
    expect(await refused({ ...genuine(), certificates: [forged, ask, ark] })).toEqual([
      "sev-snp.chain.signatures fail signatures.broken",
    ]);
  });

  test("an ARK that did not sign itself refuses, though its key is pinned", async () => {
    const unsigned = reissue(ark, {}, stranger.ark.key.privateKey);
    expect(await refused({ ...genuine(), certificates: [vcek, ask, unsigned] })).toEqual([
      "sev-snp.chain.signatures fail signatures.broken",
    ]);
  });

  test("an issuer with another name than AMD's refuses: an ASVK can't issue a VCEK", async () => {
    const subject = nameOf("SEV-VLEK-Genoa");
    const asvk = reissue(ask, { subject }, arkKey);
    const certificates = [changedVcek({ issuer: subject }), asvk, ark];
    expect(await refused({ ...genuine(), certificates })).toEqual(["sev-snp.chain.names fail names.fail"]);
  });

  test.each([
    ["an expired VCEK", [changedVcek({ notAfter: new Date(at.getTime() - day) }), ask, ark]],
    ["a VCEK of tomorrow", [changedVcek({ notBefore: new Date(at.getTime() + day) }), ask, ark]],
    ["an expired ASK", [vcek, reissue(ask, { notAfter: new Date(at.getTime() - day) }, arkKey), ark]],
    ["an expired ARK", [vcek, ask, reissue(ark, { notAfter: new Date(at.getTime() - day) }, arkKey)]],
  ])("%s refuses", async (_, certificates) => {
    expect(await refused({ ...genuine(), certificates })).toEqual(["sev-snp.chain.dates fail dates.invalid"]);
  });

  test.each([
    ["that revokes the ASK", authority.crl({ revoked: [0x20001n] }), "crl.revoked"],
    ["that is stale", authority.crl({ thisUpdate: new Date(at.getTime() - 60 * day) }), "crl.stale"],
    ["that another key signed", authority.crl({ signedBy: stranger.ark.key }), "crl.forged"],
  ])("a list %s refuses", async (_, crl, detail) => {
    expect(await refused({ ...genuine(), crls: [crl] })).toEqual([`sev-snp.chain.revocation fail ${detail}`]);
  });

  test("a list with a critical extension, or of a root that may not sign lists, can't be relied on", async () => {
    const { subject } = certificateOf(ark);
    const delta = issueCrl(subject.der, at, [["2.5.29.27", true, der.integer(1)]], arkKey);
    expect(await refused({ ...genuine(), crls: [delta] })).toEqual(["sev-snp.chain.revocation fail crl.forged"]);
    const plain = issueCrl(subject.der, at, [["2.5.29.27", false, der.integer(1)]], arkKey);
    expect(await refused({ ...genuine(), crls: [plain] })).toEqual([]);
    const certificatesOnly = authorityExtension("2.5.29.15", der.bitString(Uint8Array.of(0x04), 2));
    const certificates = [vcek, ask, reissue(ark, { extensions: certificatesOnly }, arkKey)];
    expect(await refused({ ...genuine(), certificates, crls: [plain] })).toEqual([
      "sev-snp.chain.revocation fail crl.forged",
    ]);
  });

  test("of a stale and a current list the current one counts, but what the stale one revokes stays revoked", async () => {
    const thisUpdate = new Date(at.getTime() - 60 * day);
    const stale = authority.crl({ thisUpdate });
    const revoking = authority.crl({ thisUpdate, revoked: [0x20001n] });
    expect(await refused({ ...genuine(), crls: [stale, authority.crl()] })).toEqual([]);
    expect(await refused({ ...genuine(), crls: [authority.crl(), revoking] })).toEqual([
      "sev-snp.chain.revocation fail crl.revoked",
    ]);
  });
});

describe("a certificate that does not fit its report", () => {
  const usualTcb = productFacts.Genoa.currentTcb;
  const hardwareId = processor.hardwareId;

  test("for other patch levels refuses, and says which", async () => {
    const older = authority.endorse({ kind: "vcek", hardwareId }, olderTcb(usualTcb)).certificate;
    const { checks } = await appraiseAmdEndorsements({ ...genuine(), certificates: [older, ask, ark] });
    expect(checkOf(checks, "sev-snp.certificate.tcb")).toMatchObject({
      status: "fail",
      expected: "bootLoader 10, tee 0, snp 28, microcode 88",
      actual: "bootLoader 10, tee 0, snp 28, microcode 87",
      detail: { values: { components: "microcode" } },
    });
  });

  test.each([
    ["a spare patch level", withExtension(`${amd}.3.5`, der.integer(1)), "sev-snp.certificate.tcb fail tcb.fail"],
    [
      "another chip",
      withExtension(`${amd}.4`, new Uint8Array(64).fill(9)),
      "sev-snp.certificate.chip-id fail chip-id.fail",
    ],
    [
      "a provider beside the chip",
      withExtension(`${amd}.5`, der.ia5String("CN=x")),
      "sev-snp.certificate.chip-id fail chip-id.vcek-fields",
    ],
    [
      "a product without the FMC that it names",
      withExtension(`${amd}.3.9`, der.integer(1)),
      "sev-snp.certificate.product fail product.unknown-name",
    ],
    [
      "an unknown product",
      withExtension(`${amd}.2`, der.ia5String("Venice")),
      "sev-snp.certificate.product fail product.unknown-name",
    ],
  ])("for %s refuses", async (_, changes, expected) => {
    expect(await refused({ ...genuine(), certificates: [changedVcek(changes), ask, ark] })).toContain(expected);
  });

  test.each([
    ["structVersion missing", withExtension(`${amd}.1`, undefined)],
    ["snpSPL missing", withExtension(`${amd}.3.3`, undefined)],
    ["an SPL above 255", withExtension(`${amd}.3.3`, der.integer(256))],
    ["an SPL with something behind", withExtension(`${amd}.3.3`, Uint8Array.of(2, 1, 28, 0))],
    ["a productName of another type", withExtension(`${amd}.2`, der.utf8String("Genoa"))],
    ["a hwID of another length", withExtension(`${amd}.4`, new Uint8Array(63))],
  ])("with %s refuses by name", async (_, changes) => {
    expect(await refused({ ...genuine(), certificates: [changedVcek(changes), ask, ark] })).toContain(
      "sev-snp.certificate.extensions fail extensions.malformed",
    );
  });

  test("a hwID that has its DER tag is taken too", async () => {
    const tagged = changedVcek(withExtension(`${amd}.4`, der.octetString(hardwareId)));
    expect(await refused({ ...genuine(), certificates: [tagged, ask, ark] })).toEqual([]);
  });

  test("a key of another curve refuses", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const weak = changedVcek({ spki: new Uint8Array(publicKey.export({ format: "der", type: "spki" })) });
    const found = await refused({ ...genuine(), certificates: [weak, ask, ark] });
    expect(found).toContain("sev-snp.certificate.key fail key.fail");
    expect(found).toContain("sev-snp.signature unknown incomplete");
  });

  test("a report that says VLEK is not endorsed by a VCEK, nor one that says none", async () => {
    expect(await refused(genuine({ signingKey: 1 }))).toEqual(["sev-snp.certificate.signer fail signer.fail"]);
    expect(await refused(genuine({ signingKey: 7 }))).toEqual(["sev-snp.certificate.signer fail signer.none"]);
  });

  test("a processor of another line, or of none that is known, refuses", async () => {
    const cpuid = { family: 0x19, model: 0x01, stepping: 1 };
    expect(await refused(genuine({ cpuid }))).toEqual(["sev-snp.certificate.product fail product.fail"]);
    expect(await refused(genuine({ cpuid: { ...cpuid, model: 0x60 } }))).toEqual([
      "sev-snp.certificate.product unknown product.unknown-processor",
    ]);
  });

  test("a Turin certificate does not fit a version 2 report", async () => {
    const turin = await testAuthority("Turin");
    const chip = createSecureProcessor(turin, { reportVersion: 2 });
    const report = reportOf(chip.sign(chip.usualFields));
    const certificates = [chip.endorsement.certificate, turin.ask.certificate, turin.ark.certificate];
    const found = await refused({ ...genuine(), report, certificates, additionalRoots: [turin.rootDigest] });
    expect(found).toContain("sev-snp.certificate.product fail product.fail");
  });

  test("a masked chip is unknown, which does not refuse here", async () => {
    const { checks } = await appraiseAmdEndorsements(genuine({ chipId: new Uint8Array(64) }));
    expect(refusals(checks)).toEqual([]);
    expect(checkOf(checks, "sev-snp.certificate.chip-id")).toMatchObject({ status: "unknown", required: false });
  });

  test("a Turin hwID of eight bytes leaves nothing over in CHIP_ID", async () => {
    const turin = await testAuthority("Turin");
    const chip = createSecureProcessor(turin);
    const chipId = chip.usualFields.chipId.slice();
    chipId[63] = 1;
    const report = reportOf(chip.sign({ ...chip.usualFields, chipId }));
    const certificates = [chip.endorsement.certificate, turin.ask.certificate, turin.ark.certificate];
    const found = await refused({ ...genuine(), report, certificates, additionalRoots: [turin.rootDigest] });
    expect(found).toEqual(["sev-snp.certificate.chip-id fail chip-id.fail"]);
  });
});
