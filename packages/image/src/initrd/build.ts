import { cp, copyFile, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { fileHash, type Hashable } from "../cache/content-hash.ts";
import { ImageError } from "../image-error.ts";
import { dataFolder, runInTree } from "../process/in-tree.ts";
import { runAsRoot } from "../process/as-root.ts";
import { ToolError } from "../process/run.ts";
import { moduleLines, modulesFor } from "./modules.ts";

export type InitrdInput = {
  /** A file tree with the kernel's modules, initramfs-tools, cryptsetup and busybox. */
  readonly tree: string;
  readonly kernelVersion: string;
  /** The guest agent: an executable for the tree's C library. */
  readonly agent: string;
  readonly configuration: GuestConfiguration;
};

/** A fixed time for every file of the initrd: the same inputs then give the same initrd, and the same launch digest. */
const epoch = "1700000000";

/**
 * Builds the initrd with the tree's own initramfs-tools.
 *
 * @param output the file to write
 * @param work an empty folder on the same disk
 */
export async function buildInitrd(input: InitrdInput, output: string, work: string): Promise<void> {
  const { tree, kernelVersion, agent, configuration } = input;
  const { device, mapping } = configuration.disk;
  await mkdir(work, { recursive: true });
  await cp(dataFolder, join(work, "initramfs"), { recursive: true });
  await copyFile(agent, join(work, "agent"));
  await writeFile(join(work, "guest.json"), `${JSON.stringify(configuration, null, 2)}\n`);
  await writeFile(join(work, "disk"), `${device}\n${mapping}\n`);
  await writeFile(join(work, "modules"), moduleLines(modulesFor(configuration)));
  if (configuration.vtpm) await writeFile(join(work, "vtpm"), "");
  const logs = "/sys/kernel/security/";
  const readsLogs = Boolean(configuration.vtpm) || configuration.tdx?.eventLog?.startsWith(logs) === true;
  if (readsLogs || configuration.reportSource.kind === "launch-secret") await writeFile(join(work, "securityfs"), "");
  try {
    const command = ["/bin/sh", "/run/initramfs/build-initrd.sh", kernelVersion];
    await runInTree(tree, command, { work, environment: { SOURCE_DATE_EPOCH: epoch } });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new ImageError(message("image.initrd.failed", { text: error.stderr.trim().slice(-600) }), { cause: error });
  } finally {
    await runAsRoot("rm", ["-rf", join(work, "tools"), join(work, "tmp")]);
  }
  await rename(join(work, "initrd"), output);
}

/** Everything but the tree that decides what an initrd becomes. */
export async function initrdInputs(agent: string, configuration: GuestConfiguration): Promise<Hashable> {
  return {
    agent: await fileHash(agent),
    configuration: JSON.stringify(configuration),
    modules: moduleLines(modulesFor(configuration)),
    data: await dataHashes(),
  };
}

async function dataHashes(): Promise<Hashable> {
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.toSorted().map(async (path) => [relative(dataFolder, path), await fileHash(path)]));
}
