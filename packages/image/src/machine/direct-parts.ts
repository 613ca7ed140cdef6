import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { DirectBuild } from "../build-input.ts";
import { fileHash } from "../cache/content-hash.ts";
import type { BootParts, PartsInput } from "./build-parts.ts";
import { names } from "./folder.ts";
import { makeReferenceValue, readFirmware } from "./reference-value.ts";

/** Makes `kernel`, `initrd`, `firmware.fd` and `disk.img`, and computes what a launch with them measures. */
export async function directParts(input: DirectBuild, parts: PartsInput): Promise<BootParts> {
  const { folder, boot, commandLine, now } = parts;
  const { version } = boot;
  await copyFile(input.firmware.path, join(folder, names.firmware));
  const firmware = await readFirmware(join(folder, names.firmware), input.firmware.version);
  await copyFile(boot.kernel, join(folder, names.kernel));
  await copyFile(boot.initrd, join(folder, names.initrd));
  const header = await parts.makeDisk({ sizeMiB: input.sizeMiB });
  const kernel = { sha256: await fileHash(join(folder, names.kernel)), version };
  const initrd = { sha256: await fileHash(join(folder, names.initrd)) };
  return {
    technology: "sev-snp",
    boot: {
      kind: "direct",
      firmware: { file: names.firmware, sha256: firmware.sha256, version: firmware.version },
      kernel: { file: names.kernel, ...kernel },
      initrd: { file: names.initrd, ...initrd, version },
      commandLine,
    },
    disk: { file: names.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    referenceValues: [await makeReferenceValue({ firmware, kernel, initrd, commandLine, shape: input.shape }, now)],
  };
}
