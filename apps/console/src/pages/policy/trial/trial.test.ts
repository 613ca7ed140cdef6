import { message } from "@sekisho/messages";
import type { PolicyTrialResult, TriedMachine } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { CallError } from "../../../api/problems.ts";
import { runTrial, type Progress, type TrialRun } from "./run.ts";
import { summaryOf } from "./summary.ts";

function machine(name: string, effect: TriedMachine["effect"] = "stays-in"): TriedMachine {
  return { machineId: "00000000-0000-4000-8000-000000000000", name, effect, evidence: [] };
}

const busy = new CallError("problem", 429, message("gate.problem.trialBusy"));

function run(answers: readonly (PolicyTrialResult | Error)[], changes: Partial<TrialRun> = {}) {
  const asked: (string | undefined)[] = [];
  const progress: Progress[] = [];
  const waits: number[] = [];
  const done = runTrial({
    ask: (after) => {
      const answer = answers[asked.length];
      asked.push(after);
      return answer instanceof Error || answer === undefined ? Promise.reject(answer) : Promise.resolve(answer);
    },
    onProgress: (one) => void progress.push(one),
    signal: new AbortController().signal,
    wait: async (milliseconds) => void waits.push(milliseconds),
    ...changes,
  });
  return { done, asked, progress, waits };
}

const first = { machines: [machine("a")], next: "1", left: 2 };
const last = { machines: [machine("b"), machine("c")], next: null, left: 0 };

describe("a trial", () => {
  test("goes from slice to slice, and says how far it is", async () => {
    const { done, asked, progress } = run([first, last]);
    expect((await done).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(asked).toEqual([undefined, "1"]);
    expect(progress).toEqual([
      { done: 1, total: 3 },
      { done: 3, total: 3 },
    ]);
  });

  test("waits while another one is under way, and asks for the same slice again", async () => {
    const { done, asked, waits } = run([first, busy, last]);
    expect(await done).toHaveLength(3);
    expect(asked).toEqual([undefined, "1", "1"]);
    expect(waits).toHaveLength(1);
  });

  test("that the gate refuses otherwise ends with what the gate said", async () => {
    const invalid = new CallError("problem", 400, message("gate.problem.policyInvalid"));
    await expect(run([invalid]).done).rejects.toBe(invalid);
    await expect(run(Array.from({ length: 40 }, () => busy)).done).rejects.toBe(busy);
  });

  test("that a person ends keeps what was tried", async () => {
    const stop = new AbortController();
    const { done, asked } = run([first, last], { signal: stop.signal, onProgress: () => stop.abort() });
    expect(await done).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });
});

describe("its summary", () => {
  test.each([
    [[], "console.policy.trial.nothing"],
    [["none"], "console.policy.trial.nothing"],
    [["stays-in", "stays-out", "none"], "console.policy.trial.same"],
    [["locked-out", "stays-in"], "console.policy.trial.lockedOut"],
    [["let-in"], "console.policy.trial.letIn"],
    [["let-in", "locked-out"], "console.policy.trial.both"],
  ] as const)("of %j is %s", (effects, id) => {
    expect(summaryOf(effects.map((effect) => machine("m", effect))).sentence.id).toBe(id);
  });

  test("counts only machines that have evidence, and names those that matter in order", () => {
    const { sentence, lockedOut } = summaryOf([
      machine("b", "locked-out"),
      machine("a", "locked-out"),
      machine("c", "none"),
    ]);
    expect(sentence.values).toMatchObject({ count: 2, out: 2 });
    expect(lockedOut.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});
