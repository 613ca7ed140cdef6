import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { message } from "@sekisho/messages";
import { z } from "zod";
import { cached, withWorkFolder, type Cache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { run } from "../process/run.ts";
import { aptSettings, downloadWords, sourceLine, updateWords } from "./settings.ts";

/** Which files to take out of which packages of a Debian suite. Paths are relative to the root ("usr/share/ovmf/OVMF.fd"). */
export type WantedPackages = {
  readonly mirror: string;
  readonly suite: string;
  readonly packages: readonly string[];
  readonly files: readonly string[];
};

/** The files lie in `folder` by their own paths; a package's version is like "2025.02-8+deb13u1". */
export type PackageFiles = { readonly folder: string; readonly versions: Readonly<Record<string, string>> };

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const versionsFile = "versions.json";

/**
 * Takes files out of Debian packages without installing them: from the cache, else by an apt with sources, lists and settings
 * of its own, so that the machine's stays untouched.
 *
 * @param maximumAge packages fetched longer ago (milliseconds) are fetched again
 * @throws ImageError `image.packages.unavailable` when they can't be had: offline, no apt, or a mirror without them
 */
export async function fetchPackages(cache: Cache, wanted: WantedPackages, maximumAge: number): Promise<PackageFiles> {
  const { mirror, packages } = wanted;
  try {
    const { folder } = await cached(cache, "packages", wanted, (made) => download(cache, wanted, made), { maximumAge });
    const versions: unknown = JSON.parse(await readFile(join(folder, versionsFile), "utf8"));
    return { folder, versions: z.record(z.string(), z.string()).parse(versions) };
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const values = { packages: packages.join(" "), mirror, reason: reasonOf(error) };
    throw new ImageError(message("image.packages.unavailable", values), { cause: error });
  }
}

async function download(cache: Cache, { mirror, suite, packages, files }: WantedPackages, made: string): Promise<void> {
  await stat(keyring).catch(() => {
    throw new ImageError(message("image.keyring.absent", { path: keyring }));
  });
  await withWorkFolder(cache, async (work) => {
    for (const folder of ["state/lists/partial", "cache/archives/partial", "deb"]) {
      await mkdir(join(work, folder), { recursive: true });
    }
    const { stdout } = await run("apt-config", ["dump", "Acquire"]);
    await writeFile(join(work, "apt.conf"), aptSettings(work, stdout.toString("utf8")));
    await writeFile(join(work, "sources.list"), sourceLine(mirror, suite, keyring));
    const how = { environment: { APT_CONFIG: join(work, "apt.conf") }, folder: join(work, "deb") };
    await run("apt-get", updateWords, how);
    await run("apt-get", downloadWords(packages), how);
    const archives = (await readdir(join(work, "deb"))).filter((name) => name.endsWith(".deb"));
    for (const name of archives) {
      await run("dpkg-deb", ["--extract", join(work, "deb", name), join(work, "content")]);
    }
    for (const file of files) {
      await mkdir(dirname(join(made, file)), { recursive: true });
      await copyFile(join(work, "content", file), join(made, file)).catch(() => {
        throw new ImageError(message("image.packages.no-file", { packages: packages.join(" "), path: file }));
      });
    }
    await writeFile(join(made, versionsFile), JSON.stringify(Object.fromEntries(archives.map(nameAndVersion))));
  });
}

/** "ovmf" and "2025.02-8+deb13u1" of "ovmf_2025.02-8+deb13u1_all.deb". */
export function nameAndVersion(archive: string): [string, string] {
  const [name = archive, version = ""] = archive.split("_");
  return [name, decodeURIComponent(version)];
}

function reasonOf(error: ImageError): string {
  const { text, path, tool } = error.problem.values;
  return String(text ?? path ?? tool ?? error.problem.id);
}
