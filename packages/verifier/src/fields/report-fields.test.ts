import { fromBase64, toBase64 } from "@sekisho/encoding";
import { labTdQuote } from "@sekisho/lab/testing";
import type { EvidenceBundle } from "@sekisho/release";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { snpCase } from "../testing/snp-case.ts";
import { tdxCase } from "../testing/tdx-case.ts";
import { reportFields } from "./report-fields.ts";
import type { ReportField } from "./types.ts";

type Evidence = EvidenceBundle["evidence"];

/** Base64 of the report or quote. */
const reportOf = (evidence: Evidence): string =>
  evidence.technology === "tdx" ? evidence.quote : evidence.technology === "sev-snp" ? evidence.report : "";

async function snpEvidence(change: Parameters<typeof snpCase>[0] = {}): Promise<Evidence> {
  const { detail } = await snpCase(change);
  return detail.evidence?.evidence ?? { technology: "tpm" };
}

const meaningOf = (fields: readonly ReportField[], name: string) =>
  fields.find((field) => field.name === name)?.meaning;

describe("fields lie one after the other, and nothing is left out", () => {
  test.each<[string, () => Promise<Evidence>]>([
    ["a report of version 2", () => snpEvidence({ processor: { reportVersion: 2 } })],
    ["a report of version 3", () => snpEvidence({ processor: { reportVersion: 3 } })],
    ["a report of version 5", () => snpEvidence({ processor: { reportVersion: 5 } })],
    ["a quote of a TD", async () => (await tdxCase()).detail.evidence?.evidence ?? { technology: "tpm" }],
    [
      "a quote in a buffer that is too large",
      async () => ({ technology: "tdx", quote: toBase64(new Uint8Array([...(await labTdQuote()), 0, 0, 0])) }),
    ],
  ])("of %s", async (_, make) => {
    const evidence = await make();
    const bytes = fromBase64("report", reportOf(evidence));
    const fields = reportFields({ evidence });
    expect(fields.length).toBeGreaterThan(20);
    let end = 0;
    for (const { offset, length, hex } of fields) {
      expect([offset, hex.length]).toEqual([end, 2 * length]);
      end = offset + length;
    }
    expect(fields.map(({ hex }) => hex).join("")).toBe(Buffer.from(bytes.ok ? bytes.value : []).toString("hex"));
  });
});

test("fields stand where the specifications say", async () => {
  const fields = reportFields({ evidence: await snpEvidence() });
  const at = (name: string) => fields.find((field) => field.name === name)?.offset;
  expect([at("REPORT_DATA"), at("MEASUREMENT"), at("CHIP_ID"), at("SIGNATURE")]).toEqual([0x50, 0x90, 0x1a0, 0x2a0]);
  const quote = reportFields({ evidence: { technology: "tdx", quote: toBase64(await labTdQuote()) } });
  const inQuote = (name: string) => quote.find((field) => field.name === name)?.offset;
  // Version 4: the body follows the header of 48 bytes. Version 5 has 6 bytes more before it.
  expect([inQuote("MRTD"), inQuote("REPORTDATA")]).toEqual(
    [48 + 136, 48 + 520].map((offset) => offset + (inQuote("TD Quote Body Type") === undefined ? 0 : 6)),
  );
});

test("what a field says is read from the report", async () => {
  const usual = reportFields({ evidence: await snpEvidence() });
  expect(meaningOf(usual, "POLICY")?.id).toBe("verifier.field.sev-snp.policy");
  expect(meaningOf(usual, "VMPL")).toMatchObject({ id: "verifier.field.sev-snp.vmpl", values: { vmpl: 0 } });
  expect(meaningOf(usual, "REPORTED_TCB")?.values["levels"]).toContain("SNP 28");
  const strange = reportFields({
    evidence: await snpEvidence({ debug: true, vmpl: 2, processor: { cspId: "cloud" } }),
  });
  expect(meaningOf(strange, "POLICY")?.id).toBe("verifier.field.sev-snp.policy.debug");
  expect(meaningOf(strange, "VMPL")?.values["vmpl"]).toBe(2);
  expect(meaningOf(strange, "SIGNING_KEY, MASK_CHIP_KEY, AUTHOR_KEY_EN")?.id).toContain("vlek");
  expect(meaningOf(strange, "CHIP_ID")?.id).toContain("masked");
  const left = (await tdxCase({ left: true, debug: true })).detail.evidence?.evidence;
  const quote = left === undefined ? [] : reportFields({ evidence: left });
  expect(meaningOf(quote, "RTMR3")?.id).toContain("extended");
  expect(meaningOf(quote, "TDATTRIBUTES")?.id).toContain("debug");
});

test("what can't be read has no fields, and never throws", () => {
  const base64 = fc.uint8Array({ maxLength: 1300 }).map(toBase64);
  fc.assert(
    fc.property(fc.oneof(base64, fc.string()), (text) => {
      expect(reportFields({ evidence: { technology: "sev-snp", report: text } })).toEqual([]);
      expect(reportFields({ evidence: { technology: "tdx", quote: text } })).toEqual([]);
    }),
    { numRuns: 200 },
  );
  expect(reportFields({ evidence: { technology: "tpm" } })).toEqual([]);
});
