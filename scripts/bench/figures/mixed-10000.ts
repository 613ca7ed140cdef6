import { once } from "node:events";
import { availableParallelism } from "node:os";
import process from "node:process";
import { Worker } from "node:worker_threads";
import type { Figure } from "../figure.ts";
import { median, medianRatio } from "../statistics.ts";
import { mixedKinds } from "../support/mixed-evidence.ts";

const pieces = 10_000;
/** One core and all cores take turns, so that a busy machine slows both. */
const turns = 10;
const perTurn = pieces / turns;

export const mixed10000: Figure = {
  name: "mixed-10000",
  title: `10,000 mixed pieces of evidence (${mixedKinds.join(", ")}) verified on all cores`,
  goal: null,
  measure: async () => {
    const cores = availableParallelism();
    const workers = Array.from(
      { length: cores },
      () => new Worker(new URL("../support/mixed-worker.ts", import.meta.url)),
    );
    try {
      await Promise.all(workers.map((worker) => once(worker, "message")));
      const [alone] = workers;
      if (alone === undefined) throw new Error("no worker");
      // Everything is compiled and cached before it counts.
      await timeOf(workers, 100 * cores);
      const times = { one: [] as number[], all: [] as number[] };
      const computing = { one: 0, all: 0 };
      for (let turn = 0; turn < turns; turn++) {
        const sides = [
          async () => {
            const before = process.cpuUsage();
            times.one.push(await timeOf([alone], perTurn));
            computing.one += computedSince(before);
          },
          async () => {
            const before = process.cpuUsage();
            times.all.push(await timeOf(workers, perTurn));
            computing.all += computedSince(before);
          },
        ];
        for (const side of turn % 2 === 0 ? sides : sides.toReversed()) await side();
      }
      const sum = times.all.reduce((left, right) => left + right, 0);
      return {
        value: (1000 * pieces) / sum,
        unit: "pieces/s",
        ratio: medianRatio(times.one, times.all),
        against: `one core; there are ${cores}`,
        notes: [
          `${(sum / 1000).toFixed(1)} s for all of them; one core alone verifies ${((1000 * perTurn) / median(times.one)).toFixed(0)} pieces/s`,
          `a piece takes ${(computing.one / pieces).toFixed(2)} ms of computing alone, ${(computing.all / pieces).toFixed(2)} ms with all cores at work, waiting for a core aside`,
          "the ratio is the speed-up: higher is better; each thread keeps its own certificate cache",
        ],
      };
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  },
};

/** Milliseconds that all threads of this process have computed, together. */
function computedSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds until all of these threads together have verified so many pieces. */
async function timeOf(workers: readonly Worker[], count: number): Promise<number> {
  const begin = performance.now();
  await Promise.all(
    workers.map((worker, index) => {
      const share = Math.floor((count + index) / workers.length);
      const done = once(worker, "message");
      worker.postMessage(share);
      return done;
    }),
  );
  return performance.now() - begin;
}
