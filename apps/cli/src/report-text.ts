import type { Verdict } from "@sekisho/appraisal";
import { refuses, type Check } from "@sekisho/evidence";
import { message, spelledOut, type Renderer } from "@sekisho/messages";

/**
 * A verdict for a person to read: the verdict, then what refuses, what could not be looked at, and what passed, each with
 * what was expected and found where that says more.
 *
 * @param what names the evidence ("report.bin")
 */
export function verdictText(what: string, verdict: Verdict, render: Renderer): string {
  const refusing = verdict.checks.filter(refuses).toSorted((left, right) => order[left.status] - order[right.status]);
  const others = verdict.checks.filter((check) => !refuses(check));
  const unknown = others.filter(({ status }) => status === "unknown");
  const passed = others.filter(({ status }) => status === "pass");
  const sections = [
    render(message(`cli.report.${verdict.verdict}`, { what })),
    section("cli.report.refusing", refusing, render),
    section("cli.report.unknown", unknown, render),
    section("cli.report.passed", passed, render),
  ];
  return `${sections.filter((text) => text !== "").join("\n\n")}\n`;
}

function section(title: string, checks: readonly Check[], render: Renderer): string {
  if (checks.length === 0) return "";
  return [render(message(title)), ...alike(checks, render).map((some) => checksText(some, render))].join("\n");
}

/** Neighbours of which the same is to be said, with nothing more to show, are told in one line. */
function alike(checks: readonly Check[], render: Renderer): readonly (readonly [Check, ...Check[]])[] {
  const groups: [Check, ...Check[]][] = [];
  for (const check of checks) {
    const group = groups.at(-1);
    if (group !== undefined && saysNoMore(check) && tells(check, render) === tells(group[0], render)) group.push(check);
    else groups.push([check]);
  }
  return groups;
}

function saysNoMore({ expected, actual }: Check): boolean {
  return expected === null && actual === null;
}

function tells(check: Check, render: Renderer): string {
  return `${saysNoMore(check)} ${check.status} ${render(check.detail)}`;
}

/** What is wrong comes before what could not be looked at. */
const order = { fail: 0, unknown: 1, pass: 2 } as const;
const marks = { pass: "✓", fail: "✗", unknown: "?" } as const;

function checksText(checks: readonly [Check, ...Check[]], render: Renderer): string {
  const [{ status, expected, actual, detail }] = checks;
  const lines = [`  ${marks[status]} ${render(detail)} [${checks.map(({ id }) => spelledOut(id)).join(", ")}]`];
  if (status === "pass") return lines.join("\n");
  if (expected !== null) lines.push(`      ${render(message("cli.report.expected", { value: expected }))}`);
  if (actual !== null) lines.push(`      ${render(message("cli.report.actual", { value: actual }))}`);
  return lines.join("\n");
}

/** A verdict as JSON: the verdict's own fields, and each check's sentence in the reader's language as `text`. */
export function verdictJson({ verdict, checks, claims }: Verdict, render: Renderer): Readonly<Record<string, unknown>> {
  return { verdict, checks: checks.map((check) => ({ ...check, text: render(check.detail) })), claims };
}
