import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { forgeries, launchVirtualMachine, type HostChanges } from "@sekisho/lab";
import { isDisk } from "@sekisho/release";
import type { BootEnd, Driver } from "../driver.ts";
import type { BootPath, Scenario } from "../scenarios.ts";
import { learnFirstBoot } from "../learn.ts";
import { watchBoot } from "../vm/console.ts";
import { register } from "../vm/kept-machines.ts";
import type { World } from "../world.ts";
import { hostChanges } from "./changes.ts";
import { askWithForgedEvidence } from "./forged-evidence.ts";
import { buildMachines, type DiskParts, type PreparedDisk } from "./prepare.ts";

const bootSeconds = 300;

/**
 * Boots machines from their disks in QEMU under TCG: OVMF with Secure Boot, a software TPM, GRUB or a unified kernel image.
 *
 * @param played the machines of these scenarios learn from a first boot
 */
export function createDiskDriver(
  world: World,
  directory: string,
  boot: Exclude<BootPath, "direct">,
  played: readonly Scenario[],
): Driver {
  let machines: (Record<Scenario["releaseMode"], PreparedDisk> & DiskParts) | undefined;
  let boots = 0;

  const bootMachine = async (prepared: PreparedDisk, changes: HostChanges, folder: string): Promise<BootEnd> => {
    const virtual = await launchVirtualMachine(world.lab, {
      ...prepared,
      work: folder,
      socket: world.socketPath(),
      changes,
      serialLog: join(directory, `console-${boot}-${boots}.log`),
    });
    try {
      return await watchBoot(virtual.running, {
        pins: prepared.machine.gate.tlsKeyDigests,
        // OVMF says nothing of itself; whatever it would not start shows as a boot that never asks.
        firmwareRefusal: { kind: "failed", reason: "the firmware stopped" },
        timeoutSeconds: bootSeconds,
      });
    } finally {
      await virtual.stop();
    }
  };

  const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const folder = join(world.folder, `boot-${++boots}`);
    await mkdir(folder);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    kind: "vm",
    async prepare(report) {
      const built = await buildMachines(world, directory, boot, report);
      const learned = async (mode: Scenario["releaseMode"], base: number): Promise<PreparedDisk> => {
        if (played.every(({ releaseMode }) => releaseMode !== mode)) return built[mode];
        const machine = await learnFirstBoot(world, built[mode], {
          register: () => register(world, mode, built[mode]),
          boot: () => inFolder((folder) => bootMachine(built[mode], {}, folder)),
          report: (text) => report(text, base),
        });
        if (!isDisk(machine)) throw new Error(`${machine.name} boots in another way`);
        const known = { folder: built[mode].folder, machine };
        await register(world, mode, known);
        return known;
      };
      machines = { ...built, auto: await learned("auto", 0.5), enter: await learned("enter", 0.75) };
      return machines;
    },
    async boot({ change, releaseMode }) {
      const present = machines;
      if (present === undefined) throw new Error("no machine was prepared");
      const prepared = present[releaseMode];
      const forgery = forgeries.find((known) => known === change);
      return inFolder(async (folder) =>
        forgery === undefined
          ? bootMachine(prepared, await hostChanges(change, prepared, present, folder), folder)
          : askWithForgedEvidence(world, prepared, forgery, folder),
      );
    },
    close: () => Promise.resolve(),
  };
}
