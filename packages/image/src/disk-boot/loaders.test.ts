import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { openCache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { withFolder } from "../testing/small-disk.ts";
import { findLoaders, type Loaders } from "./loaders.ts";

/** Looks for the loaders of a person's own tree with these files, each of which holds its own path. */
async function loadersOf(folder: string, kind: Loaders["kind"], files: readonly string[]): Promise<Loaders> {
  const tree = join(folder, "tree");
  for (const file of files) {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), file);
  }
  const rootfs = { hash: `${kind} ${files.join(" ")}`, tree: () => Promise.resolve(tree) };
  const cache = await openCache(join(folder, "cache"));
  return findLoaders({ cache, source: { kind: "folder", path: tree }, rootfs, kind, fresh: false });
}

const shim = "usr/lib/shim/shimx64.efi.signed";
const grub = "usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed";

describe("the boot loader of a person's own tree", () => {
  test("is what its packages have put there, Ubuntu's names included", async () => {
    await withFolder(async (folder) => {
      const { first, second } = await loadersOf(folder, "grub", [`${shim}.latest`, grub]);
      expect(await readFile(first, "utf8")).toBe(`${shim}.latest`);
      expect(await readFile(second, "utf8")).toBe(grub);
    });
    await withFolder(async (folder) => {
      const names = ["systemd-bootx64.efi", "linuxx64.efi.stub"].map((name) => `usr/lib/systemd/boot/efi/${name}`);
      const { first, second } = await loadersOf(folder, "uki", names);
      expect([await readFile(first, "utf8"), await readFile(second, "utf8")]).toEqual(names);
    });
  });

  test("is missed in a sentence that names what to install", async () => {
    const missed = async (kind: Loaders["kind"], files: readonly string[]): Promise<unknown> =>
      withFolder(async (folder) => {
        const error: unknown = await loadersOf(folder, kind, files).catch((reason: unknown) => reason);
        return error instanceof ImageError ? error.problem.values["packages"] : error;
      });
    expect(await missed("grub", [shim])).toBe("shim-signed grub-efi-amd64-signed");
    expect(await missed("uki", [])).toBe("systemd-boot-efi");
  });

  test("is never taken through a link, which could lead out of the tree", async () => {
    await withFolder(async (folder) => {
      await mkdir(dirname(join(folder, "tree", shim)), { recursive: true });
      await symlink("/etc/hostname", join(folder, "tree", shim));
      await expect(loadersOf(folder, "grub", [grub])).rejects.toThrow("image.tree.lacks");
    });
  });
});
