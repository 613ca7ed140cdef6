import type { Renderer } from "@sekisho/messages";
import { message } from "@sekisho/messages";
import type { BootReport } from "./boot-report.ts";
import type { Audience } from "./play.ts";
import { shortened } from "./shortened.ts";
import { scenarios, type Scenario } from "./scenarios.ts";

/** Where the demo writes: prose, and on a terminal a bar that the next line takes away. */
export type Output = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

/** Tells people what happens: a line for each boot, with a progress bar below on a terminal. */
export type Stage = Audience & {
  say(text: string): void;
  /** One step of a long work; `fraction` of it, 0 to 1, is done. */
  step(text: string, fraction: number): void;
};

const barWidth = 24;
const clearLine = "\r\u001b[2K";

export function createStage(output: Output, render: Renderer): Stage {
  const clear = (): void => {
    if (output.isTTY === true) output.write(clearLine);
  };
  const say = (text: string): void => {
    clear();
    output.write(`${text}\n`);
  };
  const showBar = (fraction: number, text: string): void => {
    const done = Math.round(fraction * barWidth);
    const bar = "█".repeat(done) + "░".repeat(barWidth - done);
    output.write(clearLine + fitting(`${bar} ${text}`, output.columns ?? 80));
  };
  return {
    say,
    step: (text, fraction) => {
      if (output.isTTY === true) showBar(fraction, text);
      else if (text !== "") say(`  ${text}`);
    },
    starts: ({ name }, index, count) => {
      if (output.isTTY === true)
        showBar(index / count, `${index + 1}/${count} ${render(message(`demo.boot.${name}`))}`);
    },
    repeats: () => say(`  ${render(message("demo.repeats"))}`),
    ended: (report) => {
      for (const line of reportLines(report, render)) say(line);
    },
  };
}

function reportLines(report: BootReport, render: Renderer): string[] {
  const { name, expected, actual, reason, asExpected } = report;
  const side = (id: string, value: string | null): string[] =>
    value === null || value === "" ? [] : [`      ${render(message(id))}: ${value}`];
  const [shownExpected, shownActual] = shortened(expected, actual);
  const scenario = scenarios.find((candidate) => candidate.name === name);
  const wanted = scenario === undefined ? "" : outcomeText(wantedOf(scenario), render);
  return [
    `${asExpected ? "✔" : "✘"} ${render(message(`demo.boot.${name}`))}: ${outcomeText(report, render)} (${Math.round(report.seconds)} s)`,
    `      ${reason}`,
    ...side("demo.expected", shownExpected),
    ...side("demo.actual", shownActual),
    ...(asExpected ? [] : [`      ${render(message("demo.unexpected", { wanted }))}`]),
  ];
}

function wantedOf({ expected }: Scenario): Pick<BootReport, "outcome" | "refusedBy"> {
  return expected.outcome === "refused"
    ? { outcome: "refused", refusedBy: expected.by }
    : { outcome: "released", refusedBy: null };
}

function outcomeText({ outcome, refusedBy }: Pick<BootReport, "outcome" | "refusedBy">, render: Renderer): string {
  const party = refusedBy === null ? "" : render(message(`demo.party.${refusedBy}`));
  return render(message(`demo.outcome.${outcome}`, { party }));
}

/** Characters of East Asian scripts take two columns, so half of the width is safe for any language. */
function fitting(text: string, columns: number): string {
  const wide = /[\u1100-\uffff]/.test(text);
  return text.slice(0, wide ? Math.floor(columns / 2) + barWidth : columns - 1);
}
