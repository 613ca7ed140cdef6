import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toUtf8 } from "@sekisho/encoding";
import { parseAttestationReport, reportLength } from "@sekisho/evidence/sev-snp";
import { createRenderer } from "@sekisho/messages";
import { platformInfo } from "@sekisho/lab";
import { appraisalCatalogue } from "../locales/index.ts";
import { appraiseLab, labReport, type LabReportOptions } from "../testing/lab-report.ts";
import type { Exposure } from "./exposure.ts";
import { exposuresOfReport } from "./report-exposures.ts";
import { builtInAdvisories, parseAdvisories } from "./table.ts";
import { haveVectors, readVectorText } from "../../../../scripts/test/vectors.ts";
import content from "./table.json" with { type: "json" };

async function exposures(options: LabReportOptions = {}): Promise<readonly Exposure[]> {
  const { report } = await labReport(options);
  return exposuresOfReport(report, builtInAdvisories);
}

const statusOf = (rows: readonly Exposure[], attack: string) =>
  rows.find((row) => row.attack === attack)?.status ?? "absent";

/** Together they name every advisory that the table has a row for. */
const tcbInfoOfIntel = [
  "sgx/fortanix-rust-sgx/pcs_00906ed50000-19.tcb",
  "sgx/Phala-Network-dcap-qvl/sgx_quote_collateral.json",
  "tdx/Fraunhofer-AISEC-cmc/tdx_tcb_info.json",
];

const { eccEnabled, raplDisabled, ciphertextHiding, aliasCheckComplete } = platformInfo;
const all = eccEnabled | raplDisabled | ciphertextHiding | aliasCheckComplete;

describe("the built-in table", () => {
  test("names a source, a date and a transcription for each row, and no row twice", () => {
    const { amd, intel, invisible, collectedAt } = builtInAdvisories;
    for (const { advisory, source, affects } of amd) {
      expect(source.toLowerCase()).toContain(advisory?.toLowerCase() ?? "https");
      expect(new Set(affects.map(({ product }) => product)).size).toBe(affects.length);
    }
    for (const { id, source } of intel) expect(source).toContain(id.toLowerCase());
    const rows = [...amd, ...intel, ...invisible];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { date } of rows) expect(date <= collectedAt).toBe(true);
  });

  test("says of each CVE what it was held against", () => {
    const { amd, intel } = builtInAdvisories;
    for (const { vulnerabilities, checked } of [...amd, ...intel]) {
      for (const vulnerability of vulnerabilities) expect(checked).toContain(vulnerability);
    }
    for (const { advisory, checked } of amd) expect(checked).toContain(advisory ?? "");
  });

  test.skipIf(!haveVectors)("has no advisory of Intel's that its TCB info does not name", () => {
    const named = tcbInfoOfIntel.map(readVectorText).join("\n");
    for (const { id } of builtInAdvisories.intel) expect(named).toContain(id);
  });

  test("has the attacks that no report shows", () => {
    const attacks = builtInAdvisories.invisible.map(({ attack }) => attack).join(" ");
    for (const name of ["Battering RAM", "WireTap", "TEE.fail", "SEV-Step"]) expect(attacks).toContain(name);
  });
});

describe("a report is held against every row of its product line", () => {
  test("an up-to-date Genoa with all mitigations is exposed to nothing that its report shows", async () => {
    const rows = await exposures({
      product: "Genoa",
      fields: { platformInfo: all, launchMitigationVector: 0xffn, currentMitigationVector: 0xffn },
    });
    expect(rows.filter(({ status }) => status === "exposed")).toEqual([]);
    expect(statusOf(rows, "RMPocalypse")).toBe("fixed");
    expect(statusOf(rows, "BreakFAST")).toBe("unknown");
    expect(statusOf(rows, "CacheWarp")).toBe("absent");
    expect(statusOf(rows, "TEE.fail")).toBe("unknown");
  });

  test.each<readonly [string, string, LabReportOptions]>([
    ["SNP firmware", "RMPocalypse", { tcb: { fmc: 0, bootLoader: 10, tee: 0, snp: 26, microcode: 88 } }],
    ["microcode beside firmware", "RMPocalypse", { tcb: { fmc: 0, bootLoader: 10, tee: 0, snp: 28, microcode: 85 } }],
    ["microcode", "StackWarp", { tcb: { fmc: 0, bootLoader: 10, tee: 0, snp: 28, microcode: 85 } }],
    ["a launch under older firmware", "RMPocalypse", { fields: { launchTcb: 0x58_1a_00_00_00_00_00_0an } }],
    ["an alias check that did not come to its end", "BadRAM", { fields: { platformInfo: 0n } }],
    ["visible ciphertext", "CipherLeaks, Heracles", { fields: { platformInfo: 0n } }],
    ["a mitigation absent at launch", "IOMMU write buffer", { fields: { launchMitigationVector: 0n } }],
    ["a mitigation absent now", "IOMMU write buffer", { fields: { currentMitigationVector: 0n } }],
  ])("%s", async (_, attack, options) => {
    const fields = { platformInfo: all, launchMitigationVector: 0xffn, currentMitigationVector: 0xffn };
    expect(statusOf(await exposures({ fields }), attack)).toBe("fixed");
    expect(statusOf(await exposures({ ...options, fields: { ...fields, ...options.fields } }), attack)).toBe("exposed");
  });

  test("every Milan is exposed to what no firmware helps against", async () => {
    expect(statusOf(await exposures({ product: "Milan" }), "MilanLaunchy, BadFuse")).toBe("exposed");
    expect(statusOf(await exposures({ product: "Turin" }), "MilanLaunchy, BadFuse")).toBe("absent");
  });

  test("what an older report does not have can't be known, and says so", async () => {
    const rows = await exposures({ product: "Milan", reportVersion: 2, fields: { platformInfo: 0n } });
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(["unknown"]));
    const three = await exposures({ reportVersion: 4 });
    expect(statusOf(three, "IOMMU write buffer")).toBe("unknown");
    const { report } = await labReport({ product: "Milan", reportVersion: 2, fields: { platformInfo: 0n } });
    const told = exposuresOfReport(report, builtInAdvisories, "Milan");
    expect(statusOf(told, "BadRAM")).toBe("unknown");
    expect(told.find(({ attack }) => attack === "CacheWarp")?.reasons).toMatchObject([{ id: "advisories.no-cpuid" }]);
  });

  test("a stepping without a number can't be known", async () => {
    const cpuid = { family: 25, model: 17, stepping: 9 };
    const rows = await exposures({ fields: { cpuid } });
    expect(statusOf(rows, "StackWarp")).toBe("unknown");
    expect(statusOf(rows, "RMPocalypse")).toBe("unknown");
  });

  test("what is wrong comes first, and every reason has its text", async () => {
    const rows = await exposures({ fields: { platformInfo: 0n } });
    const visible = rows.filter(({ reasons }) => reasons[0]?.id !== "advisories.invisible");
    const order = ["exposed", "unknown", "fixed"];
    const places = visible.map(({ status }) => order.indexOf(status));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    for (const locale of ["en", "ja"] as const) {
      const render = createRenderer(locale, [appraisalCatalogue]);
      for (const reason of rows.flatMap(({ reasons }) => reasons)) expect(render(reason)).not.toContain(reason.id);
    }
  });

  test("any report that can be read is answered", async () => {
    const { report } = await labReport();
    fc.assert(
      fc.property(fc.nat(reportLength - 1), fc.nat(255), (at, byte) => {
        const bytes = report.bytes.slice();
        bytes[at] = byte;
        const parsed = parseAttestationReport(bytes);
        const rows = parsed.ok ? exposuresOfReport(parsed.value, builtInAdvisories) : [];
        expect(rows.every(({ reasons }) => reasons.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a table of one's own", () => {
  const text = JSON.stringify(content);
  const changed = (change: (json: Record<string, unknown>) => void) => {
    const json = JSON.parse(text) as Record<string, unknown>;
    change(json);
    return parseAdvisories("table.json", toUtf8(JSON.stringify(json)));
  };

  test("is read, and an older one than the built-in is told", () => {
    expect(parseAdvisories("table.json", toUtf8(text))).toMatchObject({ ok: true, older: false });
    expect(changed((json) => (json["collectedAt"] = "2020-01-01"))).toMatchObject({ ok: true, older: true });
  });

  test("gives the floors that `published` means", async () => {
    const lab = await labReport();
    const raised = structuredClone(builtInAdvisories);
    const table = {
      ...raised,
      amd: raised.amd.map((row) => ({
        ...row,
        affects: row.affects.map(({ product }) => ({
          product,
          fixed: [{ kind: "tcb" as const, component: "snp" as const, minimum: 200, transcription: "a test" }],
        })),
      })),
    };
    const demands = { tcb: { reported: "published" as const } };
    const of = async (advisories = builtInAdvisories) =>
      (await appraiseLab(lab, demands, { advisories })).checks.find(({ id }) => id === "sev-snp.tcb.reported.snp");
    expect(await of()).toMatchObject({ status: "pass" });
    expect(await of(table)).toMatchObject({ status: "fail", expected: "SNP ≥ 200" });
  });

  test.each([
    ["no JSON", parseAdvisories("t", toUtf8("{")), "(file)"],
    ["no UTF-8", parseAdvisories("t", Uint8Array.of(0xff)), "t"],
    ["no object", parseAdvisories("t", toUtf8("[]")), "(object)"],
    ["another format", changed((json) => (json["format"] = "x")), "format"],
    ["a later version", changed((json) => (json["version"] = 2)), "version"],
    ["no date", changed((json) => (json["collectedAt"] = "soon")), "collectedAt"],
    ["a row without a source", changed((json) => Reflect.deleteProperty(rowOf(json), "source")), "amd.0.source"],
    [
      "a row that says not what it was checked against",
      changed((json) => Reflect.deleteProperty(rowOf(json), "checked")),
      "amd.0.checked",
    ],
    ["a source that is no https address", changed((json) => (rowOf(json)["source"] = "http://x")), "amd.0.source"],
    ["a member that nobody knows", changed((json) => (rowOf(json)["severity"] = 9)), "amd.0"],
  ])("with %s is refused by the field", (_, parsed, field) => {
    expect(parsed).toMatchObject({ ok: false, problem: { values: { field } } });
  });

  test("of any bytes is read or refused", () => {
    const bytes = toUtf8(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const damaged = bytes.slice();
        damaged[at] = byte;
        expect(parseAdvisories("t", damaged)).toHaveProperty("ok");
        expect(parseAdvisories("t", bytes.subarray(0, at))).toMatchObject({ ok: false });
      }),
      { numRuns: 200 },
    );
  });

  function rowOf(json: Record<string, unknown>): Record<string, unknown> {
    return (json["amd"] as Record<string, unknown>[])[0] ?? {};
  }
});
