import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { chromium, type Browser } from "playwright-core";
import { browserCommands, findCommand } from "../setup/system-packages.ts";
import { bundleForBrowser } from "./bundle.ts";
import type { PageApi } from "./page-main.ts";

const executablePath = browserCommands.map(findCommand).find((path) => path !== undefined);

/** Whether this machine has a browser. */
export const haveBrowser = executablePath !== undefined;
if (!haveBrowser) process.stderr.write(`No ${browserCommands[0]}: tests in a browser are skipped.\n`);

/** A page in which the packages are loaded. */
export type Page = PageApi & { readonly version: string; readonly problems: readonly string[]; close(): Promise<void> };

/** Starts a headless browser with one page. The caller closes it. */
export async function openPage(): Promise<Page> {
  if (executablePath === undefined) throw new Error(`there is no ${browserCommands[0]} on this machine`);
  const browser = await launch(executablePath);
  try {
    return await loadPackages(browser);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** With its sandbox, unless this is root, for whom it can't be had, or a container that forbids it: the page runs our code only. */
async function launch(path: string): Promise<Browser> {
  const options = { executablePath: path, chromiumSandbox: process.getuid?.() !== 0 };
  try {
    return await chromium.launch(options);
  } catch (error) {
    if (!options.chromiumSandbox) throw error;
    process.stderr.write("The browser does not start with its sandbox here, and is started without.\n");
    return chromium.launch({ ...options, chromiumSandbox: false });
  }
}

async function loadPackages(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (line) => problems.push(line.text()));
  // WebCrypto is there only for pages from a trustworthy origin; nothing is really asked for on the network.
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto("https://sekisho.test/");
  await page.addScriptTag({
    content: await bundleForBrowser(await readFile(join(import.meta.dirname, "page-main.ts"), "utf8")),
  });
  type Global = typeof globalThis & { readonly sekisho: PageApi };
  return {
    version: browser.version(),
    problems,
    perform: (task) => page.evaluate((given) => (globalThis as Global).sekisho.perform(given), task),
    timeVerification: (tasks) =>
      page.evaluate((given) => (globalThis as Global).sekisho.timeVerification(given), tasks),
    close: () => browser.close(),
  };
}
