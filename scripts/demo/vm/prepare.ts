import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildGuestExecutable } from "@sekisho/guest/executable";
import { buildImage, fetchAmdSevFirmware, imageFiles, openCache, readMachine, type FirmwareFile } from "@sekisho/image";
import { reportPortName } from "@sekisho/lab";
import type { Prepared, Report } from "../driver.ts";
import type { Scenario } from "../scenarios.ts";
import type { World } from "../world.ts";
import { isStamped, register, writeStamp } from "./kept-machines.ts";
import { shape } from "./shape.ts";

type Mode = Scenario["releaseMode"];

const memoryMiB = 1024;
const suite = "trixie";
/** Under emulation on a busy host the timer may tick too late for the kernel's check, which then gives up. */
const append = "no_timer_check";

/** Builds the demo's two machines, or finds those of the last run, and registers them with the gate. */
export async function prepareMachines(
  world: World,
  directory: string,
  report: Report,
): Promise<Readonly<Record<Mode, Prepared>>> {
  report("", 0);
  const cache = await openCache(join(directory, "cache"));
  const agent = await buildGuestExecutable();
  const firmware = await fetchAmdSevFirmware({ cache });
  const make = async (mode: Mode, base: number): Promise<Prepared> => {
    const folder = join(directory, mode);
    const stamp = stampOf(world, agent.path, firmware);
    if (!(await isStamped(folder, stamp))) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(directory, { recursive: true });
      const bytes = mode === "auto" ? randomBytes(32) : Buffer.from(world.passphrase);
      await buildImage({
        source: { kind: "suite", suite, packages: [] },
        output: folder,
        name: `demo-${mode}`,
        gate: world.gate.identity,
        agent: agent.path,
        firmware,
        shape,
        memoryMiB,
        secret: { releaseMode: mode, bytes },
        reportSource: { kind: "port", path: `/dev/virtio-ports/${reportPortName}` },
        allowPassphrasePrompt: false,
        additionalRoots: [world.lab.rootDigest],
        sshKeys: [],
        append,
        cache,
        progress: ({ step, fraction }) => report(world.render(step), base + fraction / 2),
      });
      await writeStamp(folder, stamp);
    }
    const prepared = { folder, machine: await readMachine(join(folder, imageFiles.machine)) };
    await register(world, mode, prepared);
    return prepared;
  };
  return { auto: await make("auto", 0), enter: await make("enter", 0.5) };
}

function stampOf({ gate, lab }: World, agent: string, firmware: FirmwareFile): string {
  return JSON.stringify({
    gate: gate.identity,
    root: lab.rootDigest,
    agent,
    firmware,
    suite,
    shape,
    memoryMiB,
    append,
  });
}
