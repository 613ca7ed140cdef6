import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { buildCommandLine, imageFiles, makeDisk, makeFilesystem, noProgress } from "@sekisho/image";
import {
  forgeEmptyDisk,
  forgeNullCipher,
  forgePlainDisk,
  forgeVolumeGroup,
  guestPolicy,
  readInitramfs,
  writeInitramfs,
  type BootArtifacts,
  type LaunchPlan,
} from "@sekisho/lab";
import type { Machine } from "@sekisho/release";
import type { Change } from "../scenarios.ts";
import { memoryMiB, shape, type SoftwareMachine } from "./prepare.ts";

/** What the host hands to the machine instead of its genuine artifacts. */
export async function changedArtifacts(change: Change, genuine: BootArtifacts): Promise<BootArtifacts> {
  switch (change) {
    case "command-line":
      return { ...genuine, commandLine: `${genuine.commandLine} init=/bin/sh` };
    case "initrd": {
      const files = readInitramfs(genuine.initrd);
      if (!files.ok) throw new Error(JSON.stringify(files.error));
      const added = { path: "scripts/local-top/zz-host", bytes: toUtf8("#!/bin/sh\n") };
      return { ...genuine, initrd: writeInitramfs([...files.value, added]) };
    }
    case "sibling":
      return { ...genuine, commandLine: buildCommandLine(randomUUID()) };
    default:
      return genuine;
  }
}

/** How the host launches the machine. */
export function changedPlan(change: Change, machine: Machine, artifacts: BootArtifacts): LaunchPlan {
  const policy = BigInt(machine.guestPolicy);
  return {
    artifacts,
    policy: change === "debug-policy" ? policy | guestPolicy.debugAllowed : policy,
    processor: change === "unknown-root" ? "stranger" : "lab",
  };
}

/** The image file that the host puts in place of the machine's disk, or the disk itself. */
export async function changedDisk(
  change: Change,
  made: SoftwareMachine,
  { folder, tree }: { readonly folder: string; readonly tree: string },
): Promise<string> {
  const genuine = join(made.folder, imageFiles.disk);
  const forged = join(folder, imageFiles.disk);
  switch (change) {
    case "null-cipher-header":
      await forgeNullCipher(genuine, forged);
      return forged;
    case "foreign-disk": {
      const secret = { releaseMode: "auto", bytes: randomBytes(32) } as const;
      const input = { folder, secret, memoryMiB, vcpus: shape.vcpus, progress: noProgress };
      await makeDisk(input, (path) => makeFilesystem(tree, path, "foreign"));
      return forged;
    }
    case "empty-disk":
      await forgeEmptyDisk(forged);
      return forged;
    case "plain-disk":
      await forgePlainDisk(tree, forged);
      return forged;
    case "volume-group":
      await forgeVolumeGroup(forged);
      return forged;
    default:
      return genuine;
  }
}
