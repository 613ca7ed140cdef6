import { join } from "node:path";
import type { DirectBuild } from "../build-input.ts";
import { copyBootFiles } from "./boot-files.ts";
import type { BootParts, PartsInput } from "./build-parts.ts";
import { names } from "./folder.ts";
import { makeTdxLaunch, predictTdxBoots } from "./tdx-values.ts";

/** Makes `kernel`, `initrd`, `firmware.fd` and `disk.img`, and computes what a TD that starts with them measures. */
export async function tdxParts(input: DirectBuild, parts: PartsInput): Promise<BootParts> {
  const { folder, commandLine, now } = parts;
  const launch = await makeTdxLaunch(input.firmware, now);
  const boot = await copyBootFiles(input, parts);
  const files = {
    kernel: join(folder, names.kernel),
    initrd: join(folder, names.initrd),
    commandLine,
    version: boot.kernel.version,
  };
  const measuredBoots = [...(await predictTdxBoots(files, now))];
  const header = await parts.makeDisk({ sizeMiB: input.sizeMiB });
  return {
    technology: "tdx",
    boot,
    disk: { file: names.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    referenceValues: [],
    measuredLaunches: [launch],
    measuredBoots,
  };
}
