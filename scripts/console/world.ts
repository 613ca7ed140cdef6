import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConsoleAssets, type Assets } from "@sekisho/console/assets";
import { buildConsole } from "@sekisho/console/build";
import type { GateOptions } from "@sekisho/gate";
import { startLab, startNetwork, type Network } from "@sekisho/lab";
import type { Renderer } from "@sekisho/messages";
import { gateClient } from "../demo/gate-client.ts";
import { writeTree } from "../demo/software/prepare.ts";
import type { Surroundings } from "../demo/world.ts";
import { createWorldClock, type WorldClock } from "./clock.ts";
import { createWorldGate, type Running, type WorldGate } from "./gate.ts";

/** The lab's keys stay between runs: making them takes seconds. */
const labDirectory = join(import.meta.dirname, "..", "..", ".cache", "demo", "lab");

/** Lab, network and gate, as the demo knows them, with a gate that can be restarted and a clock that can be moved. */
export type ConsoleWorld = Surroundings & {
  readonly gate: { readonly running: Running };
  readonly clock: WorldClock;
  readonly server: WorldGate;
  /** The way from guests to the gate. */
  readonly network: Network;
  /** The files of a disk that a host makes by itself. */
  readonly tree: string;
  /** Something that must end before the rest does: a guest, a browser. */
  onClose(closer: () => Promise<void> | void): void;
};

/**
 * Starts what machines need around them. Nothing is left of it after `close`.
 *
 * @param input.hoursAgo where the gate's clock begins
 * @param input.gate what the gate is started with besides
 */
export async function startConsoleWorld(input: {
  readonly render: Renderer;
  readonly hoursAgo?: number;
  readonly gate?: (folder: string) => Partial<GateOptions>;
  /** The gate runs in a process of its own, started with these words besides; its clock is the system's then. */
  readonly process?: readonly string[];
  /** Whether it has a door for people, with the page as it is built. */
  readonly page?: boolean;
  /** What people type. */
  readonly passphrase?: string;
}): Promise<ConsoleWorld> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "sekisho-world-"));
    closers.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const clock = createWorldClock(input.hoursAgo ?? 0);
    const lab = await startLab({ directory: labDirectory, now: clock.now });
    closers.push(() => lab.close());
    const network = await startNetwork();
    closers.push(() => network.close());
    const options = { clock: clock.now, ...input.gate?.(folder) };
    const assets = input.page === true ? await builtPage() : undefined;
    const server = createWorldGate({ folder, lab, network, options, assets, words: input.process });
    await server.start();
    closers.push(() => server.stop());
    const { identity, adminSocket } = server.running;
    let sockets = 0;
    return {
      lab,
      gate: {
        identity,
        client: gateClient(adminSocket),
        get running() {
          return server.running;
        },
      },
      folder,
      render: input.render,
      passphrase: input.passphrase ?? "correct horse battery staple",
      socketPath: () => join(folder, `p${++sockets}`),
      clock,
      server,
      network,
      tree: await writeTree(folder),
      onClose: (closer) => void closers.push(closer),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function builtPage(): Promise<Assets> {
  await buildConsole();
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new Error("the page was not built");
  return assets;
}
