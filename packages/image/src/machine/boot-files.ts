import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { DirectBoot } from "@sekisho/release";
import type { DirectBuild } from "../build-input.ts";
import { fileHash } from "../cache/content-hash.ts";
import { ImageError } from "../image-error.ts";
import type { PartsInput } from "./build-parts.ts";
import { names } from "./folder.ts";

/**
 * Puts `firmware.fd`, `kernel` and `initrd` into the machine's folder.
 *
 * @throws ImageError when there is no such firmware
 */
export async function copyBootFiles(
  { firmware }: Pick<DirectBuild, "firmware">,
  { folder, boot, commandLine }: Pick<PartsInput, "folder" | "boot" | "commandLine">,
): Promise<DirectBoot> {
  await copyFile(firmware.path, join(folder, names.firmware)).catch(() => {
    throw new ImageError(message("image.file.missing", { path: firmware.path }));
  });
  await copyFile(boot.kernel, join(folder, names.kernel));
  await copyFile(boot.initrd, join(folder, names.initrd));
  const artifact = async (file: string, version: string) => ({
    file,
    sha256: await fileHash(join(folder, file)),
    version,
  });
  return {
    kind: "direct",
    firmware: await artifact(names.firmware, firmware.version),
    kernel: await artifact(names.kernel, boot.version),
    initrd: await artifact(names.initrd, boot.version),
    commandLine,
  };
}
