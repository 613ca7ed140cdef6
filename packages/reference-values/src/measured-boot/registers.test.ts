import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { measuredBootSchema, registersOf, type MeasuredBoot } from "./schema.ts";
import { replayMeasuredBoot } from "./replay.ts";

const addedAt = "2026-11-23T00:00:00.000Z";
const event = (pcr: number, digits: number) => ({
  pcr,
  component: "kernel",
  name: "",
  digest: "1b".repeat(digits / 2),
});

function boot(registers: MeasuredBoot["registers"], pcrs: readonly number[], events: MeasuredBoot["events"]): unknown {
  return { name: "boot", addedAt, ...(registers && { registers }), origin: "predicted", pcrs, events };
}

test.each([
  ["PCRs unless it says otherwise", boot(undefined, [4, 9], [event(9, 64)]), "pcr"],
  ["RTMRs with SHA-384", boot("rtmr", [1, 2], [event(2, 96)]), "rtmr"],
])("a known boot is about %s", (_, value, registers) => {
  expect(registersOf(measuredBootSchema.parse(value))).toBe(registers);
});

test.each([
  ["an RTMR that no TD has", boot("rtmr", [4], []), ["pcrs"]],
  ["an event in one", boot("rtmr", [1], [event(4, 96)]), ["events"]],
  ["SHA-256 in an RTMR", boot("rtmr", [1], [event(1, 64)]), ["events"]],
  ["SHA-384 in a PCR", boot("pcr", [1], [event(1, 96)]), ["events"]],
])("%s is no known boot", (_, value, path) => {
  expect(measuredBootSchema.safeParse(value).error?.issues[0]?.path).toEqual(path);
});

test("RTMRs are replayed with SHA-384", async () => {
  const values = await replayMeasuredBoot(measuredBootSchema.parse(boot("rtmr", [1, 3], [event(1, 96)])));
  const extended = createHash("sha384").update(new Uint8Array(48)).update(Buffer.alloc(48, 0x1b)).digest();
  expect([...values]).toEqual([
    [1, new Uint8Array(extended)],
    [3, new Uint8Array(48)],
  ]);
});
