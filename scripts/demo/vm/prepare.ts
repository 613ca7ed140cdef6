import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildGuestExecutable } from "@sekisho/guest/executable";
import {
  buildImage,
  fetchAmdSevFirmware,
  fetchTdxFirmware,
  imageFiles,
  openCache,
  readMachine,
  type FirmwareFile,
} from "@sekisho/image";
import { reportPortName } from "@sekisho/lab";
import type { Prepared, Report } from "../driver.ts";
import type { Scenario, Technology } from "../scenarios.ts";
import { rootOf, type World } from "../world.ts";
import { isStamped, writeStamp } from "./kept-machines.ts";
import { shape } from "./shape.ts";

type Mode = Scenario["releaseMode"];

const memoryMiB = 1024;
const suite = "trixie";
/** Under emulation on a busy host the timer may tick too late for the kernel's check, which then gives up. */
const append = "no_timer_check";

/** Builds the demo's two machines, or finds those of the last run. They are not registered yet. */
export async function buildMachines(
  world: World,
  directory: string,
  technology: Technology,
  report: Report,
): Promise<Readonly<Record<Mode, Prepared>>> {
  report("", 0);
  const cache = await openCache(join(directory, "cache"));
  const agent = await buildGuestExecutable();
  const firmware = await (technology === "tdx" ? fetchTdxFirmware : fetchAmdSevFirmware)({ cache });
  const prefix = technology === "tdx" ? "tdx-" : "";
  const make = async (mode: Mode, base: number): Promise<Prepared> => {
    const folder = join(directory, `${prefix}${mode}`);
    const stamp = stampOf(world, technology, agent.path, firmware);
    if (!(await isStamped(folder, stamp))) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(directory, { recursive: true });
      const bytes = mode === "auto" ? randomBytes(32) : Buffer.from(world.passphrase);
      await buildImage({
        technology,
        source: { kind: "suite", suite, packages: [] },
        output: folder,
        name: `demo-${prefix}${mode}`,
        gate: world.gate.identity,
        agent: agent.path,
        firmware,
        shape,
        memoryMiB,
        secret: { releaseMode: mode, bytes },
        reportSource: { kind: "port", path: `/dev/virtio-ports/${reportPortName}` },
        allowPassphrasePrompt: false,
        additionalRoots: [rootOf(world, technology)],
        sshKeys: [],
        append,
        cache,
        progress: ({ step, fraction }) => report(world.render(step), base + fraction / 2),
      });
      await writeStamp(folder, stamp);
    }
    return { folder, machine: await readMachine(join(folder, imageFiles.machine)) };
  };
  return { auto: await make("auto", 0), enter: await make("enter", 0.5) };
}

function stampOf(world: World, technology: Technology, agent: string, firmware: FirmwareFile): string {
  return JSON.stringify({
    gate: world.gate.identity,
    root: rootOf(world, technology),
    agent,
    firmware,
    suite,
    shape,
    memoryMiB,
    append,
  });
}
