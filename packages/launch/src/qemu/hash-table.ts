import { readFile } from "node:fs/promises";
import { malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import { buildKernelHashTable, hashKernelFiles, parseFirmware } from "@sekisho/reference-values";
import { LaunchError } from "../launch-error.ts";
import type { DirectFiles } from "../machine-files.ts";

/**
 * The hash table that QEMU would write for a SEV guest with these files and this command line, and the guest physical
 * address at which the firmware reads it.
 *
 * @throws LaunchError when the firmware is malformed or has no place for the table
 */
export async function kernelHashTable(
  files: Pick<DirectFiles, "firmware" | "kernel" | "initrd">,
  commandLine: string,
): Promise<{ readonly bytes: Uint8Array; readonly address: number }> {
  const [firmware, kernel, initrd] = await Promise.all([
    readFile(files.firmware),
    readFile(files.kernel),
    readFile(files.initrd),
  ]);
  const layout = parseFirmware(firmware);
  if (!layout.ok) throw new LaunchError(malformedMessage(files.firmware, layout.error));
  const { hashTable } = layout.value;
  if (hashTable === null) throw new LaunchError(message("launch.firmware.no-kernel-hashes", { path: files.firmware }));
  return {
    bytes: buildKernelHashTable(await hashKernelFiles({ kernel, initrd, commandLine })),
    address: hashTable.address,
  };
}
