import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageFiles } from "@sekisho/image";
import { launchSoftwareGuest, readBootArtifacts, serveReportPort, type RunningGuest } from "@sekisho/lab";
import { forgedDisk } from "../forged-disk.ts";
import type { Change } from "../scenarios.ts";
import type { World } from "../world.ts";
import { changedArtifacts, launchChanged } from "./changes.ts";
import { kernelVersion, memoryMiB, type SoftwareMachine } from "./prepare.ts";

/**
 * Boots a machine as a process, as the host wants it. Its report port closes when it ends.
 *
 * @param input.folder a new one is made here for what this boot needs
 * @param input.tree the files of a disk that the host makes by itself
 * @param input.attempts how often the agent calls a gate that does not answer
 */
export async function startSoftwareGuest(
  world: Pick<World, "lab" | "socketPath">,
  input: {
    readonly made: SoftwareMachine;
    readonly change: Change;
    readonly folder: string;
    readonly tree: string;
    readonly attempts?: number;
  },
): Promise<RunningGuest> {
  const { made, change, folder, tree, attempts = 3 } = input;
  const { machine } = made;
  await mkdir(folder);
  const artifacts = await changedArtifacts(change, await readBootArtifacts(machine, made.folder));
  const disk = (await forgedDisk(change, { ...made, target: folder, tree })) ?? join(made.folder, imageFiles.disk);
  const launched = await launchChanged(world.lab, change, machine, artifacts);
  const port = await serveReportPort(world.socketPath(), launched);
  const initrd = join(folder, "initrd");
  await writeFile(initrd, artifacts.initrd);
  const running = launchSoftwareGuest({
    initrd,
    // So OVMF hands it on to a kernel that it starts as a program.
    commandLine: machine.technology === "tdx" ? `${artifacts.commandLine} initrd=initrd` : artifacts.commandLine,
    ...(change === "sibling" ? { machineId: machine.id } : {}),
    kernelVersion,
    disk,
    reportPort: port.path,
    folder,
    memoryKiB: memoryMiB * 1024,
    attempts,
  });
  return { ...running, ended: after(running.ended, port.close) };
}

/** What a promise ends with, once what it needed has been put away. */
export async function after<T>(ended: Promise<T>, putAway: () => Promise<void>): Promise<T> {
  try {
    return await ended;
  } finally {
    await putAway();
  }
}
