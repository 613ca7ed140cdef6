import { toUtf8 } from "@sekisho/encoding";
import { bootFile } from "../boot-file.ts";
import type { GrubDisk } from "../grub-script/run.ts";

/** For tests: a disk of two partitions; files by device and path, the filesystem `boot` on hd0,gpt2. */
export function grubDisk(files: Readonly<Record<string, string>>): GrubDisk {
  return {
    read: async (device, path) => {
      const content = Object.hasOwn(files, `(${device})${path}`) ? files[`(${device})${path}`] : undefined;
      return content === undefined ? undefined : await bootFile(toUtf8(content));
    },
    deviceOfUuid: (uuid) => Promise.resolve(uuid === "boot-uuid" ? "hd0,gpt2" : undefined),
    deviceOfLabel: (label) => Promise.resolve(label === "boot" ? "hd0,gpt2" : undefined),
  };
}
