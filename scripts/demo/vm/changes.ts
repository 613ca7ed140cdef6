import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concatBytes } from "@sekisho/encoding";
import { imageFiles } from "@sekisho/image";
import { guestPolicy, tdAttributes, type HostChanges } from "@sekisho/lab";
import type { Prepared } from "../driver.ts";
import { forgedDisk } from "../forged-disk.ts";
import type { Change } from "../scenarios.ts";
import { withAddedArchive } from "./longer-initrd.ts";

/** What the host does otherwise than `machine.json` says. */
export async function hostChanges(
  change: Change,
  prepared: Prepared,
  { folder, tree }: { readonly folder: string; readonly tree: string },
): Promise<HostChanges> {
  const { machine } = prepared;
  const longer = `${machine.boot.commandLine} init=/bin/sh`;
  switch (change) {
    case "command-line":
      return { commandLine: longer };
    case "unmeasured-command-line":
      return { commandLine: longer, measureGenuine: true };
    case "initrd":
      return { initrd: await longerInitrd(join(prepared.folder, imageFiles.initrd), join(folder, imageFiles.initrd)) };
    case "kernel": {
      const kernel = join(folder, imageFiles.kernel);
      // Nothing reads what stands behind a kernel's last section, but its measurement covers it.
      await writeFile(kernel, concatBytes(await readFile(join(prepared.folder, imageFiles.kernel)), new Uint8Array(8)));
      return { kernel };
    }
    case "debug-policy": {
      const debug = machine.technology === "tdx" ? tdAttributes.debug : guestPolicy.debugAllowed;
      return { policy: BigInt(machine.guestPolicy) | debug };
    }
    case "unknown-root":
      return { processor: "stranger" };
    default: {
      const disk = await forgedDisk(change, { ...prepared, target: folder, tree });
      return disk === undefined ? {} : { disk };
    }
  }
}

async function longerInitrd(genuine: string, path: string): Promise<string> {
  await writeFile(path, withAddedArchive(await readFile(genuine)));
  return path;
}
