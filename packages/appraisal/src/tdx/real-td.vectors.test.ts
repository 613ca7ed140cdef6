import { refuses, type Check } from "@sekisho/evidence";
import { parseQuote, type TdxQuote } from "@sekisho/evidence/dcap";
import { createRenderer } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { describe, expect, test } from "vitest";
import { haveVectors, readVector } from "../../../../scripts/test/vectors.ts";
import { appraisalCatalogue } from "../locales/index.ts";
import { readRtmrLog } from "./event-log.ts";
import { precheckTdx } from "./precheck.ts";

const rtmrs = { "0": "known-boots", "1": "known-boots", "2": "known-boots" } as const;
const render = createRenderer("en", [appraisalCatalogue]);

function quoteOf(path: string): TdxQuote {
  const parsed = parseQuote(readVector(path));
  if (!parsed.ok || parsed.value.technology !== "tdx") throw new Error("no quote");
  return parsed.value;
}

/** What a log tells, taken for a known boot. */
async function knownFrom(log: string): Promise<MeasuredBoot> {
  const read = await readRtmrLog(readVector(log));
  if (!read.ok) throw new Error(read.error.field);
  const events = read.value.events.map(({ pcr, component, name, digest }) => ({ pcr, component, name, digest }));
  const about = { name: "an earlier boot", addedAt: "2026-05-09T00:00:00Z", origin: "learned" } as const;
  return { ...about, registers: "rtmr", pcrs: [0, 1, 2], events };
}

async function judge(quote: string, boot: MeasuredBoot, log?: string): Promise<readonly Check[]> {
  const eventLog = log === undefined ? {} : { eventLog: readVector(log) };
  const policy = { version: 1, tdx: { rtmrs } } as const;
  const machine = { id: "", namesMachine: (text: string) => text !== "" };
  return precheckTdx({ quote: quoteOf(quote), policy, knownBoots: [boot], machine, ...eventLog });
}

const refusing = (checks: readonly Check[]): string[] => checks.filter(refuses).map(({ id }) => id);

const live = "tdx/lunal-dev-attestation-rs/tdx_quote_live.dat";
const [now, before] = ["live2.dat", "live.bin"].map((name) => `ccel/lunal-dev-attestation-rs/tdx_ccel_${name}`) as [
  string,
  string,
];
const cos = { quote: "tdx/google-go-tdx-guest/cos-113-tdx-quote.dat", log: "ccel/google-go-tdx-guest/ccel_data.dat" };

describe.runIf(haveVectors)("a real TD", () => {
  test.each([
    // Its log hides the kernel's command line behind a hash, so nothing says which machine it is.
    [live, now, ["measured-boot.machine"]],
    [cos.quote, cos.log, []],
  ])("%s is of a known boot, with its log and without", async (quote, log, expected) => {
    const boot = await knownFrom(log);
    for (const checks of [await judge(quote, boot, log), await judge(quote, boot)]) {
      expect(checks.find(({ id }) => id === "measured-boot.known")?.status).toBe("pass");
      expect(refusing(checks)).toEqual(expected);
    }
  });

  test("is refused by component where another boot is known", async () => {
    const checks = (await judge(live, await knownFrom(before), now)).filter(refuses);
    const [known, ...components] = checks;
    expect(known?.id).toBe("measured-boot.known");
    expect(components.length).toBeGreaterThan(0);
    expect(components.every(({ detail }) => render(detail).includes("RTMR 2"))).toBe(true);
  });

  test("is refused by every register of another machine's boot", async () => {
    const alone = await judge(cos.quote, await knownFrom(now));
    expect(alone.filter(refuses).map(({ detail }) => render(detail))).toEqual([
      "No known boot gives what stands in RTMR 0, 1, 2, and no event log came that would say what differs.",
    ]);
    expect(refusing(await judge(cos.quote, await knownFrom(now), cos.log)).length).toBeGreaterThan(3);
  });
});
