import { constants, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { cached, withWorkFolder, type Cache } from "./cache/cache.ts";
import { makeFilesystem } from "./disk/filesystem.ts";
import type { Progress } from "./progress.ts";
import { applyOverlay } from "./rootfs/apply-overlay.ts";
import { overlayEntries, type OverlayOptions } from "./rootfs/overlay.ts";
import type { Rootfs } from "./rootfs/rootfs.ts";

/**
 * Writes the filesystem that is going to be encrypted.
 *
 * Of a suite, which holds nothing but public packages, the cache keeps it. Of a person's own tree no readable copy stays.
 */
export async function writePlainImage(options: {
  readonly cache: Cache;
  readonly rootfs: Rootfs;
  readonly overlay: OverlayOptions;
  readonly output: string;
  readonly progress: Progress;
}): Promise<void> {
  const { cache, rootfs, overlay, output, progress } = options;
  const entries = overlayEntries(overlay);
  const make = async (image: string): Promise<void> => {
    const tree = await rootfs.tree();
    progress({ step: message("image.step.filesystem"), fraction: 0.75 });
    await withWorkFolder(cache, (work) => applyOverlay(tree, entries, join(work, "overlay")));
    await makeFilesystem(tree, image, rootfs.hash);
  };
  if (!overlay.ownSuite) return make(output);
  const { folder } = await cached(cache, "filesystem", { rootfs: rootfs.hash, entries }, (made) =>
    make(join(made, "root.ext4")),
  );
  await copyFile(join(folder, "root.ext4"), output, constants.COPYFILE_FICLONE);
}
