import type { DirectBuild } from "../build-input.ts";
import { copyBootFiles } from "./boot-files.ts";
import type { BootParts, PartsInput } from "./build-parts.ts";
import { names } from "./folder.ts";
import { makeReferenceValue, readFirmware } from "./reference-value.ts";

/** Makes `kernel`, `initrd`, `firmware.fd` and `disk.img`, and computes what a launch with them measures. */
export async function directParts(input: DirectBuild, parts: PartsInput): Promise<BootParts> {
  const { commandLine, now } = parts;
  const firmware = await readFirmware(input.firmware.path, input.firmware.version);
  const boot = await copyBootFiles(input, parts);
  const header = await parts.makeDisk({ sizeMiB: input.sizeMiB });
  const kernel = { sha256: boot.kernel.sha256, version: boot.kernel.version };
  const initrd = { sha256: boot.initrd.sha256 };
  return {
    technology: "sev-snp",
    boot,
    disk: { file: names.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    referenceValues: [await makeReferenceValue({ firmware, kernel, initrd, commandLine, shape: input.shape }, now)],
  };
}
