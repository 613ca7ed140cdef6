import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { makeReferenceValue, makeTdxLaunch, predictTdxBoots } from "@sekisho/image";
import { reportPortName, usualPolicy, usualTdAttributes } from "@sekisho/lab";
import { describeFirmware, type Shape } from "@sekisho/reference-values";
import { buildSyntheticFirmware, buildTdxFirmware } from "@sekisho/reference-values/testing";
import type { DirectBoot, GateIdentity, GuestConfiguration, Machine } from "@sekisho/release";
import type { Technology } from "../scenarios.ts";

/** Firmware and kernel that are measured, but never run. */
export function standIns(technology: Technology): { readonly firmware: Uint8Array; readonly kernel: Uint8Array } {
  const text = toUtf8("a stand-in: the software guest runs no kernel\n");
  if (technology === "sev-snp") return { firmware: buildSyntheticFirmware(), kernel: text };
  // A TD's firmware measures the kernel as the program that it is.
  return { firmware: buildTdxFirmware(), kernel: writePe({ sections: [{ name: ".text", content: text }] }) };
}

/** What the agent in the initrd is told. */
export function guestConfiguration(gate: GateIdentity, technology: Technology): GuestConfiguration {
  return {
    type: "sekisho-guest",
    version: 1,
    gate,
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: { kind: "port", path: `/dev/virtio-ports/${reportPortName}` },
    ...(technology === "tdx" ? { tdx: { eventLog: null, initrdLeft: { kind: "port" } } } : {}),
    allowPassphrasePrompt: false,
  };
}

type LaunchParts = Pick<
  Machine,
  "technology" | "guestPolicy" | "referenceValues" | "measuredLaunches" | "measuredBoots"
>;

/** What `machine.json` says of a launch with the files in this folder. */
export async function launchParts(
  technology: Technology,
  { folder, boot, shape, now }: { folder: string; boot: DirectBoot; shape: Shape; now: Date },
): Promise<LaunchParts> {
  const path = (kind: "firmware" | "kernel" | "initrd"): string => join(folder, boot[kind].file);
  const { firmware, kernel, initrd, commandLine } = boot;
  if (technology === "tdx") {
    const files = { kernel: path("kernel"), initrd: path("initrd"), commandLine, version: kernel.version };
    return {
      technology,
      guestPolicy: `0x${usualTdAttributes.toString(16)}`,
      referenceValues: [],
      measuredLaunches: [await makeTdxLaunch({ path: path("firmware"), version: firmware.version }, now)],
      measuredBoots: [...(await predictTdxBoots(files, now))],
    };
  }
  const described = await describeFirmware(await readFile(path("firmware")), firmware.version);
  if (!described.ok) throw new Error(JSON.stringify(described.error));
  const value = {
    firmware: described.value,
    kernel: { sha256: kernel.sha256, version: kernel.version },
    initrd: { sha256: initrd.sha256 },
    commandLine,
    shape,
  };
  return {
    technology,
    guestPolicy: `0x${usualPolicy.toString(16)}`,
    referenceValues: [await makeReferenceValue(value, now)],
  };
}
