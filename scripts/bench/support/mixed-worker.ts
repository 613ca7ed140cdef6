/** A thread that verifies mixed evidence: says "ready" once, then "done" for each number of pieces that it is told. */
import { parentPort } from "node:worker_threads";
import { prepareMixed } from "./mixed-evidence.ts";

const verify = await prepareMixed();
parentPort?.on("message", (pieces: number) => void run(pieces));
parentPort?.postMessage("ready");

async function run(pieces: number): Promise<void> {
  for (let done = 0; done < pieces; done++) await verify();
  parentPort?.postMessage("done");
}
