import type { Lesson, LoggedEvent, PcrFinding } from "@sekisho/appraisal";
import { message, spelledOut, type Renderer } from "@sekisho/messages";
import type { MeasuredEvent, Registers } from "@sekisho/reference-values";

/** "PCR 0, 1", or "RTMR 0". */
export function registerNames(registers: Registers, numbers: readonly number[]): string {
  return `${registers === "rtmr" ? "RTMR" : "PCR"} ${numbers.join(", ")}`;
}

/** What came in each register beside what was expected, for a person who has to decide. */
export function lessonText({ findings, boot }: Lesson, registers: Registers, render: Renderer): string {
  const sections = findings.map((finding) => findingText(finding, registers, render));
  const learned =
    boot === undefined ? "" : render(message("cli.learn.pcrs", { registers: registerNames(registers, boot.pcrs) }));
  return `${[...sections, ...(learned === "" ? [] : ["", learned])].join("\n")}\n`;
}

function findingText(finding: PcrFinding, registers: Registers, render: Renderer): string {
  const { pcr, came } = finding;
  const register = registerNames(registers, [pcr]);
  const title = (id: string, nearest: string): string =>
    render(message(`cli.learn.${id}`, { register, nearest: spelledOut(nearest) }));
  switch (finding.kind) {
    case "known":
      return title(finding.by.origin === "predicted" ? "as-predicted" : "as-learned", finding.by.name);
    case "as-predicted":
      return title("as-predicted", finding.nearest.name);
    case "first-boot": {
      const { nearest } = finding;
      const first = nearest === undefined ? title("first-boot", "") : title("first-boot-again", nearest.name);
      return [first, ...eventLines(" ", came, render)].join("\n");
    }
    case "differs":
      return [
        title("differs", finding.nearest.name),
        ...eventLines("-", finding.expected, render),
        ...eventLines("+", finding.actual, render),
      ].join("\n");
  }
}

/** One line for each event: the beginning of its digest, what it is about, and its name, marked where nothing proves it. */
function eventLines(
  mark: string,
  events: readonly (MeasuredEvent | LoggedEvent)[],
  render: Renderer,
): readonly string[] {
  if (events.length === 0) return [`  ${mark} ${render(message("cli.learn.nothing"))}`];
  return events.map((event) => {
    const [first = "", ...more] = event.name.split("\n");
    const name = `${spelledOut(first)}${more.length > 0 ? " …" : ""}`;
    const shown = "authenticated" in event && !event.authenticated && name !== "" ? `(${name})` : name;
    return `  ${mark} ${event.digest.slice(0, 16)} ${event.component} ${shown}`.trimEnd();
  });
}

/** The comparison as JSON: one finding for each register, and the value that would be learned. */
export function lessonJson({ findings, refused, unreadable, boot }: Lesson): Readonly<Record<string, unknown>> {
  return { pcrs: findings.map(findingJson), refused, unreadable, boot: boot ?? null };
}

function findingJson(finding: PcrFinding): Readonly<Record<string, unknown>> {
  const { pcr, kind, came } = finding;
  const nearest = (finding.kind === "known" ? finding.by : finding.nearest)?.name ?? null;
  if (finding.kind !== "differs") return { pcr, finding: kind, nearest, events: came };
  return { pcr, finding: kind, nearest, events: came, expected: finding.expected, actual: finding.actual };
}
