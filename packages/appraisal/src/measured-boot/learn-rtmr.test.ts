import { toUtf8 } from "@sekisho/encoding";
import { measuredBootSchema } from "@sekisho/reference-values";
import { expect, test } from "vitest";
import { ccelOf, commandLine, knownBootOf, usualSteps, type Step } from "../testing/recorded-td.ts";
import { readRtmrLog } from "../tdx/event-log.ts";
import { learnBoot, withLearnedBoot } from "./learn.ts";

const addedAt = "2026-11-23T10:00:00Z";
/** What files tell of a direct boot: RTMR 1 and 2. */
const predicted = knownBootOf(usualSteps, "predicted", [1, 2]);

async function lesson(steps: readonly Step[], known = [predicted]) {
  const log = await readRtmrLog(ccelOf(steps));
  if (!log.ok) throw new Error(log.error.field);
  const { events } = log.value;
  const commandLines = [commandLine];
  return learnBoot({ registers: "rtmr", events, known, accepted: [], commandLines, name: "first boot", addedAt });
}

test("a first boot as predicted teaches RTMR 0, and nothing else", async () => {
  const { boot, findings, refused } = await lesson(usualSteps);
  expect(refused).toEqual([]);
  expect(findings.map(({ pcr, kind }) => `${pcr} ${kind}`)).toEqual(["0 first-boot", "1 known", "2 known"]);
  expect(measuredBootSchema.parse(boot)).toMatchObject({ registers: "rtmr", origin: "learned", pcrs: [0] });
  expect(boot?.events.map(({ digest }) => digest)).toEqual(
    knownBootOf(usualSteps, "", [0]).events.map((one) => one.digest),
  );
});

test("a boot that differs from the prediction teaches nothing", async () => {
  const other = usualSteps.map((step) => (step.component === "initrd" ? { ...step, measured: toUtf8("other") } : step));
  const { boot, refused } = await lesson(other);
  expect({ boot, refused }).toEqual({ boot: undefined, refused: [2] });
});

test("without a prediction a boot needs acceptance, but for what follows the machine's shape", async () => {
  expect((await lesson(usualSteps, [])).refused).toEqual([1, 2]);
  // A known boot of PCRs says nothing of RTMRs.
  const pcrs = { ...predicted, registers: "pcr" as const };
  expect((await lesson(usualSteps, [pcrs])).refused).toEqual([1, 2]);
});

test("a learned boot takes the place of one that says the same of the same registers", async () => {
  const { boot } = await lesson(usualSteps);
  if (boot === undefined) throw new Error("nothing learned");
  const again = { ...boot, name: "again" };
  expect(withLearnedBoot([predicted, boot], again)).toEqual([predicted, again]);
  const { registers: _, ...ofPcrs } = { ...boot, events: [] };
  const empty = { ...again, events: [] };
  expect(withLearnedBoot([ofPcrs], empty)).toEqual([ofPcrs, empty]);
});
