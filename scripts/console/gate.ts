import { join } from "node:path";
import { intelServiceSource, keyServerSource, startGate, type GateOptions, type RunningGate } from "@sekisho/gate";
import type { Lab, Network } from "@sekisho/lab";
import { createAppraiser } from "@sekisho/verifier";

/** The gate of the world: it can be stopped and started, and is the same one then. */
export type WorldGate = {
  readonly running: RunningGate;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Quick enough for a person who looks on, and for tests. */
const timing = { poll: 0.5, decidedPoll: 0.2, refresh: 20 };
/** All guests of the world come from one address. */
const generous = { burst: 100_000, perSecond: 100_000 };

/** A gate that asks the lab's key server; guests reach it over the network, wherever it listens. */
export function createWorldGate(input: {
  readonly folder: string;
  readonly lab: Lab;
  readonly network: Network;
  readonly options: Partial<GateOptions>;
}): WorldGate {
  const { folder, lab, network, options } = input;
  let running: RunningGate | undefined;
  const { url } = lab.keyServer;
  const directory = join(folder, "collateral");
  return {
    get running() {
      if (running === undefined) throw new Error("the gate does not run");
      return running;
    },
    start: async () => {
      running = await startGate({
        data: join(folder, "gate"),
        adminSocket: join(folder, "gate.sock"),
        listen: { host: "127.0.0.1", port: 0 },
        url: `https://127.0.0.1:${network.port}`,
        appraiser: createAppraiser(keyServerSource({ url, directory }), intelServiceSource({ url, directory })),
        timing,
        rates: { questions: generous, evidence: generous },
        ...options,
      });
      network.leadTo(running.port);
    },
    stop: async () => {
      network.leadTo(undefined);
      const stopping = running;
      running = undefined;
      await stopping?.close();
    },
  };
}
