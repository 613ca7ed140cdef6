import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, constants } from "node:fs/promises";
import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { message } from "@sekisho/messages";
import type { DirectMachine, DiskMachine, Machine } from "@sekisho/release";
import { LaunchError } from "./launch-error.ts";

/** Where the files of a machine are whose kernel the hypervisor hands over: absolute paths. */
export type DirectFiles = {
  readonly firmware: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly disk: string;
};

/** Where the files of a machine are that boots from its disk: absolute paths. */
export type DiskFiles = { readonly firmware: string; readonly variables: string; readonly disk: string };

export type MachineFiles = DirectFiles | DiskFiles;

/** The files of a machine; `folder` is where its `machine.json` stands, which the names in it are relative to. */
export function machineFiles(machine: DirectMachine, folder: string): DirectFiles;
export function machineFiles(machine: DiskMachine, folder: string): DiskFiles;
export function machineFiles(machine: Machine, folder: string): MachineFiles;
export function machineFiles({ boot, disk }: Machine, folder: string): MachineFiles {
  const shared = { firmware: resolve(folder, boot.firmware.file), disk: resolve(folder, disk.file) };
  if (boot.kind !== "direct") return { ...shared, variables: resolve(folder, boot.variables.file) };
  return { ...shared, kernel: resolve(folder, boot.kernel.file), initrd: resolve(folder, boot.initrd.file) };
}

/**
 * Demands that every file is there, and that those which are measured are the ones of `machine.json`: with others the
 * machine would start, and be refused later for reasons that are harder to see. The disk changes with use.
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
  for (const [path, expected] of expectedDigests(machine, files)) {
    const actual = await hashFile(path);
    if (actual !== expected) throw new LaunchError(message("launch.file.changed", { path, expected, actual }));
  }
}

function expectedDigests({ boot }: Machine, files: MachineFiles): (readonly [path: string, sha256: string])[] {
  const firmware = [files.firmware, boot.firmware.sha256] as const;
  if (boot.kind === "direct" && "kernel" in files) {
    return [firmware, [files.kernel, boot.kernel.sha256], [files.initrd, boot.initrd.sha256]];
  }
  if (boot.kind !== "direct" && "variables" in files) return [firmware, [files.variables, boot.variables.sha256]];
  throw new TypeError(`these are not the files of a machine with the boot ${boot.kind}`);
}

async function hashFile(path: string): Promise<string> {
  const state = createHash("sha256");
  await pipeline(createReadStream(path), state);
  return state.digest("hex");
}
