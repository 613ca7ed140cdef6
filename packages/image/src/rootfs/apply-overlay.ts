import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runInTree } from "../process/in-tree.ts";
import { runAsRoot } from "../process/as-root.ts";
import { run } from "../process/run.ts";
import type { OverlayEntry } from "./overlay.ts";

/**
 * Lays the entries over a tree, from within the tree: a link in it (`etc` → `/usr/etc`) then leads where it leads in the
 * machine, and never to the builder's own files.
 *
 * @param work an empty folder for what is laid over
 */
export async function applyOverlay(tree: string, entries: readonly OverlayEntry[], work: string): Promise<void> {
  await mkdir(work, { recursive: true });
  for (const entry of entries) await write(join(work, entry.path), entry);
  const words = ["--create", "--owner=0", "--group=0", "--numeric-owner", "--no-recursion", `--directory=${work}`];
  const { stdout } = await run("tar", [...words, ...entries.map(({ path }) => path)]);
  const extract = [
    "tar",
    "--extract",
    "--file=-",
    "--directory=/",
    "--no-same-owner",
    "--same-permissions",
    "--keep-directory-symlink",
  ];
  await runInTree(tree, extract, { stdin: stdout });
  await runAsRoot("sh", ["-euc", 'rm -f "$1"/etc/ssh/ssh_host_*', "sh", tree]);
}

async function write(path: string, entry: OverlayEntry): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  switch (entry.kind) {
    case "link":
      return symlink(entry.target, path);
    case "folder":
      await mkdir(path, { recursive: true });
      return chmod(path, entry.mode);
    case "file":
      await writeFile(path, entry.content);
      return chmod(path, entry.mode);
  }
}
