import { randomUUID } from "node:crypto";
import { toUtf8 } from "@sekisho/encoding";
import { buildCommandLine } from "@sekisho/image";
import {
  guestPolicy,
  readInitramfs,
  tdAttributes,
  writeInitramfs,
  type BootArtifacts,
  type Lab,
  type LaunchPlan,
  type TdPlan,
} from "@sekisho/lab";
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
    case "kernel":
      return { ...genuine, kernel: withChangedByte(genuine.kernel, genuine.kernel.length - 1) };
    case "firmware":
      // Between its metadata and the tables at its end.
      return { ...genuine, firmware: withChangedByte(genuine.firmware, (genuine.firmware.length * 3) / 4) };
    case "sibling":
      return { ...genuine, commandLine: buildCommandLine(randomUUID()) };
    default:
      return genuine;
  }
}

function withChangedByte(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ 1);
}

/** Launches the machine as the host wants it: a guest or TD of the lab, behind whose report port the agent will be. */
export function launchChanged(
  lab: Lab,
  change: Change,
  machine: Machine,
  artifacts: BootArtifacts,
): ReturnType<Lab["launch"] | Lab["launchTd"]> {
  const processor = change === "unknown-root" ? "stranger" : "lab";
  const policy = BigInt(machine.guestPolicy);
  const debug = change === "debug-policy";
  if (machine.technology === "tdx") {
    const attributes = debug ? policy | tdAttributes.debug : policy;
    return lab.launchTd({ artifacts, memoryMiB: machine.memoryMiB, attributes, processor } satisfies TdPlan);
  }
  const plan: LaunchPlan = { artifacts, policy: debug ? policy | guestPolicy.debugAllowed : policy, processor };
  return lab.launch(plan);
}
