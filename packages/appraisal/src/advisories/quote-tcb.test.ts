import { joinCollateral, appraiseIntelEndorsements } from "@sekisho/endorsements/intel";
import { testIntelAuthority } from "@sekisho/lab/testing";
import { expect, test } from "vitest";
import { labDocuments, labTd } from "../testing/lab-quote.ts";
import { exposuresOfQuote } from "./quote-exposures.ts";
import { tcbOfQuote } from "./quote-tcb.ts";
import { builtInAdvisories } from "./table.ts";

type Documents = Awaited<ReturnType<typeof labDocuments>>;
type Changes = NonNullable<Parameters<typeof labDocuments>[1]>;

async function tcbOf(documents: Documents, at = new Date(), trusted = true) {
  const { rootDigest } = await testIntelAuthority();
  const additionalRoots = trusted ? [rootDigest] : [];
  const input = { quote: await labTd(), ...documents, at, vendorRoot: true, additionalRoots };
  return tcbOfQuote(await appraiseIntelEndorsements(input), "tdx");
}

const collateral = (changes: Changes) => labDocuments("tdx", changes);
/** TCB info whose only level nobody reaches. */
const unreachable = () =>
  collateral({
    tcbInfo: {
      change: (same) => {
        const [best] = same["tcbLevels"] as readonly { readonly tcb: object }[];
        return { ...same, tcbLevels: [{ ...best, tcb: { ...best?.tcb, pcesvn: 65_535 } }] };
      },
    },
  });
const ofAnother = () => collateral({ tcbInfo: { change: (same) => ({ ...same, fmspc: "000000000000" }) } });
const inLaterYears = new Date("2040-01-01");

test("Intel's documents tell what a platform is worth", async () => {
  expect(await tcbOf(await collateral({}))).toMatchObject({ status: "UpToDate", advisories: [] });
});

test.each<readonly [string, string, () => ReturnType<typeof tcbOf>]>([
  [
    "no document",
    "advisories.no-collateral",
    async () => tcbOf({ ...(await collateral({})), collateral: joinCollateral([]) }),
  ],
  ["another platform's", "endorsements.intel.document.other-platform", async () => tcbOf(await ofAnother())],
  ["no level that it reaches", "endorsements.intel.tcb.no-level", async () => tcbOf(await unreachable())],
  [
    "a root nobody trusts",
    "endorsements.intel.root.foreign",
    async () => tcbOf(await collateral({}), new Date(), false),
  ],
  [
    "a document that is over",
    "endorsements.intel.document.dates.fail",
    async () => tcbOf(await collateral({}), inLaterYears),
  ],
])("%s: nothing can be known, and the reason is said of each advisory", async (_, reason, tcb) => {
  const found = await tcb();
  expect(found).toMatchObject({ status: "unknown", reason: { id: reason } });
  const about = { collateral: joinCollateral([]), fmspc: undefined, technology: "tdx" } as const;
  const rows = exposuresOfQuote(found, about, builtInAdvisories).filter(({ summary }) => summary === undefined);
  expect(rows.map(({ id }) => id)).toEqual(builtInAdvisories.intel.map(({ id }) => id));
  for (const { status, reasons } of rows) expect([status, reasons[0]?.id]).toEqual(["unknown", reason]);
});
