import { toHex } from "@sekisho/encoding";
import { message, type Renderer } from "@sekisho/messages";
import {
  computeMrTd,
  predictTdxDirectBoot,
  type MeasuredBoot,
  type MrTdOrder,
  type TdxDirectBoot,
} from "@sekisho/reference-values";
import { predictedBoots, type BootPrediction } from "@sekisho/reference-values/measured-boot";
import { differing, eventLine, registersOf } from "./pcrs.ts";

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

/**
 * As JSON: `digest` is MRTD; with a kernel, what RTMR 1 and 2 will hold, by their numbers, and the events that make it so, for
 * the likeliest firmware; what differs with others; and the registers that only a first boot tells.
 */
export async function tdxJson(
  { mrTd, boot }: TdxMeasurement,
  render: Renderer,
): Promise<Readonly<Record<string, unknown>>> {
  const digest = toHex(mrTd);
  if (boot === undefined) return { digest };
  const { likeliest, others } = bootsOf(boot);
  return {
    digest,
    rtmrs: await registersOf(likeliest),
    events: likeliest.events,
    alternatives: await Promise.all(
      others.map(async (other) => ({ name: other.name, rtmrs: await differing(other, likeliest) })),
    ),
    unpredicted: boot.unpredicted.map(({ pcr, reason }) => ({ rtmr: pcr, reason: render(reason) })),
  };
}

/** For a person to read; nothing but the digest where there is no kernel, as of other guests. */
export async function tdxText({ mrTd, boot }: TdxMeasurement, render: Renderer): Promise<string> {
  if (boot === undefined) return `${toHex(mrTd)}\n`;
  const { likeliest, others } = bootsOf(boot);
  const sections = [`MRTD ${toHex(mrTd)}`];
  for (const [rtmr, value] of Object.entries(await registersOf(likeliest))) {
    const events = likeliest.events.filter(({ pcr }) => String(pcr) === rtmr);
    sections.push([`RTMR ${rtmr} ${value}`, ...events.map(eventLine)].join("\n"));
  }
  for (const other of others) {
    const lines = Object.entries(await differing(other, likeliest)).map(([rtmr, value]) => `  RTMR ${rtmr} ${value}`);
    sections.push([render(message("cli.measure.pcrs.otherwise", { name: other.name })), ...lines].join("\n"));
  }
  const left = boot.unpredicted.map(({ pcr, reason }) => `  RTMR ${pcr} ${render(reason)}`);
  sections.push([render(message("cli.measure.tdx.unpredicted")), ...left].join("\n"));
  return `${sections.join("\n\n")}\n`;
}

type Boots = { readonly likeliest: MeasuredBoot; readonly others: readonly MeasuredBoot[] };

function bootsOf(prediction: BootPrediction): Boots {
  const [likeliest, ...others] = predictedBoots(prediction, "direct boot", new Date(0).toISOString());
  if (likeliest === undefined) throw new RangeError("a direct boot is always foretold");
  return { likeliest, others };
}
