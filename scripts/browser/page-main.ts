import { perform, type Task } from "./tasks/perform.ts";
import { timeVerification } from "./tasks/time.ts";

/** What the page offers to the test outside of it. */
export type PageApi = {
  perform(task: Task): Promise<unknown>;
  timeVerification(tasks: readonly Task[]): Promise<readonly number[]>;
};

Object.assign(globalThis, { sekisho: { perform, timeVerification } satisfies PageApi });
