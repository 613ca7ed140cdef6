import type { ServiceOptions } from "../keeper.ts";

/** A world whose clock only moves when somebody sleeps, or a test skips. */
export function clockwork(
  start = new Date(),
): ServiceOptions & { readonly slept: number[]; skip(milliseconds: number): void } {
  let time = start.getTime();
  const slept: number[] = [];
  return {
    slept,
    skip: (milliseconds) => {
      time += milliseconds;
    },
    now: () => new Date(time),
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    },
    random: () => 0,
  };
}
