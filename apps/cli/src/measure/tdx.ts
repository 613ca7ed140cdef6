import { toHex } from "@sekisho/encoding";
import { message, type Renderer } from "@sekisho/messages";
import { computeMrTd, predictTdxDirectBoot, type MrTdOrder, type TdxDirectBoot } from "@sekisho/reference-values";
import { predictedBoots, type BootPrediction } from "@sekisho/reference-values/measured-boot";
import { eventLine, registersOf } from "./pcrs.ts";

/** What a trust domain will measure: MRTD as 48 bytes, and what a direct boot extends where a kernel was given. */
export type TdxMeasurement = { readonly mrTd: Uint8Array; readonly boot: BootPrediction | undefined };

/** @throws MeasureError that says what to do about the firmware, the kernel or its command line */
export async function measureTdx(
  firmware: Uint8Array,
  order: MrTdOrder,
  boot: TdxDirectBoot | undefined,
): Promise<TdxMeasurement> {
  return {
    mrTd: await computeMrTd(firmware, { order }),
    boot: boot === undefined ? undefined : await predictTdxDirectBoot(boot),
  };
}

/** As JSON: `digest` is MRTD; with a kernel, what RTMR 1 and 2 will hold, by their numbers, and the events that make it so. */
export async function tdxJson(
  { mrTd, boot }: TdxMeasurement,
  render: Renderer,
): Promise<Readonly<Record<string, unknown>>> {
  const digest = toHex(mrTd);
  if (boot === undefined) return { digest };
  return {
    digest,
    rtmrs: await valuesOf(boot),
    events: boot.values[0]?.events ?? [],
    unpredicted: boot.unpredicted.map(({ pcr, reason }) => ({ rtmr: pcr, reason: render(reason) })),
  };
}

/** For a person to read; nothing but the digest where there is no kernel, as of other guests. */
export async function tdxText({ mrTd, boot }: TdxMeasurement, render: Renderer): Promise<string> {
  if (boot === undefined) return `${toHex(mrTd)}\n`;
  const values = await valuesOf(boot);
  const events = boot.values[0]?.events ?? [];
  const registers = Object.entries(values).map(([rtmr, value]) =>
    [`RTMR ${rtmr} ${value}`, ...events.filter(({ pcr }) => String(pcr) === rtmr).map(eventLine)].join("\n"),
  );
  const left = boot.unpredicted.map(({ pcr, reason }) => `  RTMR ${pcr} ${render(reason)}`);
  const title = render(message("cli.measure.tdx.unpredicted"));
  return `${[`MRTD ${toHex(mrTd)}`, ...registers, [title, ...left].join("\n")].join("\n\n")}\n`;
}

async function valuesOf(boot: BootPrediction): Promise<Readonly<Record<string, string>>> {
  const [likeliest] = predictedBoots(boot, "measured", new Date(0).toISOString());
  return likeliest === undefined ? {} : await registersOf(likeliest);
}
