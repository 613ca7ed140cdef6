import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { message } from "@sekisho/messages";
import { GateStartError } from "../start-error.ts";

const foreignBits = 0o077;

/** Makes a folder that only its owner can enter, or demands that an existing one is such a folder. */
export async function ensurePrivateFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new GateStartError(message("gate.start.folderUnusable", { path, reason: reasonOf(error) }));
  }
  const state = await lstat(path);
  if (!state.isDirectory()) {
    throw new GateStartError(message("gate.start.folderUnusable", { path, reason: "ENOTDIR" }));
  }
  demandPrivate(path, state.mode, state.uid, "0700");
}

/** Reads a secret file, and demands that nobody but its owner can. `undefined` when there is none. */
export async function readPrivateFile(path: string): Promise<Buffer | undefined> {
  const state = await lstat(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw new GateStartError(message("gate.start.fileUnreadable", { path, reason: reasonOf(error) }));
  });
  if (state === undefined) return undefined;
  demandPrivate(path, state.mode, state.uid, "0600");
  try {
    return await readFile(path);
  } catch (error) {
    throw new GateStartError(message("gate.start.fileUnreadable", { path, reason: reasonOf(error) }));
  }
}

/** Writes a whole file so that after a crash either the old or the new one is there, never half of it. */
export async function writeDurably(path: string, content: Uint8Array | string, mode: number): Promise<void> {
  const draft = join(dirname(path), `.${randomBytes(6).toString("hex")}.draft`);
  try {
    const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw new GateStartError(message("gate.start.fileUnwritable", { path, reason: reasonOf(error) }));
  }
}

/** A new name in a folder outlives a power cut only once the folder itself was synced. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function demandPrivate(path: string, mode: number, owner: number, wanted: "0600" | "0700"): void {
  if ((mode & foreignBits) !== 0) {
    const actual = `0${(mode & 0o777).toString(8)}`;
    throw new GateStartError(message("gate.start.permissions", { path, wanted, actual }));
  }
  const self = process.getuid?.();
  if (self !== undefined && owner !== self) {
    throw new GateStartError(message("gate.start.owner", { path, owner, self }));
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** The operating system's own code of an error ("EACCES"), or its text. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "code" in error && typeof error.code === "string" ? error.code : error.message;
}
