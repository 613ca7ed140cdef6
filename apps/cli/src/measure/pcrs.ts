import { toHex } from "@sekisho/encoding";
import type { DiskBootPrediction } from "@sekisho/image";
import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { MeasuredBoot, MeasuredEvent } from "@sekisho/reference-values";
import { replayMeasuredBoot } from "@sekisho/reference-values/measured-boot";

type Registers = Readonly<Record<string, string>>;

/**
 * A prediction as JSON: what each PCR will hold and the events that make it so, for the likeliest way to boot; what differs in
 * the other ways; and the PCRs that only a first boot tells, each with the reason in the reader's language.
 */
export async function pcrsJson(
  { boots, unpredicted, boot, secureBoot }: DiskBootPrediction,
  render: Renderer,
): Promise<Readonly<Record<string, unknown>>> {
  const [likeliest, ...others] = boots;
  return {
    boot,
    secureBoot,
    banks: { sha256: likeliest === undefined ? {} : await registersOf(likeliest) },
    events: likeliest?.events ?? [],
    alternatives: await Promise.all(
      others.map(async (other) => ({ name: other.name, banks: { sha256: await differing(other, likeliest) } })),
    ),
    unpredicted: unpredicted.map(({ pcr, reason }) => ({ pcr, reason: render(reason) })),
  };
}

/** A prediction for a person to read. */
export async function pcrsText(
  what: string,
  { boots, unpredicted, boot, secureBoot }: DiskBootPrediction,
  render: Renderer,
): Promise<string> {
  const [likeliest, ...others] = boots;
  const title = render(message(`cli.measure.pcrs.title-${boot}-${secureBoot ? "on" : "off"}`, { what }));
  const sections = [title];
  if (likeliest !== undefined) {
    const values = await registersOf(likeliest);
    sections.push(
      ...likeliest.pcrs.map((pcr) =>
        pcrSection(
          pcr,
          values[pcr] ?? "",
          likeliest.events.filter((event) => event.pcr === pcr),
        ),
      ),
    );
  }
  for (const other of others) {
    const lines = Object.entries(await differing(other, likeliest)).map(([pcr, value]) => `  PCR ${pcr} ${value}`);
    sections.push([render(message("cli.measure.pcrs.otherwise", { name: other.name })), ...lines].join("\n"));
  }
  const left = unpredicted.map(({ pcr, reason }) => `  PCR ${pcr} ${render(reason)}`);
  sections.push([render(message("cli.measure.pcrs.unpredicted")), ...left].join("\n"));
  return `${sections.join("\n\n")}\n`;
}

function pcrSection(pcr: number, value: string, events: readonly MeasuredEvent[]): string {
  return [`PCR ${pcr} ${value}`, ...events.map(eventLine)].join("\n");
}

/** One line for an event; a GRUB menu entry, which is a whole script, is cut. */
export function eventLine({ component, name, digest }: MeasuredEvent): string {
  const [first = "", ...more] = name.split("\n");
  return `  ${digest.slice(0, 16)} ${component} ${spelledOut(first)}${more.length > 0 ? " …" : ""}`;
}

/** What each register will hold, in hexadecimal digits, by its number. */
export async function registersOf(boot: MeasuredBoot): Promise<Registers> {
  const values = await replayMeasuredBoot(boot);
  return Object.fromEntries(Array.from(values, ([pcr, value]) => [String(pcr), toHex(value)]));
}

/** The same of another boot, but only what is not as in the likeliest. */
export async function differing(other: MeasuredBoot, likeliest: MeasuredBoot | undefined): Promise<Registers> {
  const [own, usual] = [await registersOf(other), likeliest === undefined ? {} : await registersOf(likeliest)];
  return Object.fromEntries(Object.entries(own).filter(([pcr, value]) => usual[pcr] !== value));
}
