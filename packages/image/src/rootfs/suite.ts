import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { cached, type Cache } from "../cache/cache.ts";
import { fileHash } from "../cache/content-hash.ts";
import { ImageError } from "../image-error.ts";
import { isRoot } from "../process/as-root.ts";
import { run } from "../process/run.ts";
import { debianMirror } from "./mirror.ts";

/** What a machine needs to boot, to be reached, and to have its initrd built. */
export const basePackages: readonly string[] = [
  "busybox",
  "cryptsetup-bin",
  "dbus",
  "e2fsprogs",
  "initramfs-tools",
  "iproute2",
  "kmod",
  "linux-image-cloud-amd64",
  "login",
  "lz4",
  "systemd-resolved",
  "systemd-sysv",
  "udev",
  "zstd",
];

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
/** A suite gets security updates: after a week its cached tree is made anew. */
const freshFor = 7 * 24 * 60 * 60 * 1000;
const documentation = ["doc", "info", "locale", "man", "i18n"];

export type SuiteOptions = {
  readonly suite: string;
  readonly mirror?: string | undefined;
  readonly packages: readonly string[];
  /** Also replaces a cached tree of the same suite. */
  readonly fresh?: boolean;
};

/**
 * The arguments of mmdebstrap for a small tree that boots: no documentation, no recommended packages, no initrd of its own.
 *
 * @param output ends in `.tar`
 */
export function mmdebstrapWords(
  output: string,
  options: { suite: string; mirror: string; packages: readonly string[]; root: boolean },
): string[] {
  const { suite, mirror, packages, root } = options;
  const included = [...new Set([...basePackages, ...packages])].toSorted();
  return [
    `--mode=${root ? "root" : "unshare"}`,
    "--variant=minbase",
    "--architectures=amd64",
    "--format=tar",
    `--include=${included.join(",")}`,
    `--keyring=${keyring}`,
    `--aptopt=Apt::Install-Recommends "false"`,
    `--aptopt=Acquire::Languages "none"`,
    ...documentation.map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    "--dpkgopt=path-include=/usr/share/doc/*/copyright",
    "--dpkgopt=path-include=/usr/share/locale/locale.alias",
    // The tree is thrown away when a build fails, so nothing needs to reach the disk in order.
    "--dpkgopt=force-unsafe-io",
    // The hook below writes files that packages bring too: keep ours, and don't ask.
    "--dpkgopt=force-confold",
    `--essential-hook=mkdir -p "$1/etc/initramfs-tools" && echo update_initramfs=no > "$1/etc/initramfs-tools/update-initramfs.conf"`,
    `--customize-hook=rm -f "$1"/etc/ssh/ssh_host_* "$1/etc/resolv.conf.bak"`,
    `--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin`,
    suite,
    output,
    mirror,
  ];
}

/** The tar of a suite's tree, and the SHA-256 of its content. */
export type SuiteTree = { readonly tar: string; readonly hash: string };

/** Builds the tree of a suite, or takes the cached one when it is at most a week old. */
export async function suiteTree(cache: Cache, options: SuiteOptions): Promise<SuiteTree> {
  const { suite, packages, fresh = false } = options;
  const mirror = options.mirror ?? (await debianMirror());
  const inputs = mmdebstrapWords("", { suite, mirror, packages, root: isRoot() });
  const { folder } = await cached(cache, "rootfs", inputs, (made) => buildSuite(made, { suite, mirror, packages }), {
    maximumAge: fresh ? -1 : freshFor,
  });
  const tar = join(folder, "rootfs.tar");
  return { tar, hash: await readFile(join(folder, "sha256"), "utf8") };
}

async function buildSuite(folder: string, options: { suite: string; mirror: string; packages: readonly string[] }) {
  await access(keyring).catch(() => {
    throw new ImageError(message("image.keyring.absent", { path: keyring }));
  });
  const tar = join(folder, "rootfs.tar");
  await run("mmdebstrap", mmdebstrapWords(tar, { ...options, root: isRoot() }), {
    // The kernel package's own script would build an initrd that nobody uses.
    environment: { INITRD: "No" },
  });
  await writeFile(join(folder, "sha256"), await fileHash(tar));
}
