import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toHex, type Parsed } from "@sekisho/encoding";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { parseAzureHclReport } from "../azure-hcl/index.ts";
import { parseQuote } from "../dcap/index.ts";
import { writeLocalTdReport } from "../dcap/testing/index.ts";
import { sampleBodies, sampleQuote, sampleTdReport, sampleTdReport15 } from "../dcap/testing/sample.ts";
import { checkTdReportHashes, parseTdReport, readTdAttributes, tdxClaims } from "./index.ts";

const fields = {
  version: 1,
  cpuSvn: new Uint8Array(16).fill(0x51),
  mac: new Uint8Array(32).fill(0x52),
  teeTcbSvn2: sampleTdReport15.teeTcbSvn2,
  servTdHash: sampleTdReport15.mrServiceTd,
};
const written = await writeLocalTdReport(sampleTdReport, fields);

function good<T>(outcome: Parsed<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

function flipped(bytes: Uint8Array, offset: number, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[offset] = (copy[offset] ?? 0) ^ (1 << bit);
  return copy;
}

describe("a TDREPORT", () => {
  test("comes back as it was written, and its hashes agree", async () => {
    const report = good(parseTdReport(written));
    expect(report).toMatchObject({ ...fields, report: sampleTdReport });
    expect(await checkTdReportHashes(report)).toEqual({ teeTcbInfo: true, tdInfo: true });
  });

  test("of any other length is refused", () => {
    fc.assert(
      fc.property(fc.nat(2000), (length) => {
        const bytes = new Uint8Array(length);
        bytes.set(written.subarray(0, length));
        expect(parseTdReport(bytes).ok).toBe(length === 1024);
      }),
    );
  });

  test.each([
    [0, 0x00, "value", "REPORTTYPE.TYPE"],
    [1, 0x01, "reserved", "REPORTTYPE.SUBTYPE"],
    [3, 0x01, "reserved", "REPORTTYPE reserved"],
  ])("with another byte %i is refused", (offset, value, code, field) => {
    const copy = written.slice();
    copy[offset] = value;
    expect(parseTdReport(copy)).toMatchObject({ ok: false, error: { code, field, offset } });
  });

  test("of which a bit changed has the wrong hash of the part that it stands in", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(238), fc.nat(511), fc.nat(7), async (inTcbInfo, inTdInfo, bit) => {
        const tcb = await checkTdReportHashes(good(parseTdReport(flipped(written, 256 + inTcbInfo, bit))));
        const info = await checkTdReportHashes(good(parseTdReport(flipped(written, 512 + inTdInfo, bit))));
        expect([tcb, info]).toEqual([
          { teeTcbInfo: false, tdInfo: true },
          { teeTcbInfo: true, tdInfo: false },
        ]);
      }),
    );
  });
});

describe("TDATTRIBUTES", () => {
  const places = { debug: 0, hgsPlusProf: 4, perfProf: 5, pmtProf: 6, icssd: 16, lass: 27 };
  const more = { septVeDisable: 28, migratable: 29, pks: 30, kl: 31, tpa: 62, perfmon: 63 };

  test.each(Object.entries({ ...places, ...more }))("%s is bit %i", (name, place) => {
    const attributes = readTdAttributes(1n << BigInt(place));
    expect(Object.entries(attributes).filter(([, value]) => value === true)).toEqual([[name, true]]);
    expect(attributes.reserved).toBe(0n);
  });

  test("bits without a name stay in their places", () => {
    expect(readTdAttributes(0x2_0000_0001n)).toMatchObject({ debug: true, reserved: 0x2_0000_0000n });
  });
});

describe("claims", () => {
  test.each(["td-1.0", "td-1.5"] as const)("of a body %s are plain JSON with Intel's names", (kind) => {
    const quote = good(parseQuote(sampleQuote({ version: 5, body: sampleBodies[kind] })));
    if (quote.technology !== "tdx") throw new Error(quote.technology);
    const claims = tdxClaims(quote);
    expect(JSON.parse(JSON.stringify(claims))).toEqual(claims);
    expect(claims).toMatchObject({
      technology: "tdx",
      version: 5,
      body: kind,
      mrTd: "26".repeat(48),
      rtmr0: "30".repeat(48),
      rtmr3: "33".repeat(48),
      seamAttributes: "0x0000000000002425",
      tdAttributes: { debug: false, septVeDisable: true, raw: "0x0000000010000000" },
    });
    expect(claims["mrServiceTd"]).toBe(kind === "td-1.5" ? "2c".repeat(48) : undefined);
  });
});

describe.skipIf(!haveVectors)("TDREPORTs of real processors", () => {
  test("the hashes of one that a domain wrote out agree", async () => {
    const report = good(parseTdReport(readVector("tdx/lunal-dev-attestation-rs/tdx_tdreport_live.bin")));
    expect(await checkTdReportHashes(report)).toEqual({ teeTcbInfo: true, tdInfo: true });
  });

  test("one in which a host's tests left anything is no TDREPORT", () => {
    const parsed = parseTdReport(readVector("tdx/google-go-tdx-guest/report.dat"));
    expect(parsed).toMatchObject({ ok: false, error: { field: "REPORTTYPE.TYPE" } });
  });

  test.each([
    "confidential-containers-trustee/evidence-v0",
    "confidential-containers-trustee/evidence-v1",
    "confidential-containers-trustee/hcl-report",
    "lunal-dev-attestation-rs/live-evidence",
  ])("Azure's %s says what the quote beside it says", async (name) => {
    const { hardware } = good(parseAzureHclReport(readVector(`tdx-vtpm/${name}.hcl.bin`)));
    const quote = good(parseQuote(readVector(`tdx-vtpm/${name}.td-quote.bin`)));
    if (hardware.kind !== "tdx" || quote.technology !== "tdx") throw new Error("not of TDX");
    const { tdReport } = hardware;
    expect(await checkTdReportHashes(tdReport)).toEqual({ teeTcbInfo: true, tdInfo: true });
    expect(tdReport.report).toEqual(quote.body.report);
    expect(toHex(hardware.reportData)).toBe(toHex(quote.body.report.reportData));
  });
});
