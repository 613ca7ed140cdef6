import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildGuestExecutable } from "@sekisho/guest/executable";
import {
  buildImage,
  fetchDiskFirmware,
  imageFiles,
  openCache,
  readMachine,
  type DiskFirmware,
  type FirmwareFile,
} from "@sekisho/image";
import { reportPortName } from "@sekisho/lab";
import { isDisk, type DiskMachine } from "@sekisho/release";
import type { Report } from "../driver.ts";
import type { BootPath, Scenario } from "../scenarios.ts";
import { isStamped, writeStamp } from "../vm/kept-machines.ts";
import { shape } from "../vm/shape.ts";
import type { World } from "../world.ts";

type Mode = Scenario["releaseMode"];

/** A machine that boots from its disk. */
export type PreparedDisk = { readonly machine: DiskMachine; readonly folder: string };

/** What the machines are made with, and what a host could put in place of it. */
export type DiskParts = { readonly firmware: DiskFirmware };

const memoryMiB = 1024;
const suite = "trixie";
/** Under emulation on a busy host the timer may tick too late for the kernel's check, which then gives up. */
const append = "no_timer_check";

/** Builds the two machines of one way to boot, or finds those of the last run. They are not registered yet. */
export async function buildMachines(
  world: World,
  directory: string,
  boot: Exclude<BootPath, "direct">,
  report: Report,
): Promise<Readonly<Record<Mode, PreparedDisk>> & DiskParts> {
  report("", 0);
  const cache = await openCache(join(directory, "cache"));
  const agent = await buildGuestExecutable();
  const firmware = await fetchDiskFirmware({ cache, secureBoot: true });
  // Shim is signed by Microsoft; a unified kernel image by its owner, whose key goes into a store without any.
  const variables = boot === "grub" ? firmware.microsoftVariables : firmware.blankVariables;
  const make = async (mode: Mode, base: number): Promise<PreparedDisk> => {
    const folder = join(directory, `${boot}-${mode}`);
    const stamp = stampOf(world, [agent.path, firmware.firmware, variables]);
    if (!(await isStamped(folder, stamp))) {
      await rm(folder, { recursive: true, force: true });
      await mkdir(directory, { recursive: true });
      const bytes = mode === "auto" ? randomBytes(32) : Buffer.from(world.passphrase);
      await buildImage({
        boot,
        technology: "sev-snp",
        secureBoot: true,
        source: { kind: "suite", suite, packages: [] },
        output: folder,
        name: `demo-${boot}-${mode}`,
        gate: world.gate.identity,
        agent: agent.path,
        firmware: firmware.firmware,
        variables,
        vtpm: { provider: "svsm" },
        shape,
        memoryMiB,
        secret: { releaseMode: mode, bytes },
        reportSource: { kind: "port", path: `/dev/virtio-ports/${reportPortName}` },
        allowPassphrasePrompt: false,
        additionalRoots: [world.lab.rootDigest],
        sshKeys: [],
        append,
        cache,
        progress: ({ step, fraction }) => report(world.render(step), base + fraction / 4),
      });
      await writeStamp(folder, stamp);
    }
    const machine = await readMachine(join(folder, imageFiles.machine));
    if (!isDisk(machine)) throw new Error(`${folder} holds a machine that boots in another way`);
    return { folder, machine };
  };
  return { auto: await make("auto", 0), enter: await make("enter", 0.25), firmware };
}

function stampOf({ gate, lab }: World, files: readonly (string | FirmwareFile)[]): string {
  return JSON.stringify({ gate: gate.identity, root: lab.rootDigest, files, suite, shape, memoryMiB, append });
}
