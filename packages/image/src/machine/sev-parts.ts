import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { MeasureError, sevReferenceValue, type ReferenceValue, type Shape } from "@sekisho/reference-values";
import type { DirectBuild } from "../build-input.ts";
import { ImageError } from "../image-error.ts";
import { copyBootFiles } from "./boot-files.ts";
import type { BootParts, PartsInput } from "./build-parts.ts";
import { names } from "./folder.ts";

/** Makes `kernel`, `initrd`, `firmware.fd` and `disk.img`, and computes what a SEV or SEV-ES launch with them measures. */
export async function sevParts(
  input: DirectBuild,
  technology: "sev" | "sev-es",
  parts: PartsInput,
): Promise<BootParts> {
  const { folder, commandLine, now } = parts;
  const boot = await copyBootFiles(input, parts);
  const value = await makeSevReferenceValue({
    technology,
    firmware: { path: join(folder, names.firmware), version: boot.firmware.version },
    kernel: { path: join(folder, names.kernel), version: boot.kernel.version },
    initrd: join(folder, names.initrd),
    commandLine,
    shape: input.shape,
    now,
  });
  const header = await parts.makeDisk({ sizeMiB: input.sizeMiB });
  return {
    technology,
    boot,
    disk: { file: names.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    referenceValues: [value],
  };
}

type VersionedPath = { readonly path: string; readonly version: string };

/**
 * The reference value of a boot under SEV or SEV-ES, from its files.
 *
 * @throws ImageError when the firmware has no room for kernel hashes, or the vCPU type is unknown
 */
export async function makeSevReferenceValue(boot: {
  readonly technology: "sev" | "sev-es";
  readonly firmware: VersionedPath;
  readonly kernel: VersionedPath;
  readonly initrd: string;
  readonly commandLine: string;
  readonly shape: Shape;
  readonly now: Date;
}): Promise<ReferenceValue> {
  const { technology, firmware, kernel, initrd, commandLine, shape, now } = boot;
  const read = async ({ path, version }: VersionedPath) => ({ bytes: new Uint8Array(await readFile(path)), version });
  try {
    return await sevReferenceValue({
      name: `kernel ${kernel.version}, built ${now.toISOString().slice(0, 10)}`,
      addedAt: now.toISOString(),
      es: technology === "sev-es",
      firmware: await read(firmware),
      kernel: await read(kernel),
      initrd: new Uint8Array(await readFile(initrd)),
      commandLine,
      shape,
    });
  } catch (error) {
    if (error instanceof MeasureError) throw new ImageError(error.problem, { cause: error });
    throw error;
  }
}
