import { randomUUID } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import { buildCommandLine } from "@sekisho/image";
import { guestPolicy, readInitramfs, writeInitramfs, type BootArtifacts, type LaunchPlan } from "@sekisho/lab";
import type { Machine } from "@sekisho/release";
import type { Change } from "../scenarios.ts";

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
