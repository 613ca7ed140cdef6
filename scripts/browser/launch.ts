import process from "node:process";
import { chromium, type Browser } from "playwright-core";
import { browserCommands, findCommand } from "../setup/system-packages.ts";

const executablePath = browserCommands.map(findCommand).find((path) => path !== undefined);

/** Whether this machine has a browser. */
export const haveBrowser: boolean = executablePath !== undefined;
if (!haveBrowser) process.stderr.write(`No ${browserCommands[0]}: tests in a browser are skipped.\n`);

/**
 * Starts a headless browser, which the caller closes: with its sandbox, unless this is root, for whom it can't be had, or a
 * container that forbids it. It runs our code only.
 */
export async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(`there is no ${browserCommands[0]} on this machine`);
  const options = { executablePath, chromiumSandbox: process.getuid?.() !== 0 };
  try {
    return await chromium.launch(options);
  } catch (error) {
    if (!options.chromiumSandbox) throw error;
    process.stderr.write("The browser does not start with its sandbox here, and is started without.\n");
    return chromium.launch({ ...options, chromiumSandbox: false });
  }
}
