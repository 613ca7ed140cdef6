import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import process from "node:process";

/** A browser that was asked to open an address; `forget` removes what it was told by. */
export type Opened = { readonly asked: boolean; readonly forget: () => Promise<void> };

/**
 * Opens the person's own browser at an address that holds a secret.
 *
 * Other users of the machine can read a process's arguments, so the browser is given a file that only this person can read, and which
 * leads on.
 *
 * @returns whether the system has a way to open one; whether a window came up, nobody can tell
 */
export async function openBrowser(address: string): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-console-"));
  const file = join(folder, "open.html");
  const text = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Sekisho</title>\n`;
  await writeFile(file, text, { mode: 0o600 });
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(command, [pathToFileURL(file).href], { stdio: "ignore", detached: true });
  child.once("error", () => resolve(false)).once("spawn", () => resolve(true));
  child.unref();
  return { asked: await promise, forget: () => rm(folder, { recursive: true, force: true }) };
}
