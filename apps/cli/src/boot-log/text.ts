import { toHex } from "@sekisho/encoding";
import { componentKinds, type BootEvent, type BootLog, type ComponentKind } from "@sekisho/evidence/boot-log";
import { message, spelledOut, type Renderer } from "@sekisho/messages";

/** A boot log for a person to read: its events by component, marked where the name is only a claim, then its registers. */
export function bootLogText(what: string, log: BootLog, render: Renderer): string {
  const { format, events } = log;
  const sections = [
    render(message("cli.boot-log.title", { what, format, count: events.length })),
    ...componentKinds.map((kind) => componentSection(kind, log, render)),
    ...Array.from(log.banks, ([bank, registers]) => registerSection(bank, registers, log, render)),
    log.otherBanks.length === 0
      ? ""
      : render(message("cli.boot-log.other-banks", { banks: log.otherBanks.join(", ") })),
    render(message("cli.boot-log.worth")),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function componentSection(kind: ComponentKind, { events, format }: BootLog, render: Renderer): string {
  const own = events.filter(({ component }) => component.kind === kind);
  if (own.length === 0) return "";
  const title = render(message(`boot-log.component.${kind}`));
  return [title, ...own.map((event) => eventLine(event, format === "ccel", render))].join("\n");
}

function eventLine(event: BootEvent, isCcel: boolean, render: Renderer): string {
  const { type, component, digests } = event;
  const { signatures, file } = component;
  const mark = component.authenticated || file !== undefined ? "✓" : "?";
  // Without a name the digest is all there is to tell one event from another.
  const [digest] = digests.values();
  const name = component.name === "" ? toHex(digest ?? new Uint8Array()).slice(0, 16) : spelledOut(component.name);
  const proven = file === undefined ? "" : ` = ${spelledOut(file)}`;
  const entries =
    signatures === undefined ? "" : ` ${render(message("cli.boot-log.entries", { count: signatures.length }))}`;
  return `  ${mark} ${event.extends ? registerName(event.register, isCcel) : "–"} ${name}${proven}${entries} [${spelledOut(type)}]`;
}

function registerSection(
  bank: string,
  registers: ReadonlyMap<number, Uint8Array>,
  { format }: BootLog,
  render: Renderer,
): string {
  const sorted = [...registers].toSorted(([left], [right]) => left - right);
  const lines = sorted.map(([register, value]) => `  ${registerName(register, format === "ccel")} ${toHex(value)}`);
  return [render(message("cli.boot-log.registers", { bank })), ...lines].join("\n");
}

/** A CCEL counts from the build-time register, so its 1 is RTMR 0. */
function registerName(register: number, isCcel: boolean): string {
  return isCcel && register > 0 ? `RTMR ${register - 1}` : `PCR ${register}`;
}
