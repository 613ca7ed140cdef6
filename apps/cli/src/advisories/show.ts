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
    return ["", title, ...rows.flatMap((row) => rowLines(row, { render, locale }))];
  });
  const footer = render(message("cli.advisories.worth"));
  return [render(message("cli.advisories.title", values)), ...sections, "", footer, ""].join("\n");
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
