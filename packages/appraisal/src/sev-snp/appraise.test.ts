import { createRenderer, locales } from "@sekisho/messages";
import { endorsementsCatalogue } from "@sekisho/endorsements";
import { createAmdChainCache } from "@sekisho/endorsements/amd";
import { parseCertificateBundle } from "@sekisho/encoding/x509";
import { parseAttestationReport } from "@sekisho/evidence/sev-snp";
import { testAuthority } from "@sekisho/lab/testing";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { appraisalCatalogue } from "../locales/index.ts";
import { authenticPolicy, strictPolicy, withAdditionalRoots } from "../policy/built-in.ts";
import type { Policy } from "../policy/schema.ts";
import { appraiseLab, labReport, refusals } from "../testing/lab-report.ts";
import { appraiseSevSnp } from "./appraise.ts";
import { precheckSevSnp } from "./precheck.ts";

const at = new Date();

describe("what holds whatever the policy says", () => {
  test("the lab's genuine report is accepted where its root is named", async () => {
    expect(refusals(await appraiseLab(await labReport(), {}))).toEqual([]);
  });

  test("an unnamed root is refused", async () => {
    const { report, certificates } = await labReport();
    const verdict = await appraiseSevSnp({ report, certificates, crls: [], at, policy: authenticPolicy });
    expect(refusals(verdict)).toEqual(["sev-snp.chain.root"]);
    expect(verdict.verdict).toBe("rejected");
  });

  test("the other lab's root is not this lab's", async () => {
    const other = await testAuthority("Genoa", "untrusted");
    const { report, certificates } = await labReport();
    const policy = withAdditionalRoots(authenticPolicy, [other.rootDigest]);
    expect(refusals(await appraiseSevSnp({ report, certificates, crls: [], at, policy }))).toEqual([
      "sev-snp.chain.root",
    ]);
  });

  test("one changed bit of the report breaks its signature", async () => {
    const lab = await labReport();
    const signature = {
      ...lab.report.signature,
      r: lab.report.signature.r.with(0, (lab.report.signature.r[0] ?? 0) ^ 1),
    };
    const report = { ...lab.report, signature };
    expect(refusals(await appraiseLab({ ...lab, report }, {}))).toEqual(["sev-snp.signature"]);
  });

  test("without certificates nothing is accepted", async () => {
    const lab = await labReport();
    const verdict = await appraiseLab({ ...lab, certificates: [] }, {});
    expect(verdict.verdict).toBe("rejected");
    expect(refusals(verdict)).toContain("sev-snp.signature");
  });

  test("dates count at the moment given", async () => {
    const early = await appraiseLab(await labReport(), {}, { at: new Date("2019-01-01T00:00:00Z") });
    expect(refusals(early)).toEqual(["sev-snp.chain.dates"]);
  });

  test("a policy that says nothing about SEV-SNP refuses it", async () => {
    const { report, certificates } = await labReport();
    const verdict = await appraiseSevSnp({ report, certificates, crls: [], at, policy: { version: 1 } });
    expect(refusals(verdict)).toEqual(["policy.section"]);
  });

  test("the verdict names the policy, and carries the report's claims", async () => {
    const { report, certificates } = await labReport({ fields: { guestSvn: 5 } });
    const verdict = await appraiseSevSnp({ report, certificates, crls: [], at, policy: authenticPolicy });
    expect(verdict.checks[0]).toMatchObject({
      id: "policy",
      actual: "authentic",
      detail: { id: "policy.applied.built-in" },
    });
    expect(verdict.claims).toMatchObject({ technology: "sev-snp", guestSvn: 5 });
  });
});

describe("roots and revocation", () => {
  test("an empty list of vendor roots leaves the additional ones", async () => {
    const lab = await labReport();
    expect(refusals(await appraiseLab(lab, { roots: { vendor: [] } }))).toEqual([]);
    const policy: Policy = { version: 1, "sev-snp": { roots: { vendor: ["ARK-Turin"] } } };
    const { report, certificates } = lab;
    const verdict = await appraiseSevSnp({ report, certificates, crls: [], at, policy });
    expect(refusals(verdict)).toEqual(["sev-snp.chain.root", "sev-snp.policy.roots"]);
  });

  test.runIf(haveVectors)("a list of vendor roots accepts those alone", async () => {
    const parsed = parseAttestationReport(readVector("snp/lunal-dev-attestation-rs/live-report-v5-genoa.bin"));
    const chain = parseCertificateBundle(
      "",
      readVector("snp-ca/confidential-containers-trustee/genoa_ask_ark_asvk.pem"),
    );
    if (!parsed.ok || !chain.ok) throw new Error("unreadable vectors");
    const vcek = readVector("snp/lunal-dev-attestation-rs/live-vcek-genoa.der");
    const input = { report: parsed.value, certificates: [vcek, ...chain.value], crls: [], at: new Date("2026-03-09") };
    const under = async (vendor: readonly ("ARK-Genoa" | "ARK-Turin")[]) =>
      refusals(
        await appraiseSevSnp({ ...input, policy: { version: 1, "sev-snp": { roots: { vendor: [...vendor] } } } }),
      );
    expect(await under(["ARK-Turin", "ARK-Genoa"])).toEqual([]);
    expect(await under(["ARK-Turin"])).toEqual(["sev-snp.policy.roots"]);
    expect(await under([])).toEqual(["sev-snp.policy.roots"]);
  });

  test("a required revocation list must be there and current", async () => {
    const lab = await labReport();
    expect(refusals(await appraiseLab(lab, { crl: "required" }))).toEqual(["sev-snp.chain.revocation"]);
    expect(refusals(await appraiseLab(lab, { crl: "required" }, { crls: [lab.crl] }))).toEqual([]);
    expect(refusals(await appraiseLab(lab, { crl: "if-given" }))).toEqual([]);
    const later = new Date(Date.now() + 100 * 24 * 3600 * 1000);
    expect(refusals(await appraiseLab(lab, {}, { crls: [lab.crl], at: later }))).toEqual(["sev-snp.chain.revocation"]);
  });
});

describe("chips", () => {
  test("a known chip passes, another is refused, and a masked one is unknown", async () => {
    const lab = await labReport({ chipName: "known" });
    const chip = Buffer.from(lab.report.chipId).toString("hex");
    expect(refusals(await appraiseLab(lab, { "chip-ids": [chip.toUpperCase()] }))).toEqual([]);
    const other = await labReport({ chipName: "other" });
    expect(refusals(await appraiseLab(other, { "chip-ids": [chip] }))).toEqual(["sev-snp.policy.chip-ids"]);
    const masked = await labReport({ cspId: "Example Cloud" });
    const verdict = await appraiseLab(masked, { "chip-ids": [chip] });
    expect(verdict.checks.find(({ id }) => id === "sev-snp.policy.chip-ids")?.status).toBe("unknown");
    expect(verdict.verdict).toBe("rejected");
  });

  test("eight bytes name a Turin chip", async () => {
    const lab = await labReport({ product: "Turin" });
    const chip = Buffer.from(lab.report.chipId.subarray(0, 8)).toString("hex");
    expect(refusals(await appraiseLab(lab, { "chip-ids": [chip] }))).toEqual([]);
  });

  test("every Milan report carries a warning, which does not refuse", async () => {
    const verdict = await appraiseLab(await labReport({ product: "Milan" }), {});
    expect(verdict.verdict).toBe("accepted");
    expect(verdict.checks.find(({ id }) => id === "sev-snp.milan")).toMatchObject({
      status: "unknown",
      required: false,
    });
    const genoa = await appraiseLab(await labReport(), { milan: "refuse" });
    expect(genoa.checks.some(({ id }) => id === "sev-snp.milan")).toBe(false);
  });
});

describe("before any certificate is looked at", () => {
  test("the binding comes first, and refuses", async () => {
    const { report } = await labReport({ fields: { reportData: new Uint8Array(64).fill(3) } });
    const right = await precheckSevSnp({
      report,
      policy: authenticPolicy,
      expectedReportData: new Uint8Array(64).fill(3),
    });
    expect(right[0]).toMatchObject({ id: "sev-snp.report-data", status: "pass" });
    const wrong = await precheckSevSnp({ report, policy: authenticPolicy, expectedReportData: new Uint8Array(64) });
    expect(wrong[0]).toMatchObject({ id: "sev-snp.report-data", status: "fail" });
    const short = await precheckSevSnp({
      report,
      policy: authenticPolicy,
      expectedReportData: new Uint8Array(32).fill(3),
    });
    expect(short[0]).toMatchObject({ id: "sev-snp.report-data", status: "fail" });
  });
});

test("the strict policy accepts the lab's report of a known launch, and names what it lacks", async () => {
  const { report, certificates, rootDigest, crl } = await labReport();
  const policy = withAdditionalRoots(strictPolicy, [rootDigest]);
  const crls = [crl];
  const verdict = await appraiseSevSnp({ report, certificates, crls, at, policy, referenceValues: [] });
  expect(refusals(verdict)).toEqual(["sev-snp.policy.measurement"]);
  const measurement = verdict.checks.find(({ id }) => id === "sev-snp.policy.measurement");
  expect(measurement).toMatchObject({ status: "unknown", detail: { id: "sev-snp.measurement.no-reference-values" } });
  const debug = await labReport({
    fields: { policy: 0xb0000n, vmpl: 2, platformInfo: 1n },
    tcb: { fmc: 0, bootLoader: 10, tee: 0, snp: 23, microcode: 84 },
  });
  const refused = await appraiseSevSnp({ ...debug, crls, at, policy, referenceValues: [] });
  expect(refusals(refused)).toEqual([
    "sev-snp.policy.measurement",
    "sev-snp.policy.debug",
    "sev-snp.policy.vmpl",
    "sev-snp.platform.alias-check-complete",
    "sev-snp.tcb.reported.snp",
    "sev-snp.tcb.reported.microcode",
  ]);
  expect(refused.checks.find(({ id }) => id === "sev-snp.tcb.reported.snp")).toMatchObject({
    expected: "SNP ≥ 27",
    actual: "SNP 23",
    detail: { values: { advisory: "AMD-SB-3020, CVE-2025-0033" } },
  });
});

test("the strict policy refuses where nobody brought a revocation list", async () => {
  const { report, certificates, rootDigest } = await labReport();
  const policy = withAdditionalRoots(strictPolicy, [rootDigest]);
  const verdict = await appraiseSevSnp({ report, certificates, crls: [], at, policy, referenceValues: [] });
  expect(refusals(verdict)).toContain("sev-snp.chain.revocation");
});

test("every sentence is there in every language, with all its values", async () => {
  const { report } = await labReport();
  const cache = createAmdChainCache();
  const verdict = await appraiseSevSnp({ report, certificates: [], crls: [], at, policy: strictPolicy, cache });
  for (const locale of locales) {
    const render = createRenderer(locale, [appraisalCatalogue, endorsementsCatalogue]);
    for (const { detail } of verdict.checks) expect(render(detail)).not.toMatch(/\{\w+\}|^[a-z-]+\.[a-z-]+/);
  }
});
