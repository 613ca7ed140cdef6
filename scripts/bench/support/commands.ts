import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import type { Absent } from "../figure.ts";

/** Why a figure can't be measured, if this command is missing; `debianPackage` brings it. */
export function commandAbsent(command: string, debianPackage: string): Absent | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  if (folders.some((folder) => folder !== "" && existsSync(join(folder, command)))) return undefined;
  return { reason: `${command} is not installed (Debian package ${debianPackage})` };
}
