import { copyFile, lstat, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { cached, withWorkFolder, type Cache } from "./cache/cache.ts";
import { demandSecretDriver } from "./efi-secret/demand.ts";
import { ImageError } from "./image-error.ts";
import { buildInitrd, initrdInputs } from "./initrd/build.ts";
import type { Progress } from "./progress.ts";
import { inspectTree } from "./rootfs/requirements.ts";
import type { Rootfs } from "./rootfs/rootfs.ts";

/** A kernel and its initrd: files that the cache owns. And what the tree says it is: "debian", and its whole `os-release`. */
export type BootArtifacts = {
  readonly kernel: string;
  readonly initrd: string;
  readonly version: string;
  readonly distribution: string;
  readonly osRelease: string;
};

/** Takes the newest kernel of the tree and builds its initrd, or finds both in the cache. */
export async function bootArtifacts(options: {
  readonly cache: Cache;
  readonly rootfs: Rootfs;
  readonly agent: string;
  readonly guest: GuestConfiguration;
  readonly progress: Progress;
}): Promise<BootArtifacts> {
  const { cache, rootfs, agent, guest, progress } = options;
  const inputs = {
    rootfs: rootfs.hash,
    files: ["kernel", "initrd", "version", "os-release"],
    initrd: await initrdInputs(agent, guest),
  };
  const { folder } = await cached(cache, "boot", inputs, async (made) => {
    const tree = await rootfs.tree();
    const kernel = await inspectTree(tree);
    await demandSecretDriver(guest, tree, kernel.version);
    progress({ step: message("image.step.initrd", { version: kernel.version }), fraction: 0.6 });
    await copyFile(join(tree, kernel.file), join(made, "kernel"));
    await writeFile(join(made, "version"), kernel.version);
    await copyFile(await osReleaseOf(tree), join(made, "os-release"));
    await withWorkFolder(cache, async (work) => {
      const input = { tree, kernelVersion: kernel.version, agent, configuration: guest };
      await buildInitrd(input, join(made, "initrd"), join(work, "run"));
    });
  });
  const osRelease = await readFile(join(folder, "os-release"), "utf8");
  return {
    kernel: join(folder, "kernel"),
    initrd: join(folder, "initrd"),
    version: await readFile(join(folder, "version"), "utf8"),
    distribution: /^ID="?([a-z0-9._-]+)"?$/m.exec(osRelease)?.[1] ?? "debian",
    osRelease,
  };
}

/** The file is named in two places, of which one is usually a link to the other. */
async function osReleaseOf(tree: string): Promise<string> {
  for (const name of ["usr/lib/os-release", "etc/os-release"]) {
    const found = await lstat(join(tree, name)).catch(() => undefined);
    if (found?.isFile() === true) return join(tree, name);
  }
  throw new ImageError(message("image.tree.lacks", { packages: "base-files" }));
}
