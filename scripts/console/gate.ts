import { join } from "node:path";
import {
  dataDirectory,
  intelServiceSource,
  keyServerSource,
  startGate,
  type GateOptions,
  type RunningGate,
} from "@sekisho/gate";
import type { Lab } from "@sekisho/lab";
import { createAppraiser } from "@sekisho/verifier";
import { pino } from "pino";
import { startGateProcess, type GateProcess } from "./gate-process.ts";

/** A gate that runs, here or as a process. */
export type Running = Pick<RunningGate, "identity" | "directory" | "port" | "adminSocket" | "close"> & {
  readonly people: { readonly origin: string; readonly port: number } | undefined;
};

/** The gate of the world: it can be stopped and started, and is the same one then. */
export type WorldGate = {
  readonly running: Running;
  /** The process in which it runs, where that is not this one. */
  readonly process: GateProcess | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
};

type PageAssets = NonNullable<NonNullable<GateOptions["people"]>["assets"]>;

/** The way from guests to the gate, wherever it listens. */
export type Way = { readonly port: number; leadTo(port: number | undefined): void };

export type WorldGateInput = {
  readonly folder: string;
  readonly lab: Lab;
  readonly network: Way;
  /** What it is started with in this process. */
  readonly options: Partial<GateOptions>;
  /** The page that people see; absent: there is no door for them. */
  readonly assets?: PageAssets | undefined;
  /** What `sekisho gate serve` is started with in a process of its own; absent: it runs in this one. */
  readonly words?: readonly string[] | undefined;
};

/** Quick enough for a person who looks on, and for tests. */
const timing = { poll: 0.5, decidedPoll: 0.2, refresh: 20 };
/** All guests of the world come from one address. */
const generous = { burst: 100_000, perSecond: 100_000 };

/** A gate that asks the lab's key server. */
export function createWorldGate(input: WorldGateInput): WorldGate {
  const { network, words } = input;
  // Browsers tell a gate from another by its port, so it keeps the one of its first start.
  let peoplePort = 0;
  let started: { readonly running: Running; readonly process?: GateProcess } | undefined;
  return {
    get running() {
      if (started === undefined) throw new Error("the gate does not run");
      return started.running;
    },
    get process() {
      return started?.process;
    },
    start: async () => {
      started =
        words === undefined ? { running: await startHere(input, peoplePort) } : await startAsProcess(input, words);
      peoplePort = started.running.people?.port ?? 0;
      network.leadTo(started.running.port);
    },
    stop: async () => {
      network.leadTo(undefined);
      const stopping = started;
      started = undefined;
      await stopping?.running.close();
    },
  };
}

function startHere(
  { folder, lab, network, options, assets }: WorldGateInput,
  peoplePort: number,
): Promise<RunningGate> {
  const { url } = lab.keyServer;
  const directory = join(folder, "collateral");
  return startGate({
    rootKey: { kind: "file" },
    data: join(folder, "gate"),
    adminSocket: join(folder, "gate.sock"),
    listen: { host: "127.0.0.1", port: 0 },
    url: `https://127.0.0.1:${network.port}`,
    appraiser: createAppraiser(keyServerSource({ url, directory }), intelServiceSource({ url, directory })),
    timing,
    rates: { questions: generous, evidence: generous },
    // What the gate did not expect, nobody should have to look for.
    logger: pino({ level: "error" }, pino.destination(2)),
    ...(assets === undefined ? {} : { people: { listen: { host: "127.0.0.1", port: peoplePort }, assets } }),
    ...options,
  });
}

async function startAsProcess(
  { folder, lab, network }: WorldGateInput,
  words: readonly string[],
): Promise<{ readonly running: Running; readonly process: GateProcess }> {
  const data = join(folder, "gate");
  const { url } = lab.keyServer;
  const places = [
    "--data",
    data,
    "--root-key",
    "file",
    "--admin-socket",
    join(folder, "gate.sock"),
    "--listen",
    "127.0.0.1:0",
  ];
  const vendors = ["--key-server", url, "--intel-service", url];
  const own = ["--root-key", "file", "--url", `https://127.0.0.1:${network.port}`, ...places, ...vendors];
  const process = await startGateProcess(folder, [...own, ...words]);
  const { identity, port, socket, origin, close } = process;
  const people = origin === undefined ? undefined : { origin, port: Number(new URL(origin).port) };
  const running = { identity, directory: dataDirectory(data), port, adminSocket: socket, people, close };
  return { running, process };
}
