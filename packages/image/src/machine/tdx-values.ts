import { readFile } from "node:fs/promises";
import { toHex } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import {
  computeMrTd,
  MeasureError,
  predictTdxDirectBoot,
  type MeasuredBoot,
  type MeasuredLaunch,
} from "@sekisho/reference-values";
import { fileHash } from "../cache/content-hash.ts";
import type { FirmwareFile } from "../firmware/fetch.ts";
import { ImageError } from "../image-error.ts";

/**
 * The expected MRTD: it covers the firmware, and nothing else of the machine.
 *
 * @throws ImageError when the firmware is not one that starts in a TD
 */
export async function makeTdxLaunch({ path, version }: FirmwareFile, now: Date): Promise<MeasuredLaunch> {
  const digest = await measuring(async () => computeMrTd(await readBytes(path)));
  return {
    name: `${version}, built ${dayOf(now)}`.slice(0, 256),
    addedAt: now.toISOString(),
    launchDigest: toHex(digest),
    firmware: { sha256: await fileHash(path), version },
    svsm: null,
  };
}

/** The files that a TD is started with, and the version of its kernel. */
export type TdxBootFiles = {
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
  readonly version: string;
};

/**
 * What RTMR 1 and 2 are extended with when these files are booted directly. RTMR 0 follows the machine's shape: what it is
 * in a good boot is learned from a first one.
 *
 * @throws ImageError for a kernel that the firmware could not start
 */
export async function predictTdxBoots(files: TdxBootFiles, now: Date): Promise<readonly MeasuredBoot[]> {
  const { kernel, initrd, commandLine, version } = files;
  const boot = { kernel: await readBytes(kernel), initrd: await readBytes(initrd), commandLine };
  const { registers, values } = await measuring(() => predictTdxDirectBoot(boot));
  return values.map(({ variants, pcrs, events }) => ({
    name: [`kernel ${version}, built ${dayOf(now)}`, ...variants].join(", "),
    addedAt: now.toISOString(),
    registers,
    origin: "predicted",
    pcrs: [...pcrs],
    events: [...events],
  }));
}

async function measuring<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MeasureError) throw new ImageError(error.problem, { cause: error });
    throw error;
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).then(
    (bytes) => new Uint8Array(bytes),
    () => {
      throw new ImageError(message("image.file.missing", { path }));
    },
  );
}

function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}
