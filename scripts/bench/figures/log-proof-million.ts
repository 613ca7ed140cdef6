import { makeLargeLog, type LargeLog } from "@sekisho/gate/testing";
import { verifyInclusion } from "@sekisho/release/log";
import { floorName, type Figure, type Measured } from "../figure.ts";
import { compare } from "../interleave.ts";
import { createFloor } from "../support/floor.ts";
import { withWorkFolder } from "../support/work-folder.ts";

const size = 1_000_000;
/** So many proofs take turns, so that none is found in a processor's cache. */
const proofs = 256;

export const logProofMillion: Figure = {
  name: "log-proof-million",
  title: "an inclusion proof in a log of 1,000,000 entries, made out of the gate's database on disk",
  goal: null,
  measure: () =>
    withWorkFolder(async (folder) => {
      const log = await makeLargeLog(folder, size);
      try {
        return await measureProofs(log);
      } finally {
        await log.close();
      }
    }),
};

async function measureProofs(log: LargeLog): Promise<Measured> {
  let place = 0;
  // All over the log, each another one than those before.
  const next = (): number => (place = (place + 382_003) % size);
  const making = await compare(createFloor(), () => log.prove(next()), { atMostMs: 6_000 });

  const proven: Parameters<typeof verifyInclusion>[0][] = [];
  for (let count = 0; count < proofs; count++) {
    const index = next();
    const leafHash = await log.leafHash(index);
    proven.push({ index, leafHash, size: log.size, root: log.root, proof: await log.prove(index) });
  }
  let turn = 0;
  const verify = async (): Promise<void> => {
    const claim = proven[turn++ % proofs];
    if (claim === undefined || !(await verifyInclusion(claim))) throw new Error("a genuine proof was refused");
  };
  const verifying = await compare(createFloor(), verify, { atMostMs: 6_000 });
  return {
    value: making.ms * 1000,
    unit: "µs",
    ratio: making.ratio,
    against: floorName,
    notes: [
      `verifying it takes ${(verifying.ms * 1000).toFixed(0)} µs, ${verifying.ratio.toFixed(2)} times ${floorName}`,
      `${proven[0]?.proof.length ?? 0} hashes, out of at most six tiles of 256`,
    ],
  };
}
