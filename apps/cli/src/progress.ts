import type { Progress } from "@sekisho/image";
import type { Context } from "./context.ts";

const width = 24;

/** Shows progress on standard error: one bar that is drawn over on a terminal, and a line for each step elsewhere. */
export function createProgressView({ say, render, interactive }: Context): {
  readonly progress: Progress;
  /** Ends the bar's line. */
  readonly close: () => void;
} {
  let drawn = false;
  const progress: Progress = ({ step, fraction }) => {
    const percent = `${Math.round(fraction * 100)}`.padStart(3);
    if (!interactive) {
      say(`${percent} % ${render(step)}\n`);
      return;
    }
    const filled = Math.round(fraction * width);
    say(`\r\u001B[K[${"█".repeat(filled)}${"░".repeat(width - filled)}] ${percent} % ${render(step)}`);
    drawn = true;
  };
  const close = (): void => {
    if (drawn) say("\n");
    drawn = false;
  };
  return { progress, close };
}
