import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import type { TdxPolicy } from "../policy/tdx-schema.ts";
import { appraiseLabTd, labTd } from "../testing/lab-quote.ts";
import { refusals } from "../testing/lab-report.ts";

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const hex = (length: number, value: number): string => toHex(filled(length, value));

const attribute = { septVeDisable: 1n << 28n, lass: 1n << 27n, migratable: 1n << 29n, pks: 1n << 30n } as const;
const [kl, perfmon] = [1n << 31n, 1n << 63n];

type Report = NonNullable<NonNullable<Parameters<typeof labTd>[0]>["report"]>;

/** All that a TD of these tests says; zero are only RTMR 3 and, as of each module of Intel's, the module's signer. */
const usual = {
  teeTcbSvn: Uint8Array.of(3, 1, 4, ...filled(13, 0)),
  mrSeam: filled(48, 1),
  mrSignerSeam: filled(48, 0),
  xfam: 0xe7n,
  mrTd: filled(48, 3),
  mrConfigId: filled(48, 4),
  mrOwner: filled(48, 5),
  mrOwnerConfig: filled(48, 6),
  rtmrs: [filled(48, 7), filled(48, 8), filled(48, 9), filled(48, 0)],
  reportData: filled(64, 10),
  mrServiceTd: filled(48, 11),
  tdAttributes: attribute.septVeDisable,
} as const satisfies Report;

const demands: TdxPolicy = {
  "mr-td": [hex(48, 3)],
  rtmrs: { "0": [hex(48, 7)], "1": [hex(48, 8).toUpperCase()], "2": [hex(48, 0), hex(48, 9)], "3": "zero" },
  attributes: {
    debug: false,
    lass: false,
    "sept-ve-disable": true,
    migratable: false,
    pks: false,
    kl: false,
    perfmon: false,
    "unknown-bits": false,
  },
  xfam: { "allowed-bits": [0, 1, 2, 5, 6, 7] },
  "tee-tcb-svn": { minimum: "030104".padEnd(32, "0") },
  "report-data": [hex(64, 10)],
  "mr-config-id": [hex(48, 4)],
  "mr-owner": [hex(48, 5)],
  "mr-owner-config": [hex(48, 6)],
  "mr-seam": [hex(48, 1)],
  "mr-signer-seam": [hex(48, 0)],
  "mr-service-td": [hex(48, 11)],
};

/** Each RTMR but one as it is usually. */
function rtmrs(changed: 0 | 1 | 2 | 3): Report {
  const [zero, one, two, three] = usual.rtmrs.map((value, index) => (index === changed ? filled(48, 0xee) : value));
  return { rtmrs: [zero, one, two, three] as [Uint8Array, Uint8Array, Uint8Array, Uint8Array] };
}

const other = filled(48, 0xee);

describe("of what a policy names in a TDX quote", () => {
  test("all is right", async () => {
    const verdict = await appraiseLabTd(await labTd({ version: 5, report: usual }), demands);
    expect(refusals(verdict)).toEqual([]);
    const policy = verdict.checks.filter(({ id }) => id.startsWith("tdx.policy."));
    expect(policy).toHaveLength(22);
  });

  test.each<[string, Report]>([
    ["mr-td", { mrTd: other }],
    ["rtmrs.0", rtmrs(0)],
    ["rtmrs.1", rtmrs(1)],
    ["rtmrs.2", rtmrs(2)],
    ["rtmrs.3", rtmrs(3)],
    ["debug", { tdAttributes: usual.tdAttributes | 1n }],
    ["debug", { tdAttributes: usual.tdAttributes | (1n << 5n) }],
    ["lass", { tdAttributes: usual.tdAttributes | attribute.lass }],
    ["sept-ve-disable", { tdAttributes: 0n }],
    ["migratable", { tdAttributes: usual.tdAttributes | attribute.migratable }],
    ["pks", { tdAttributes: usual.tdAttributes | attribute.pks }],
    ["kl", { tdAttributes: usual.tdAttributes | kl }],
    ["perfmon", { tdAttributes: usual.tdAttributes | perfmon }],
    ["unknown-bits", { tdAttributes: usual.tdAttributes | (1n << 62n) }],
    ["xfam", { xfam: usual.xfam | (1n << 9n) }],
    ["tee-tcb-svn", { teeTcbSvn: Uint8Array.of(2, 1, 4, ...filled(13, 0)) }],
    ["tee-tcb-svn", { teeTcbSvn: Uint8Array.of(9, 0, 9, ...filled(13, 0)) }],
    ["report-data", { reportData: filled(64, 0xee) }],
    ["mr-config-id", { mrConfigId: other }],
    ["mr-owner", { mrOwner: other }],
    ["mr-owner-config", { mrOwnerConfig: other }],
    ["mr-seam", { mrSeam: other }],
    ["mr-service-td", { mrServiceTd: other }],
  ])("only %s is wrong", async (field, report) => {
    const verdict = await appraiseLabTd(await labTd({ version: 5, report: { ...usual, ...report } }), demands);
    expect(refusals(verdict)).toEqual([`tdx.policy.${field}`]);
  });

  test("only mr-signer-seam is wrong", async () => {
    const verdict = await appraiseLabTd(await labTd({ version: 5, report: usual }), {
      ...demands,
      "mr-signer-seam": [hex(48, 2)],
    });
    expect(refusals(verdict)).toEqual(["tdx.policy.mr-signer-seam"]);
    const foreign = await labTd({ version: 5, report: { ...usual, mrSignerSeam: other } });
    expect(refusals(await appraiseLabTd(foreign, demands))).toEqual(["tdx.tdx-module", "tdx.policy.mr-signer-seam"]);
  });

  test("bits that the policy leaves open are not looked at, but for debug", async () => {
    const bare = await labTd({ report: { tdAttributes: 0xffff_ffff_ffff_ff00n } });
    expect(refusals(await appraiseLabTd(bare, {}))).toEqual([]);
    const debugged = await labTd({ report: { tdAttributes: 1n } });
    expect(refusals(await appraiseLabTd(debugged, {}))).toEqual(["tdx.policy.debug"]);
    expect(refusals(await appraiseLabTd(debugged, { attributes: { debug: "any" } }))).toEqual([]);
    expect(refusals(await appraiseLabTd(bare, { attributes: { debug: true } }))).toEqual(["tdx.policy.debug"]);
  });

  test("TDX 1.0 doesn't show service TDs, and that refuses", async () => {
    const verdict = await appraiseLabTd(await labTd({ version: 4, report: usual }), demands);
    expect(refusals(verdict)).toEqual(["tdx.policy.mr-service-td"]);
    expect(verdict.checks.find(({ id }) => id === "tdx.policy.mr-service-td")?.status).toBe("unknown");
  });
});

describe("what the caller expects of a TD", () => {
  const td = { mrTd: filled(48, 3), reportData: filled(64, 10), tdAttributes: attribute.septVeDisable };
  const expected = {
    expectedMrTd: td.mrTd,
    expectedReportData: td.reportData,
    expectedAttributes: td.tdAttributes,
    knownLaunches: [{ name: "OVMF 2026.08", launchDigest: hex(48, 3) }],
  };
  const launched: TdxPolicy = { "mr-td": "reference-values" };

  test("is there", async () => {
    expect(refusals(await appraiseLabTd(await labTd({ report: td }), launched, expected))).toEqual([]);
  });

  test.each([
    ["tdx.mr-td", { expectedMrTd: other }],
    ["tdx.report-data", { expectedReportData: filled(64, 0) }],
    ["tdx.attributes", { expectedAttributes: 0n }],
    ["tdx.policy.mr-td", { knownLaunches: [{ name: "another", launchDigest: hex(48, 4) }] }],
    ["tdx.policy.mr-td", { knownLaunches: [] }],
  ])("only %s is wrong", async (id, change) => {
    const verdict = await appraiseLabTd(await labTd({ report: td }), launched, { ...expected, ...change });
    expect(refusals(verdict)).toEqual([id]);
  });

  test("a policy without a section refuses", async () => {
    const verdict = await appraiseLabTd(await labTd(), {}, { policy: { version: 1 } });
    expect(refusals(verdict)).toEqual(["policy.section"]);
  });
});
