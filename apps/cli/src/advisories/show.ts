import type { Exposure, ExposureStatus } from "@sekisho/appraisal";
import { message, spelledOut } from "@sekisho/messages";
import type { Context } from "../context.ts";

const marks: Readonly<Record<ExposureStatus, string>> = { exposed: "✗", unknown: "?", fixed: "✓" };

/** Exposures for a person: what is wrong first, then what can't be known, then what is fixed; each with reason and source. */
export function exposuresText(
  what: string,
  exposures: readonly Exposure[],
  collectedAt: string,
  { render, locale }: Pick<Context, "render" | "locale">,
): string {
  const count = (status: ExposureStatus): number => exposures.filter((one) => one.status === status).length;
  const values = { what, exposed: count("exposed"), unknown: count("unknown"), fixed: count("fixed"), collectedAt };
  const sections = (["exposed", "unknown", "fixed"] as const).flatMap((status) => {
    const rows = exposures.filter((one) => one.status === status);
    if (rows.length === 0) return [];
    const title = render(message(`cli.advisories.${status}`));
    return ["", title, ...groupsOf(rows, render).flatMap((group) => groupLines(group, { render, locale }))];
  });
  const footer = render(message("cli.advisories.worth"));
  return [render(message("cli.advisories.title", values)), ...sections, "", footer, ""].join("\n");
}

/**
 * Rows that say the same for the same reason, as whatever is known of Intel's advisories is known of all at once; a row with a
 * summary has something of its own to say.
 */
function groupsOf(rows: readonly Exposure[], render: Context["render"]): readonly (readonly Exposure[])[] {
  const groups = new Map<string, Exposure[]>();
  for (const row of rows) {
    const key = row.summary === undefined ? row.reasons.map(render).join(" ") : ` ${row.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function groupLines(group: readonly Exposure[], texts: Pick<Context, "render" | "locale">): readonly string[] {
  const [first, ...more] = group;
  if (first === undefined) return [];
  if (more.length === 0) return rowLines(first, texts);
  const { render } = texts;
  const values = { count: group.length, reason: first.reasons.map(render).join(" ") };
  const title = `  ${marks[first.status]} ${render(message("cli.advisories.same", values))}`;
  if (first.status !== "exposed") return [title, `      ${spelledOut(group.map(shortNameOf).join(", "))}`];
  return [title, ...group.map((row) => `      ${spelledOut(nameOf(row))}: ${spelledOut(row.source)}`)];
}

function rowLines(exposure: Exposure, { render, locale }: Pick<Context, "render" | "locale">): readonly string[] {
  const { status, reasons, source, summary } = exposure;
  const why = reasons.map(render).join(" ");
  const first = `  ${marks[status]} ${spelledOut(nameOf(exposure))}: ${why}`;
  if (status === "fixed") return [first];
  const said = summary === undefined ? [] : [`      ${spelledOut(summary[locale])}`];
  return [first, ...said, `      ${spelledOut(source)}`];
}

/** "BadRAM (AMD-SB-3015, CVE-2024-21944)"; an advisory without a name of its own stands for itself. */
function nameOf({ id, attack, advisory, vulnerabilities }: Exposure): string {
  const name = attack ?? id;
  const others = [...new Set([advisory, ...vulnerabilities])].filter((other) => other !== null && other !== name);
  return others.length === 0 ? name : `${name} (${others.join(", ")})`;
}

/** "BadRAM (AMD-SB-3015)", for lists. */
function shortNameOf(exposure: Exposure): string {
  return nameOf({ ...exposure, vulnerabilities: [] });
}

/** The same as JSON, with sentences in the reader's language. */
export function exposuresJson(
  exposures: readonly Exposure[],
  collectedAt: string,
  { render, locale }: Pick<Context, "render" | "locale">,
): Readonly<Record<string, unknown>> {
  return {
    collectedAt,
    exposures: exposures.map(({ reasons, summary, ...row }) => ({
      ...row,
      reasons: reasons.map((reason) => ({ ...reason, text: render(reason) })),
      summary: summary?.[locale] ?? null,
    })),
  };
}
