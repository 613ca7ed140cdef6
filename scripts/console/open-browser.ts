import { spawn } from "node:child_process";
import process from "node:process";

/**
 * Opens the person's own browser at an address, where the system has a way to.
 *
 * @returns whether it could be asked to; whether a window came up, nobody can tell
 */
export function openBrowser(address: string): Promise<boolean> {
  const command = process.platform === "darwin" ? "open" : "xdg-open";
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(command, [address], { stdio: "ignore", detached: true });
  child.once("error", () => resolve(false)).once("spawn", () => resolve(true));
  child.unref();
  return promise;
}
