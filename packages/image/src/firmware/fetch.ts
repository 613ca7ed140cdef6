import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { cached, withWorkFolder, type Cache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { run } from "../process/run.ts";
import { noProgress, type Progress } from "../progress.ts";
import { debianMirror } from "../rootfs/mirror.ts";
import { aptSettings, downloadWords, sourceLine, updateWords } from "./apt.ts";

/** A firmware file, and what it is, for people ("ovmf-amdsev 2026.08+ds-2"). */
export type FirmwareFile = { readonly path: string; readonly version: string };

const packageName = "ovmf-amdsev";
const installed = "/usr/share/ovmf/OVMF.amdsev.fd";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const fileName = "OVMF.amdsev.fd";
const monthMs = 30 * 24 * 60 * 60 * 1000;

/**
 * The genuine AmdSev build of OVMF, which refuses a kernel, initrd or command line whose hash is not in the SEV hash table.
 *
 * Taken from this machine where its package is installed, else from the cache, else from Debian's sid through the mirror
 * that the machine already uses: with sources, lists and settings of its own, so that the machine's apt stays untouched.
 *
 * @throws ImageError `image.firmware.unavailable` when it can't be had: offline, no apt, or a mirror without the package
 */
export async function fetchAmdSevFirmware(options: {
  readonly cache: Cache;
  readonly progress?: Progress;
}): Promise<FirmwareFile> {
  const { cache, progress = noProgress } = options;
  if (await isFile(installed)) return { path: installed, version: `${packageName} (installed)` };
  progress({ step: message("image.step.firmware"), fraction: 0 });
  const mirror = await debianMirror();
  try {
    const inputs = { package: packageName, mirror };
    const { folder } = await cached(cache, "firmware", inputs, (made) => download(cache, mirror, made), {
      maximumAge: monthMs,
    });
    return { path: join(folder, fileName), version: await readFile(join(folder, "version"), "utf8") };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new ImageError(message("image.firmware.unavailable", { mirror, reason: reasonOf(error) }), { cause: error });
  }
}

async function download(cache: Cache, mirror: string, made: string): Promise<void> {
  if (!(await isFile(keyring))) throw new ImageError(message("image.keyring.absent", { path: keyring }));
  await withWorkFolder(cache, async (work) => {
    for (const folder of ["state/lists/partial", "cache/archives/partial", "deb"]) {
      await mkdir(join(work, folder), { recursive: true });
    }
    const { stdout } = await run("apt-config", ["dump", "Acquire"]);
    await writeFile(join(work, "apt.conf"), aptSettings(work, stdout.toString("utf8")));
    await writeFile(join(work, "sources.list"), sourceLine(mirror, keyring));
    const how = { environment: { APT_CONFIG: join(work, "apt.conf") }, folder: join(work, "deb") };
    await run("apt-get", updateWords, how);
    await run("apt-get", downloadWords(packageName), how);
    const file = (await readdir(join(work, "deb"))).find((name) => name.endsWith(".deb"));
    if (file === undefined) throw new ImageError(message("image.firmware.no-package", { package: packageName }));
    await run("dpkg-deb", ["--extract", join(work, "deb", file), join(work, "content")]);
    await copyFile(join(work, "content", installed), join(made, fileName));
    await writeFile(join(made, "version"), `${packageName} ${versionIn(file)}`);
  });
}

/** "2026.08+ds-2" of "ovmf-amdsev_2026.08+ds-2_all.deb". */
function versionIn(file: string): string {
  return decodeURIComponent(file.split("_")[1] ?? file);
}

function reasonOf(error: ImageError): string {
  const { text, path, tool } = error.problem.values;
  return String(text ?? path ?? tool ?? error.problem.id);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
