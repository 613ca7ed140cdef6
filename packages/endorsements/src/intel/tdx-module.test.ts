import { describe, expect, test } from "vitest";
import type { TdReport15 } from "@sekisho/evidence/dcap";
import type { IntelTcbStatus, TcbInfoOptions } from "@sekisho/lab";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { appraiseIntelEndorsements, type IntelEndorsementInput, type TcbStatus } from "./index.ts";
import { collateralOf, fullInput, refused } from "./testing/inputs.ts";
import { signQuote } from "./testing/quotes.ts";
import { worsen } from "./tcb-levels.ts";

const authority = await testIntelAuthority();

/** TEE_TCB_SVN: the module's SVN and version, and that of microcode loaded late. */
const svn = (...numbers: readonly number[]): Uint8Array => Uint8Array.from({ length: 16 }, (_, at) => numbers[at] ?? 0);
const latest = svn(6, 1, 3);

function withTd(
  td: Partial<TdReport15>,
  options: TcbInfoOptions = {},
  kind: "td-1.0" | "td-1.5" = "td-1.0",
): IntelEndorsementInput {
  const quote = signQuote(authority, { kind, td });
  const collateral = collateralOf(authority.tcbInfo("tdx", options), authority.enclaveIdentity("td-qe"));
  return { ...fullInput(authority, quote), collateral };
}

async function statusOf(input: IntelEndorsementInput): Promise<TcbStatus | undefined> {
  return (await appraiseIntelEndorsements(input)).tcb?.status;
}

describe("the TDX module", () => {
  test("is judged by the identity of its version", async () => {
    expect(await statusOf(withTd({ teeTcbSvn: latest }))).toBe("UpToDate");
    expect(await statusOf(withTd({ teeTcbSvn: svn(5, 1, 3) }))).toBe("OutOfDate");
    const refusal = (td: Partial<TdReport15>): Promise<readonly string[]> => refused(withTd(td));
    expect(await refusal({ teeTcbSvn: svn(3, 1, 3) })).toEqual([
      "tdx.tdx-module fail module.no-level",
      "tdx.tcb fail tcb.module",
    ]);
    expect(await refusal({ teeTcbSvn: svn(6, 7, 3) })).toEqual([
      "tdx.tdx-module fail module.unknown",
      "tdx.tcb fail tcb.module",
    ]);
  });

  test.each([
    ["signer", { mrSignerSeam: new Uint8Array(48).fill(1) }],
    ["attributes", { seamAttributes: 1n << 40n }],
  ])("of another %s is refused, of any version", async (_, td) => {
    expect(await refused(withTd(td))).toContain("tdx.tdx-module fail module.foreign");
    expect(await refused(withTd({ ...td, teeTcbSvn: svn(6, 0, 3) }))).toContain("tdx.tdx-module fail module.foreign");
  });

  test.each([
    ["signer", { mrSignerSeam: new Uint8Array(48).fill(1) }],
    ["attributes", { seamAttributes: 1n }],
  ])("of another %s than any of Intel's is refused without a document, too", async (_, td) => {
    const bare = { ...withTd(td), collateral: collateralOf() };
    expect(await refused(bare)).toEqual(["tdx.tdx-module fail module.foreign"]);
    expect(await refused({ ...withTd({}), collateral: collateralOf() })).toEqual([]);
  });

  test("of version 0 has no identity: its SVN counts among the platform's", async () => {
    const change: TcbInfoOptions["change"] = (same) => {
      const levels = same.tcbLevels as readonly { readonly tcb: Record<string, object[]> }[];
      const zeroVersion = levels.map((level) => {
        const components = level.tcb.tdxtcbcomponents?.with(0, { svn: 6 }).with(1, { svn: 0 }) ?? [];
        return { ...level, tcb: { ...level.tcb, tdxtcbcomponents: components } };
      });
      return { ...same, tcbLevels: zeroVersion };
    };
    expect(await statusOf(withTd({ teeTcbSvn: svn(6, 0, 3) }, { change }))).toBe("UpToDate");
    expect(await refused(withTd({ teeTcbSvn: svn(5, 0, 3) }, { change }))).toEqual(["tdx.tcb fail tcb.no-level"]);
  });

  test("makes the platform worse, never better", () => {
    const rows: readonly (readonly [TcbStatus, TcbStatus, TcbStatus])[] = [
      ["UpToDate", "OutOfDate", "OutOfDate"],
      ["SWHardeningNeeded", "OutOfDate", "OutOfDate"],
      ["ConfigurationNeeded", "OutOfDate", "OutOfDateConfigurationNeeded"],
      ["ConfigurationAndSWHardeningNeeded", "OutOfDate", "OutOfDateConfigurationNeeded"],
      ["OutOfDateConfigurationNeeded", "OutOfDate", "OutOfDateConfigurationNeeded"],
      ["OutOfDate", "UpToDate", "OutOfDate"],
      ["UpToDate", "ConfigurationNeeded", "UpToDate"],
      ["UpToDate", "Revoked", "Revoked"],
      ["Revoked", "OutOfDate", "Revoked"],
    ];
    for (const [status, part, expected] of rows) expect(worsen(status, part)).toBe(expected);
  });

  test("that Intel has revoked is refused", async () => {
    const tdxModule = { status: "Revoked" } as const;
    expect(await refused(withTd({}, { tdxModule }))).toEqual(["tdx.tcb fail tcb.revoked"]);
  });
});

describe("a trust domain of TDX 1.5 that was launched under an older module", () => {
  const launched = svn(5, 1, 3);
  const now = (teeTcbSvn2: Uint8Array, platform: IntelTcbStatus = "UpToDate", kind: "td-1.0" | "td-1.5" = "td-1.5") =>
    withTd({ teeTcbSvn: launched, teeTcbSvn2 }, { current: { status: platform } }, kind);

  test("is advised to relaunch when the module that runs now is the latest", async () => {
    expect(await statusOf(now(latest))).toBe("TDRelaunchAdvised");
    expect(await statusOf(now(latest, "ConfigurationNeeded"))).toBe("TDRelaunchAdvisedConfigurationNeeded");
    expect(await statusOf(now(latest, "SWHardeningNeeded"))).toBe("TDRelaunchAdvised");
  });

  test.each([
    ["the module now is not the latest", launched, "UpToDate", "td-1.5", "OutOfDate"],
    ["the microcode now is not the latest", svn(6, 1, 2), "UpToDate", "td-1.5", "OutOfDate"],
    ["the platform itself is out of date", latest, "OutOfDate", "td-1.5", "OutOfDate"],
    ["the quote is of TDX 1.0", latest, "UpToDate", "td-1.0", "OutOfDate"],
  ] as const)("is out of date when %s", async (_, teeTcbSvn2, platform, kind, expected) => {
    expect(await statusOf(now(teeTcbSvn2, platform, kind))).toBe(expected);
  });

  test("is refused when Intel knows nothing of the module that runs now", async () => {
    expect(await refused(now(svn(6, 9, 3)))).toEqual(["tdx.tcb fail tcb.module"]);
  });
});
