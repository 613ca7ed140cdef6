import { createRenderer } from "@sekisho/messages";
import { platformInfo, usualPolicy, type ReportFields } from "@sekisho/lab";
import { describe, expect, test } from "vitest";
import { appraisalCatalogue } from "../locales/index.ts";
import type { SevSnpPolicy } from "../policy/sev-snp-schema.ts";
import { appraiseLab, labReport, labTcb, refusals, type LabReportOptions } from "../testing/lab-report.ts";

const bytes = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
const hex = (length: number, value: number): string => value.toString(16).padStart(2, "0").repeat(length);
const bit = (position: number): bigint => 1n << BigInt(position);
const genoaCpuid = { family: 25, model: 17, stepping: 1 };

type Case = {
  /** The identifier of the check that must refuse. */
  readonly check: string;
  readonly demands: SevSnpPolicy;
  /** What satisfies the demand, and what alone differs in the report that does not. */
  readonly right?: LabReportOptions;
  readonly wrong: LabReportOptions;
};

const field = (fields: Partial<ReportFields>): LabReportOptions => ({ fields });

/** Each of these fields of a report, wrong alone. */
const fieldCases: readonly Case[] = [
  {
    check: "sev-snp.policy.report-version",
    demands: { "report-version": { minimum: 5 } },
    wrong: { reportVersion: 4 },
  },
  {
    check: "sev-snp.policy.vmpl",
    demands: { vmpl: { maximum: 1 } },
    right: field({ vmpl: 1 }),
    wrong: field({ vmpl: 2 }),
  },
  { check: "sev-snp.requester", demands: {}, wrong: field({ vmpl: 0xffff_ffff }) },
  { check: "sev-snp.requester", demands: {}, right: field({ vmpl: 3 }), wrong: field({ vmpl: 4 }) },
  {
    check: "sev-snp.policy.guest-svn",
    demands: { "guest-svn": { minimum: 7 } },
    right: field({ guestSvn: 7 }),
    wrong: field({ guestSvn: 6 }),
  },
  ...(
    [
      ["report-data", "reportData", 64],
      ["host-data", "hostData", 32],
      ["measurement", "measurement", 48],
      ["family-id", "familyId", 16],
      ["image-id", "imageId", 16],
      ["id-key-digest", "idKeyDigest", 48],
      ["author-key-digest", "authorKeyDigest", 48],
    ] as const
  ).map(([name, key, length]) => ({
    check: `sev-snp.policy.${name}`,
    demands: { [name]: [hex(length, 1), hex(length, 0xab).toUpperCase()] },
    right: field({ [key]: bytes(length, 0xab) }),
    wrong: field({ [key]: bytes(length, 0xac) }),
  })),
];

/** Each bit of the guest policy, demanded both ways. Genoa's firmware would not set all of them; the lab does. */
const guestPolicyCases: readonly Case[] = (
  [
    ["debug", 19],
    ["migration", 18],
    ["smt", 16],
    ["single-socket", 20],
    ["cxl", 21],
    ["mem-aes-256-xts", 22],
    ["rapl-disabled", 23],
    ["ciphertext-hiding", 24],
    ["page-swap-disabled", 25],
  ] as const
).flatMap(([name, position]) => {
  const [set, clear] = [
    field({ policy: usualPolicy | bit(position) }),
    field({ policy: usualPolicy & ~bit(position) }),
  ];
  const check = `sev-snp.policy.${name}`;
  return [
    { check, demands: { "guest-policy": { [name]: false } }, right: clear, wrong: set },
    { check, demands: { "guest-policy": { [name]: true } }, right: set, wrong: clear },
  ];
});

const otherGuestPolicyCases: readonly Case[] = [
  { check: "sev-snp.policy.debug", demands: {}, wrong: field({ policy: usualPolicy | bit(19) }) },
  {
    check: "sev-snp.policy.unknown-bits",
    demands: { "guest-policy": { "unknown-bits": false } },
    wrong: field({ policy: usualPolicy | bit(40) }),
  },
  {
    check: "sev-snp.policy.abi",
    demands: { "guest-policy": { abi: { minimum: "1.55" } } },
    right: field({ policy: usualPolicy | 0x0137n }),
    wrong: field({ policy: usualPolicy | 0x0136n }),
  },
];

const platformCases: readonly Case[] = (
  [
    ["smt", platformInfo.smtEnabled],
    ["tsme", platformInfo.tsmeEnabled],
    ["ecc", platformInfo.eccEnabled],
    ["rapl-disabled", platformInfo.raplDisabled],
    ["ciphertext-hiding", platformInfo.ciphertextHiding],
    ["alias-check-complete", platformInfo.aliasCheckComplete],
  ] as const
).flatMap(([name, mask]) => {
  const [set, clear] = [field({ platformInfo: mask }), field({ platformInfo: ~mask & 0x3fn })];
  const check = `sev-snp.platform.${name}`;
  return [
    { check, demands: { platform: { [name]: true } }, right: set, wrong: clear },
    { check, demands: { platform: { [name]: false } }, right: clear, wrong: set },
    { check, demands: { platform: { [name]: "if-reported" } }, right: set, wrong: clear },
  ];
});

const microcode = (minimum: number) => ({ Genoa: { microcode: [{ cpuid: genoaCpuid, minimum }] } });
const tcbCases: readonly Case[] = (
  [
    ["current", "currentTcb"],
    ["committed", "committedTcb"],
    ["launch", "launchTcb"],
  ] as const
).flatMap(([which, key]) =>
  (
    [
      ["bootloader", { bootLoader: 9 }, { Genoa: { bootloader: 10 } }],
      ["snp", { snp: 27 }, { Genoa: { snp: 28 } }],
      ["microcode", { microcode: 87 }, microcode(88)],
    ] as const
  ).map(([component, tcb, floor]) => ({
    check: `sev-snp.tcb.${which}.${component}`,
    demands: { tcb: { [which]: floor } } as SevSnpPolicy,
    wrong: field({ [key]: labTcb("Genoa", tcb) }),
  })),
);

const reported = { fmc: 1, bootLoader: 10, tee: 0, snp: 28, microcode: 88 };
const moreTcbCases: readonly Case[] = [
  {
    check: "sev-snp.tcb.reported.tee",
    demands: { tcb: { reported: { Genoa: { tee: 1 } } } },
    right: { tcb: { ...reported, tee: 1 } },
    wrong: { tcb: reported },
  },
  {
    check: "sev-snp.tcb.reported.snp",
    demands: { tcb: { reported: "published" } },
    wrong: { tcb: { ...reported, snp: 26 } },
  },
  {
    check: "sev-snp.tcb.reported.microcode",
    demands: { tcb: { reported: "published" } },
    wrong: { tcb: { ...reported, microcode: 85 } },
  },
  {
    check: "sev-snp.tcb.launch.fmc",
    demands: { tcb: { launch: { Turin: { fmc: 1 } } } },
    right: { product: "Turin" },
    wrong: { product: "Turin", fields: { launchTcb: labTcb("Turin", { fmc: 0 }) } },
  },
];

const version = (major: number, minor: number, build: number) => ({ major, minor, build });
const firmwareCases: readonly Case[] = [
  {
    check: "sev-snp.firmware.current",
    demands: { firmware: { current: { minimum: "1.58.1" } } },
    wrong: field({ currentVersion: version(1, 58, 0) }),
  },
  {
    check: "sev-snp.firmware.current",
    demands: { firmware: { current: { minimum: "1.58.1" } } },
    wrong: field({ currentVersion: version(1, 57, 9) }),
  },
  {
    check: "sev-snp.firmware.committed",
    demands: { firmware: { committed: { minimum: "1.58.1" } } },
    wrong: field({ committedVersion: version(0, 99, 99) }),
  },
  {
    check: "sev-snp.firmware.provisional",
    demands: { firmware: { provisional: false } },
    wrong: field({ committedVersion: version(1, 58, 0) }),
  },
  {
    check: "sev-snp.firmware.provisional",
    demands: { firmware: { provisional: false } },
    wrong: field({ committedTcb: labTcb("Genoa", { snp: 27 }) }),
  },
  {
    check: "sev-snp.mitigations.launch",
    demands: { mitigations: { launch: [0, 3] } },
    right: field({ launchMitigationVector: 9n }),
    wrong: field({ launchMitigationVector: 1n }),
  },
  {
    check: "sev-snp.mitigations.current",
    demands: { mitigations: { current: [63] } },
    right: field({ currentMitigationVector: bit(63) }),
    wrong: field({ currentMitigationVector: bit(62) }),
  },
];

const endorsementCases: readonly Case[] = [
  { check: "sev-snp.policy.products", demands: { products: ["Genoa"] }, wrong: { product: "Turin" } },
  { check: "sev-snp.milan", demands: { milan: "refuse" }, wrong: { product: "Milan" } },
  { check: "sev-snp.policy.signer", demands: { signer: { key: ["vcek"] } }, wrong: { cspId: "Example Cloud" } },
  {
    check: "sev-snp.policy.signer",
    demands: { signer: { key: ["vlek"] } },
    right: { cspId: "Example Cloud" },
    wrong: {},
  },
  {
    check: "sev-snp.policy.csp-id",
    demands: { signer: { "csp-id": ["Example Cloud"] } },
    right: { cspId: "Example Cloud" },
    wrong: { cspId: "Other Cloud" },
  },
];

/** What a report or certificate of this kind can't show: unknown, and so refused. */
const unknownCases: readonly Case[] = [
  {
    check: "sev-snp.platform.ecc",
    demands: { platform: { ecc: true } },
    wrong: { reportVersion: 2, product: "Milan", fields: { platformInfo: 1n } },
  },
  {
    check: "sev-snp.platform.alias-check-complete",
    demands: { platform: { "alias-check-complete": true } },
    wrong: { reportVersion: 2, product: "Milan", fields: { platformInfo: 1n } },
  },
  {
    check: "sev-snp.mitigations.current",
    demands: { mitigations: { current: [0] } },
    right: field({ currentMitigationVector: 1n }),
    wrong: { reportVersion: 4, fields: { currentMitigationVector: 0n } },
  },
  {
    check: "sev-snp.tcb.reported.microcode",
    demands: {
      tcb: { reported: { Milan: { microcode: [{ cpuid: { family: 25, model: 1, stepping: 1 }, minimum: 1 }] } } },
    },
    right: { product: "Milan" },
    wrong: { product: "Milan", reportVersion: 2 },
  },
  {
    check: "sev-snp.tcb.reported.microcode",
    demands: { tcb: { reported: microcode(1) } },
    wrong: field({ cpuid: { ...genoaCpuid, stepping: 2 } }),
  },
  { check: "sev-snp.tcb.reported", demands: { tcb: { reported: { Genoa: { snp: 1 } } } }, wrong: { product: "Turin" } },
  {
    check: "sev-snp.tcb.reported.fmc",
    demands: { tcb: { reported: { Genoa: { fmc: 0 }, Turin: { fmc: 0 } } } },
    right: { product: "Turin" },
    wrong: { product: "Genoa" },
  },
  {
    check: "sev-snp.policy.csp-id",
    demands: { signer: { "csp-id": ["Example Cloud"] } },
    right: { cspId: "Example Cloud" },
    wrong: {},
  },
];

const english = createRenderer("en", [appraisalCatalogue]);

async function judge(options: LabReportOptions | undefined, demands: SevSnpPolicy) {
  const verdict = await appraiseLab(await labReport(options), demands);
  return { verdict: verdict.verdict, refusals: refusals(verdict), checks: verdict.checks };
}

describe.each([
  ["a field", fieldCases],
  ["a bit of the guest policy", guestPolicyCases],
  ["the guest policy", otherGuestPolicyCases],
  ["a bit of the platform", platformCases],
  ["a TCB version", [...tcbCases, ...moreTcbCases]],
  ["the firmware", firmwareCases],
  ["the endorsement", endorsementCases],
])("a demand on %s", (_what, cases) => {
  test.each(cases.map((one, index) => ({ ...one, index })))(
    "$check ($index)",
    async ({ check, demands, right, wrong }) => {
      expect((await judge(right, demands)).refusals).toEqual([]);
      const refused = await judge(wrong, demands);
      expect(refused.refusals).toEqual([check]);
      const found = refused.checks.find(({ id }) => id === check);
      expect(found).toMatchObject({ status: "fail", expected: expect.any(String), actual: expect.any(String) });
      expect(found && english(found.detail)).not.toContain(found?.detail.id);
    },
  );
});

describe("what the evidence can't show is unknown, and refuses", () => {
  test.each(unknownCases.map((one, index) => ({ ...one, index })))(
    "$check ($index)",
    async ({ check, demands, right, wrong }) => {
      const shown = right === undefined ? [] : (await judge(right, demands)).refusals;
      expect(shown).toEqual([]);
      const refused = await judge(wrong, demands);
      expect(refused.refusals).toEqual([check]);
      const found = refused.checks.find(({ id }) => id === check);
      expect(found?.status).toBe("unknown");
      expect(found && english(found.detail)).not.toContain(found?.detail.id);
    },
  );

  test("only where it is demanded outright: alias check, if the report can tell", async () => {
    const old = { reportVersion: 2, product: "Milan", fields: { platformInfo: 1n } } as const;
    const { verdict, checks } = await judge(old, { platform: { "alias-check-complete": "if-reported" } });
    expect(verdict).toBe("accepted");
    expect(checks.find(({ id }) => id === "sev-snp.platform.alias-check-complete")?.status).toBe("unknown");
  });
});
