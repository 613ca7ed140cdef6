import { stat } from "node:fs/promises";
import { predictDiskBoot } from "@sekisho/image";
import { writeVariableStore } from "@sekisho/reference-values/testing";
import type { Figure } from "../figure.ts";
import { median } from "../statistics.ts";
import { commandAbsent } from "../support/commands.ts";
import { unifiedKernel, writeTwoGigabyteDisk } from "../support/two-gigabyte-disk.ts";
import { withWorkFolder } from "../support/work-folder.ts";

const rounds = 11;

export const pcrPrediction2Gb: Figure = {
  name: "pcr-prediction-2-gb",
  title: "the PCRs that a disk image of 2 GB will give when it boots, from its files",
  goal: null,
  measure: async () =>
    commandAbsent("sfdisk", "fdisk") ??
    commandAbsent("mformat", "mtools") ??
    withWorkFolder(async (folder) => {
      const disk = await writeTwoGigabyteDisk(folder);
      const input = { disk, variables: writeVariableStore([]), name: "bench", addedAt: "2026-11-23T00:00:00.000Z" };
      const times: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const begin = performance.now();
        const { boots, boot } = await predictDiskBoot(input);
        times.push(performance.now() - begin);
        if (boot !== "uki" || boots[0]?.pcrs.includes(4) !== true) throw new Error("the disk's kernel was not found");
      }
      const { size, blocks } = await stat(disk);
      const { kernelMebibytes, initrdMebibytes } = unifiedKernel;
      return {
        // The first fills the kernel's page cache, as building the image would have.
        value: median(times.slice(1)),
        unit: "ms",
        ratio: null,
        notes: [
          `${(size / 1e9).toFixed(2)} GB, of which ${((blocks * 512) / 1e6).toFixed(0)} MB are written: systemd-boot and a unified`,
          `kernel image with ${kernelMebibytes} MiB of kernel and ${initrdMebibytes} MiB of initrd; read from the page cache`,
        ],
      };
    }),
};
