import { copyFile, lstat } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { fetchPackages } from "../apt/packages.ts";
import { cached, type Cache } from "../cache/cache.ts";
import { ImageError } from "../image-error.ts";
import { debianMirror } from "../rootfs/mirror.ts";
import type { Rootfs } from "../rootfs/rootfs.ts";
import type { RootfsSource } from "../rootfs/source.ts";

/** What stands between the firmware and a kernel, as files that the cache owns. */
export type Loaders =
  /** `first` is shim, which starts `second`, GRUB. */
  | { readonly kind: "grub"; readonly first: string; readonly second: string }
  /** `first` is systemd-boot, `second` the stub of which a unified kernel image is made. */
  | { readonly kind: "uki"; readonly first: string; readonly second: string };

/** A program, by the names it has in Debian and Ubuntu, the first that is there; and the package that brings it. */
type Program = { readonly package: string; readonly files: readonly [string, ...string[]] };

const programs: Readonly<Record<Loaders["kind"], readonly [Program, Program]>> = {
  grub: [
    {
      package: "shim-signed",
      files: ["usr/lib/shim/shimx64.efi.signed", "usr/lib/shim/shimx64.efi.signed.latest"],
    },
    { package: "grub-efi-amd64-signed", files: ["usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed"] },
  ],
  uki: [
    { package: "systemd-boot-efi", files: ["usr/lib/systemd/boot/efi/systemd-bootx64.efi"] },
    { package: "systemd-boot-efi", files: ["usr/lib/systemd/boot/efi/linuxx64.efi.stub"] },
  ],
};

/** A suite gets security updates. */
const weekMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Finds the boot loader's files: for a suite in its packages, of which nothing but these files is taken (their scripts would
 * install a boot loader on the building machine); in a person's own tree where the packages have put them.
 *
 * @throws ImageError that names the packages to install in the tree, or why they can't be had
 */
export async function findLoaders(options: {
  readonly cache: Cache;
  readonly source: RootfsSource;
  readonly rootfs: Rootfs;
  readonly kind: Loaders["kind"];
  readonly fresh: boolean;
}): Promise<Loaders> {
  const { cache, source, rootfs, kind, fresh } = options;
  const [first, second] = programs[kind];
  if (source.kind === "suite") {
    const mirror = source.mirror ?? (await debianMirror());
    const packages = [...new Set([first.package, second.package])];
    const wanted = { mirror, suite: source.suite, packages, files: [first.files[0], second.files[0]] };
    const { folder } = await fetchPackages(cache, wanted, fresh ? -1 : weekMs);
    return { kind, first: join(folder, first.files[0]), second: join(folder, second.files[0]) };
  }
  const { folder } = await cached(cache, "loader", { rootfs: rootfs.hash, kind }, async (made) => {
    const tree = await rootfs.tree();
    await copyFile(await inTree(tree, first, kind), join(made, "first"));
    await copyFile(await inTree(tree, second, kind), join(made, "second"));
  });
  return { kind, first: join(folder, "first"), second: join(folder, "second") };
}

async function inTree(tree: string, program: Program, kind: Loaders["kind"]): Promise<string> {
  for (const file of program.files) {
    const path = join(tree, file);
    const found = await lstat(path).catch(() => undefined);
    // A link may lead out of the tree.
    if (found?.isFile() === true) return path;
  }
  const packages = [...new Set(programs[kind].map((each) => each.package))].join(" ");
  throw new ImageError(message("image.tree.lacks", { packages }));
}
