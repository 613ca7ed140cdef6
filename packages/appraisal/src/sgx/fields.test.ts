import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import type { SgxPolicy } from "../policy/sgx-schema.ts";
import { appraiseLabEnclave, labEnclave } from "../testing/lab-quote.ts";
import { refusals } from "../testing/lab-report.ts";

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const hex = (length: number, value: number): string => toHex(filled(length, value));

type Report = NonNullable<NonNullable<Parameters<typeof labEnclave>[0]>["report"]>;

/** INIT, MODE64BIT, KSS. */
const flags = 0x85n;
const usual = {
  miscSelect: 1,
  isvExtProdId: filled(16, 1),
  attributes: { flags, xfrm: 0xe7n },
  mrEnclave: filled(32, 2),
  mrSigner: filled(32, 3),
  configId: filled(64, 4),
  isvProdId: 5,
  isvSvn: 6,
  configSvn: 7,
  isvFamilyId: filled(16, 8),
  reportData: filled(64, 9),
} as const satisfies Report;

const demands: SgxPolicy = {
  "mr-enclave": [hex(32, 0), hex(32, 2)],
  "mr-signer": [hex(32, 3)],
  "isv-prod-id": [4, 5],
  "isv-svn": { minimum: 6 },
  attributes: {
    debug: false,
    mode64: true,
    "provision-key": false,
    "einittoken-key": false,
    cet: false,
    kss: true,
    "aex-notify": false,
    "unknown-bits": false,
  },
  xfrm: { "allowed-bits": [0, 1, 2, 5, 6, 7] },
  "misc-select": { "allowed-bits": [0] },
  "report-data": [hex(64, 9)],
  "config-id": [hex(64, 4)],
  "config-svn": { minimum: 7 },
  "isv-ext-prod-id": [hex(16, 1)],
  "isv-family-id": [hex(16, 8)],
};

const withFlags = (changed: bigint): Report => ({ attributes: { flags: changed, xfrm: usual.attributes.xfrm } });

describe("of what a policy names in an SGX quote", () => {
  test.each([3, 4, 5] as const)("all is right in version %i", async (version) => {
    const verdict = await appraiseLabEnclave(await labEnclave({ version, report: usual }), demands);
    expect(refusals(verdict)).toEqual([]);
    expect(verdict.checks.filter(({ id }) => id.startsWith("sgx.policy."))).toHaveLength(19);
  });

  test.each<[string, Report]>([
    ["mr-enclave", { mrEnclave: filled(32, 0xee) }],
    ["mr-signer", { mrSigner: filled(32, 0xee) }],
    ["isv-prod-id", { isvProdId: 6 }],
    ["isv-svn", { isvSvn: 5 }],
    ["debug", withFlags(flags | 2n)],
    ["mode64", withFlags(flags & ~4n)],
    ["provision-key", withFlags(flags | 0x10n)],
    ["einittoken-key", withFlags(flags | 0x20n)],
    ["cet", withFlags(flags | 0x40n)],
    ["kss", withFlags(flags & ~0x80n)],
    ["aex-notify", withFlags(flags | 0x400n)],
    ["unknown-bits", withFlags(flags | (1n << 63n))],
    ["xfrm", { attributes: { flags, xfrm: 0x2_00e7n } }],
    ["misc-select", { miscSelect: 3 }],
    ["report-data", { reportData: filled(64, 0xee) }],
    ["config-id", { configId: filled(64, 0xee) }],
    ["config-svn", { configSvn: 6 }],
    ["isv-ext-prod-id", { isvExtProdId: filled(16, 0xee) }],
    ["isv-family-id", { isvFamilyId: filled(16, 0xee) }],
  ])("only %s is wrong", async (field, report) => {
    const verdict = await appraiseLabEnclave(await labEnclave({ report: { ...usual, ...report } }), demands);
    expect(refusals(verdict)).toEqual([`sgx.policy.${field}`]);
  });

  test("debug is looked at unless the policy allows it", async () => {
    const debugged = await labEnclave({ report: withFlags(flags | 2n) });
    expect(refusals(await appraiseLabEnclave(debugged, {}))).toEqual(["sgx.policy.debug"]);
    expect(refusals(await appraiseLabEnclave(debugged, { attributes: { debug: "any" } }))).toEqual([]);
  });
});

test.each([
  ["sgx.mr-enclave", { expectedMrEnclave: filled(32, 0) }],
  ["sgx.report-data", { expectedReportData: filled(64, 0) }],
])("only %s is not what the caller expects", async (id, change) => {
  const expected = { expectedMrEnclave: usual.mrEnclave, expectedReportData: usual.reportData };
  const quote = await labEnclave({ report: usual });
  expect(refusals(await appraiseLabEnclave(quote, {}, expected))).toEqual([]);
  expect(refusals(await appraiseLabEnclave(quote, {}, { ...expected, ...change }))).toEqual([id]);
});

test("a policy without a section refuses", async () => {
  const verdict = await appraiseLabEnclave(await labEnclave(), {}, { policy: { version: 1 } });
  expect(refusals(verdict)).toEqual(["policy.section"]);
});
