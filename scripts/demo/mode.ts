import process from "node:process";
import { ImageError, findTool } from "@sekisho/image";
import { LaunchError, qemuVersion } from "@sekisho/launch";
import { message, type Message } from "@sekisho/messages";
import type { DriverKind } from "./scenarios.ts";

/** The older QEMUs lack what the firmware's hash table needs; 7.2 is the oldest that was tried. */
const oldestQemu = { major: 7, minor: 2 };

/** How to play, and why. */
export type Mode = { readonly kind: DriverKind; readonly why: Message };

/** A virtual machine where Linux, QEMU and the tools for the image allow it, and nobody wants otherwise. */
export async function chooseMode(software: boolean): Promise<Mode> {
  if (software) return { kind: "software", why: message("demo.mode.chosen") };
  const obstacle = await findObstacle();
  if (obstacle === undefined) return { kind: "vm", why: message("demo.mode.possible") };
  return { kind: "software", why: obstacle };
}

async function findObstacle(): Promise<Message | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    return message("demo.mode.platform", { platform: `${process.platform} ${process.arch}` });
  }
  try {
    const { major, minor, text } = await qemuVersion();
    const old = major < oldestQemu.major || (major === oldestQemu.major && minor < oldestQemu.minor);
    if (old) return message("demo.mode.qemu", { text });
    for (const tool of ["cryptsetup", "mke2fs", "mmdebstrap"] as const) await findTool(tool);
    return undefined;
  } catch (error) {
    if (error instanceof LaunchError || error instanceof ImageError) return error.problem;
    throw error;
  }
}
