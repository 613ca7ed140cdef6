import { join } from "node:path";
import { message } from "@sekisho/messages";
import { withWorkFolder, type Cache } from "../cache/cache.ts";
import { fileHash, folderHash } from "../cache/content-hash.ts";
import { runAsRoot } from "../process/as-root.ts";
import type { Progress } from "../progress.ts";
import { removeTree } from "./remove-tree.ts";
import type { RootfsSource } from "./source.ts";
import { suiteTree } from "./suite.ts";
import { copyTree, unpackTree } from "./tree.ts";

/** A root filesystem: what it is by its hash, and a tree of it, which is made when first asked for. */
export type Rootfs = {
  readonly hash: string;
  /** A tree of its own, which may be changed; the same one every time. */
  readonly tree: () => Promise<string>;
};

/** Lends a root filesystem; its tree is gone afterwards. */
export async function withRootfs<T>(
  options: {
    readonly cache: Cache;
    readonly source: RootfsSource;
    readonly fresh: boolean;
    readonly progress: Progress;
  },
  use: (rootfs: Rootfs) => Promise<T>,
): Promise<T> {
  const { cache, source, fresh, progress } = options;
  // Finds out before the long work whether this user may own a tree.
  await runAsRoot("sh", ["-c", ":"]);
  const { hash, fill } = await prepare(cache, source, fresh, progress);
  return withWorkFolder(cache, async (work) => {
    const path = join(work, "tree");
    let made: Promise<void> | undefined;
    const tree = async (): Promise<string> => {
      made ??= fill(path);
      await made;
      return path;
    };
    try {
      return await use({ hash, tree });
    } finally {
      await made?.catch(() => {});
      if (made !== undefined) await removeTree(path);
    }
  });
}

type Prepared = { readonly hash: string; readonly fill: (tree: string) => Promise<void> };

async function prepare(cache: Cache, source: RootfsSource, fresh: boolean, progress: Progress): Promise<Prepared> {
  const unpacking = () => progress({ step: message("image.step.unpack"), fraction: 0.5 });
  switch (source.kind) {
    case "suite": {
      progress({ step: message("image.step.suite", { suite: source.suite }), fraction: 0 });
      const { tar, hash } = await suiteTree(cache, { ...source, fresh });
      return {
        hash,
        fill: (tree) => {
          unpacking();
          return unpackTree(tar, tree);
        },
      };
    }
    case "archive":
      progress({ step: message("image.step.read", { path: source.path }), fraction: 0 });
      return {
        hash: await fileHash(source.path),
        fill: (tree) => {
          unpacking();
          return unpackTree(source.path, tree);
        },
      };
    case "folder":
      progress({ step: message("image.step.read", { path: source.path }), fraction: 0 });
      return {
        hash: await folderHash(source.path),
        fill: (tree) => {
          unpacking();
          return copyTree(source.path, tree);
        },
      };
  }
}
