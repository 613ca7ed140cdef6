import { perform, type Task } from "./perform.ts";

/** How long each task takes, in milliseconds. */
export async function timeVerification(tasks: readonly Task[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const task of tasks) {
    const start = performance.now();
    await perform(task);
    times.push(performance.now() - start);
  }
  return times;
}
