import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { imageFiles, makeDisk, makeFilesystem, noProgress } from "@sekisho/image";
import { forgeEmptyDisk, forgeNullCipher, forgePlainDisk, forgeVolumeGroup } from "@sekisho/lab";
import type { Machine } from "@sekisho/release";
import type { Change } from "./scenarios.ts";

/**
 * The image that the host puts in place of the machine's disk; `undefined` where the change leaves the disk alone.
 *
 * @param input.folder where the machine is
 * @param input.target the folder to write into
 * @param input.tree the files of a disk that the host makes by itself
 */
export async function forgedDisk(
  change: Change,
  input: { readonly machine: Machine; readonly folder: string; readonly target: string; readonly tree: string },
): Promise<string | undefined> {
  const { machine, folder, target, tree } = input;
  const forged = join(target, imageFiles.disk);
  switch (change) {
    case "null-cipher-header":
      await forgeNullCipher(join(folder, imageFiles.disk), forged, machine.disk.offset);
      return forged;
    case "foreign-disk": {
      const secret = { releaseMode: "auto", bytes: randomBytes(32) } as const;
      const { memoryMiB, shape } = machine;
      const disk = { folder: target, secret, memoryMiB, vcpus: shape.vcpus, progress: noProgress };
      await makeDisk(disk, (path) => makeFilesystem(tree, path, "foreign", { ownFiles: true }));
      return forged;
    }
    case "empty-disk":
      await forgeEmptyDisk(forged);
      return forged;
    case "plain-disk":
      await forgePlainDisk(tree, forged);
      return forged;
    case "volume-group":
      await forgeVolumeGroup(forged);
      return forged;
    default:
      return undefined;
  }
}
