import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { LaunchError } from "./launch-error.ts";

/** Where the files of a machine are: absolute paths. */
export type MachineFiles = {
  readonly firmware: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly disk: string;
};

/** The files of a machine; `folder` is where its `machine.json` stands, which the names in it are relative to. */
export function machineFiles(machine: Machine, folder: string): MachineFiles {
  const { boot, disk } = machine;
  return {
    firmware: resolve(folder, boot.firmware.file),
    kernel: resolve(folder, boot.kernel.file),
    initrd: resolve(folder, boot.initrd.file),
    disk: resolve(folder, disk.file),
  };
}

/**
 * Demands that every file is there, and that firmware, kernel and initrd are those of `machine.json`: with others the
 * machine would start, and be refused later for reasons that are harder to see.
 *
 * @throws LaunchError that names the file
 */
export async function checkMachineFiles(machine: Machine, files: MachineFiles): Promise<void> {
  for (const path of Object.values(files)) {
    const readable = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (!readable) throw new LaunchError(message("launch.file.unreadable", { path }));
  }
  for (const name of ["firmware", "kernel", "initrd"] as const) {
    const path = files[name];
    const expected = machine.boot[name].sha256;
    const actual = await hashFile(path);
    if (actual !== expected) throw new LaunchError(message("launch.file.changed", { path, expected, actual }));
  }
}

async function hashFile(path: string): Promise<string> {
  const state = createHash("sha256");
  await pipeline(createReadStream(path), state);
  return state.digest("hex");
}
