import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { releaseCost } from "@sekisho/gate/testing";
import { requestDetailSchema } from "@sekisho/release";
import type { Figure, Measured } from "../figure.ts";
import { compare } from "../interleave.ts";
import { cycle } from "../support/bench-guests.ts";
import { askAsOwner } from "../support/gate-caller.ts";
import { withBenchGate, type BenchGate } from "./gate-challenge-verdict-release.ts";

/** What the log may cost of a release's time. */
const goalPercent = 10;

export const receiptPerRelease: Figure = {
  name: "receipt-per-release",
  title:
    "what receipts cost: entries of verdict and release in the transaction of a release (auto, SEV-SNP), its store on disk",
  goal: null,
  measure: () => withBenchGate(1, measureCost),
};

/**
 * The same transaction with and without the log takes turns on one database; the difference is held against a whole release at a
 * gate, one guest at a time, less what the lab's processor computes for the guest.
 */
async function measureCost({ gate, machine, caller, guests, folder }: BenchGate): Promise<Measured> {
  const challenge = { nonce: "A".repeat(64), expiresAt: new Date().toISOString() };
  let cycles = 0;
  const release = async (): Promise<void> => {
    await cycle(caller, guests);
    cycles++;
  };
  const cpuBefore = await gate.cpu();
  const effort = { atMostMs: 8_000, warmUpMs: 2000, batchMs: 100 };
  const whole = await compare(() => guests.evidence(challenge), release, effort);
  const gateCpu = ((await gate.cpu()) - cpuBefore) / cycles;
  const releaseMs = whole.ms - whole.floorMs;

  const { evidence, endorsements, verdict } = requestDetailSchema.parse(
    await askAsOwner(gate.adminSocket, "/v1/admin/requests/1"),
  );
  if (evidence === null || verdict === null) throw new Error("the release has no evidence");
  const own = join(folder, "cost");
  await mkdir(own);
  const cost = await releaseCost(own, machine, evidence, verdict, endorsements);
  try {
    const { ms, floorMs } = await compare(cost.plain, cost.logged, { atMostMs: 10_000, batchMs: 40 });
    const extra = ms - floorMs;
    const percent = (100 * extra) / releaseMs;
    return {
      value: extra,
      unit: "ms",
      ratio: null,
      notes: [
        `${percent.toFixed(1)} % of a release, which takes ${releaseMs.toFixed(2)} ms at this gate; goal: below ${goalPercent} %`,
        `the gate's process computes ${gateCpu.toFixed(2)} ms for it, all threads together`,
        `the transaction takes ${floorMs.toFixed(2)} ms without, ${ms.toFixed(2)} ms with judgement and two entries`,
      ],
    };
  } finally {
    await cost.close();
  }
}
