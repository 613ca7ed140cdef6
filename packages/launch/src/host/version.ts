import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { message } from "@sekisho/messages";
import { LaunchError } from "../launch-error.ts";

/** A version of QEMU. */
export type QemuVersion = { readonly major: number; readonly minor: number; readonly text: string };

/** Reads what `qemu-system-x86_64 --version` prints; `undefined` when that is no version. */
export function parseQemuVersion(output: string): QemuVersion | undefined {
  const [text, major, minor] = /version (\d+)\.(\d+)[^\s(]*/.exec(output) ?? [];
  if (text === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), text: text.slice("version ".length) };
}

/**
 * The version of the QEMU on this host.
 *
 * @throws LaunchError when there is none
 */
export async function qemuVersion(program = "qemu-system-x86_64"): Promise<QemuVersion> {
  const output = await promisify(execFile)(program, ["--version"]).then(
    ({ stdout }) => stdout,
    () => "",
  );
  const version = parseQemuVersion(output);
  if (version === undefined) throw new LaunchError(message("launch.qemu.missing", { program }));
  return version;
}
