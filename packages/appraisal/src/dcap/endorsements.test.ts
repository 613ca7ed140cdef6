import { toHex } from "@sekisho/encoding";
import { describe, expect, test } from "vitest";
import { labPlatform } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import type { DcapPolicy } from "../policy/dcap-schema.ts";
import { appraiseLabEnclave, appraiseLabTd, labDocuments, labEnclave, labTd } from "../testing/lab-quote.ts";
import { refusals } from "../testing/lab-report.ts";

const { fmspc, instance } = labPlatform();

const demands: DcapPolicy = {
  crl: "required",
  collateral: "required",
  tcb: {
    statuses: ["UpToDate", "SWHardeningNeeded"],
    advisories: ["INTEL-SA-00615"],
    "evaluation-data-number": { minimum: 18 },
    date: { minimum: "2024-11-13" },
  },
  fmspcs: [toHex(fmspc)],
  "platform-instance-ids": [toHex(instance?.id ?? new Uint8Array(0)).toUpperCase()],
};

describe.each(["tdx", "sgx"] as const)("what a policy demands of a platform (%s)", (technology) => {
  type Documents = NonNullable<Parameters<typeof labDocuments>[1]>;
  const appraise = async (policy: DcapPolicy, changes?: Documents, given = true) => {
    const more = given ? await labDocuments(technology, changes) : {};
    return technology === "tdx"
      ? appraiseLabTd(await labTd(), policy, more)
      : appraiseLabEnclave(await labEnclave(), policy, more);
  };
  const id = (name: string): string => `${technology}.${name}`;

  test("is there", async () => {
    expect(refusals(await appraise(demands))).toEqual([]);
  });

  test.each<[string, DcapPolicy]>([
    ["policy.tcb.statuses", { tcb: { statuses: ["OutOfDate"] } }],
    ["policy.tcb.evaluation-data-number", { tcb: { "evaluation-data-number": { minimum: 19 } } }],
    ["policy.tcb.date", { tcb: { date: { minimum: "2024-11-14" } } }],
    ["policy.fmspcs", { fmspcs: ["000000000000"] }],
    ["policy.platform-instance-ids", { "platform-instance-ids": ["00".repeat(16)] }],
  ])("only %s is wrong", async (name, change) => {
    expect(refusals(await appraise({ ...demands, ...change }))).toEqual([id(name)]);
  });

  test("advisories that the policy doesn't name refuse, and those that it names don't", async () => {
    const current = { status: "SWHardeningNeeded", advisories: ["INTEL-SA-00615", "INTEL-SA-00828"] } as const;
    const verdict = await appraise(demands, { tcbInfo: { current } });
    expect(refusals(verdict)).toEqual([id("policy.tcb.advisories")]);
    const all = { ...demands.tcb, advisories: [...current.advisories] };
    expect(refusals(await appraise({ ...demands, tcb: all }, { tcbInfo: { current } }))).toEqual([]);
  });

  test("a status that no policy judges is a warning, and UpToDate is none", async () => {
    const warnings = async (status: "OutOfDate" | "UpToDate", policy: DcapPolicy = {}) => {
      const { verdict, checks } = await appraise(policy, { tcbInfo: { current: { status } } });
      expect(verdict).toBe("accepted");
      return checks.filter((check) => check.id === id("policy.tcb.statuses")).map((check) => check.status);
    };
    expect(await warnings("OutOfDate")).toEqual(["unknown"]);
    expect(await warnings("UpToDate")).toEqual([]);
    expect(await warnings("OutOfDate", { tcb: { statuses: ["OutOfDate"] } })).toEqual(["pass"]);
  });

  test("without collateral its demands are unknown, and refuse", async () => {
    const bare = refusals(await appraise({ tcb: { statuses: ["UpToDate"] } }, {}, false));
    expect(bare).toEqual([id("policy.tcb")]);
    const required = refusals(await appraise({ collateral: "required" }, {}, false));
    expect(required).toContain(id("tcb-info.found"));
    expect(required).toContain(id("qe-identity.found"));
    expect(required).toContain(id("tcb"));
    expect(required).not.toContain(id("chain.revocation"));
    expect(refusals(await appraise({ crl: "required" }, {}, false))).toEqual([
      id("chain.revocation"),
      id("pck.revocation"),
    ]);
  });

  test("the lab's root counts only where it is named, and Intel's can be shut out", async () => {
    expect(refusals(await appraise({ roots: { additional: [] } }))).toContain(id("chain.root"));
    const { rootDigest } = await testIntelAuthority();
    const own = { roots: { vendor: false, additional: [rootDigest.toUpperCase()] } };
    expect(refusals(await appraise(own))).toEqual([]);
  });
});

test("a processor's certificate names no platform instance, and that refuses where one is demanded", async () => {
  const quote = await labTd({ enclave: { pck: { issuer: "processor" } } });
  const verdict = await appraiseLabTd(quote, { "platform-instance-ids": ["00".repeat(16)] });
  const check = verdict.checks.find(({ id }) => id === "tdx.policy.platform-instance-ids");
  expect(check?.status).not.toBe("pass");
  expect(refusals(verdict)).toContain("tdx.policy.platform-instance-ids");
});
