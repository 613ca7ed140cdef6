import { goodUntil, type Provenance, type ReadEntry } from "@sekisho/endorsements/fetch";
import { message, type Message, type Renderer } from "@sekisho/messages";

/** A bundle as it is to be shown. */
export type Shown = {
  /** Its file. */
  readonly path: string;
  readonly gatheredAt: Date;
  readonly entries: readonly ReadEntry[];
  /** The moment that it is looked at. */
  readonly at: Date;
  readonly provenances: ReadonlyMap<ReadEntry, Provenance>;
};

/** Whether an entry holds at a moment. */
export function holds({ content: { window } }: ReadEntry, at: Date): boolean {
  return window.from <= at && at <= window.until;
}

/** A bundle for a person: until when it is good, then what is in it, by vendor. */
export function bundleText(shown: Shown, render: Renderer): string {
  const { path, gatheredAt, entries, at } = shown;
  const values = { path, count: entries.length, gathered: day(gatheredAt) };
  if (entries.length === 0) return `${render(message("cli.endorsements.empty", { path }))}\n`;
  const until = goodUntil(entries);
  const over = entries.filter((entry) => !holds(entry, at)).length;
  const days = Math.floor((until.getTime() - at.getTime()) / (24 * 3600 * 1000));
  const title =
    over === 0
      ? message("cli.endorsements.good", { ...values, until: day(until), days })
      : message("cli.endorsements.over", { ...values, over });
  const sections = (["amd", "intel"] as const).flatMap((vendor) => {
    const own = entries.filter(({ resource }) => resource.vendor === vendor);
    return own.length === 0 ? [] : ["", ...vendorLines(vendorNames[vendor], own, shown, render)];
  });
  return [render(title), ...sections, "", render(message("cli.endorsements.trust")), ""].join("\n");
}

const vendorNames = { amd: "AMD", intel: "Intel" } as const;

/** What is to be said of all entries alike is said once, beside the vendor's name. */
function vendorLines(
  name: string,
  entries: readonly ReadEntry[],
  { at, provenances }: Shown,
  render: Renderer,
): readonly string[] {
  const doubts = entries.map((entry) => {
    const doubt = doubtOf(provenances.get(entry));
    return doubt === undefined ? "" : `  ${render(doubt)}`;
  });
  const [first = ""] = doubts;
  const alike = doubts.every((doubt) => doubt === first);
  const lines = entries.map((entry, index) => `${line(entry, at, render)}${alike ? "" : (doubts[index] ?? "")}`);
  return [`${name}${alike ? first : ""}`, ...lines];
}

function line(entry: ReadEntry, at: Date, render: Renderer): string {
  const { name, resource, content } = entry;
  const mark = holds(entry, at) ? "✓" : "✗";
  const what = render(message(`cli.endorsements.kind.${resource.kind}`));
  return `  ${mark} ${day(content.window.from)} – ${day(content.window.until)}  ${what}  ${shortened(name)}`;
}

/** What is to be said of an entry that does not lead to its vendor's root. */
function doubtOf(provenance: Provenance | undefined): Message | undefined {
  if (provenance?.kind === "vendor") return undefined;
  return provenance?.kind === "foreign"
    ? message("cli.endorsements.other-root", { root: provenance.root })
    : message("cli.endorsements.no-root");
}

/** A chip's identifier has 128 digits; its beginning and end tell it from others. */
function shortened(name: string): string {
  return name.replace(/[0-9a-f]{128}/, (digits) => `${digits.slice(0, 8)}…${digits.slice(-8)}`);
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The same as JSON. */
export function bundleJson({
  gatheredAt,
  entries,
  at,
  provenances,
}: Omit<Shown, "path">): Readonly<Record<string, unknown>> {
  return {
    gatheredAt,
    goodUntil: entries.length === 0 ? null : goodUntil(entries),
    current: entries.every((entry) => holds(entry, at)),
    entries: entries.map((entry) => ({
      name: entry.name,
      kind: entry.resource.kind,
      service: entry.service,
      fetchedAt: entry.fetchedAt,
      from: entry.content.window.from,
      until: entry.content.window.until,
      current: holds(entry, at),
      provenance: provenances.get(entry) ?? null,
    })),
  };
}
