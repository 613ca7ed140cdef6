import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intelServiceSource, keyServerSource, readGateIdentity, startGate, type RunningGate } from "@sekisho/gate";
import { startLab, startNetwork, type Lab, type Network } from "@sekisho/lab";
import type { Renderer } from "@sekisho/messages";
import type { GateIdentity } from "@sekisho/release";
import { createAppraiser, type Appraiser } from "@sekisho/verifier";
import { gateClient, type GateClient } from "./gate-client.ts";
import type { Technology } from "./scenarios.ts";

/** The tenant's gate of the demo. */
export type DemoGate = {
  readonly identity: GateIdentity;
  readonly client: GateClient;
  readonly running: Pick<RunningGate, "port" | "adminSocket">;
};

/** Everything around the machines: the lab's cloud, and the tenant's gate. */
export type Surroundings = {
  readonly lab: Lab;
  readonly gate: DemoGate;
  /** Where this run keeps its machines. */
  readonly folder: string;
  readonly render: Renderer;
  /** What a person types in mode `enter`. */
  readonly passphrase: string;
  /** A path for a new Unix socket, short enough for one. */
  socketPath(): string;
  close(): Promise<void>;
};

/** With a network that can lead astray. */
export type World = Surroundings & {
  /** While `work` runs, a gate with other keys answers at the gate's address. */
  withRogueGate<T>(work: () => Promise<T>): Promise<T>;
};

export type WorldInput = {
  /** The lab's keys stay here between runs. */
  readonly labDirectory: string;
  readonly render: Renderer;
  /** The host by which machines reach the gate: 127.0.0.1 for processes, 10.0.2.2 for QEMU's user network. */
  readonly gateHost: string;
  /** Where the gate's keys and the lab's network address stay between runs; absent: both are new. */
  readonly gateDirectory?: string;
};

/** Starts lab, network and gate. */
export async function startWorld({ labDirectory, render, gateHost, gateDirectory }: WorldInput): Promise<World> {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "sekisho-demo-"));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const lab = await startLab({ directory: labDirectory });
    closers.push(() => lab.close());
    const network = await networkAsBefore(gateDirectory);
    closers.push(() => network.close());
    const gateNamed = async (name: string, data = join(folder, name)): Promise<RunningGate> =>
      startGate({
        data,
        // The demo starts unattended.
        rootKey: { kind: "file" },
        adminSocket: join(folder, `${name}.sock`),
        listen: { host: "127.0.0.1", port: 0 },
        url: `https://${gateHost}:${network.port}`,
        appraiser: appraiserAt(lab.keyServer.url, join(folder, `${name}-collateral`)),
        timing: { poll: 0.2, decidedPoll: 0.2 },
      });
    const running = await gateNamed("gate", gateDirectory);
    closers.push(() => running.close());
    network.leadTo(running.port);
    let sockets = 0;
    return {
      lab,
      gate: { identity: running.identity, client: gateClient(running.adminSocket), running },
      folder,
      render,
      passphrase: "correct horse battery staple",
      socketPath: () => join(folder, `port-${++sockets}.sock`),
      withRogueGate: (work) => withRogueGate({ network, genuine: running, start: () => gateNamed("rogue") }, work),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function appraiserAt(url: string, directory: string): Appraiser {
  return createAppraiser(keyServerSource({ url, directory }), intelServiceSource({ url, directory }));
}

/** What a machine must name so that the lab's processor of that kind is believed. */
export function rootOf({ lab }: Pick<World, "lab">, technology: Technology): string {
  return technology === "tdx" ? lab.intel.rootDigest : lab.rootDigest;
}

/** A gate that keeps its keys keeps its address too, as images pin both: a changed one would mean other initrds. */
async function networkAsBefore(gateDirectory: string | undefined): Promise<Network> {
  if (gateDirectory === undefined) return startNetwork();
  const before = await readGateIdentity(gateDirectory).then(
    ({ url }) => Number(new URL(url).port),
    () => 0,
  );
  return startNetwork(before).catch(() => startNetwork());
}

async function withRogueGate<T>(
  { network, genuine, start }: { network: Network; genuine: RunningGate; start: () => Promise<RunningGate> },
  work: () => Promise<T>,
): Promise<T> {
  const rogue = await start();
  try {
    network.leadTo(rogue.port);
    return await work();
  } finally {
    network.leadTo(genuine.port);
    await rogue.close();
  }
}
