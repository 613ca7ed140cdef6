import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { bundleForBrowser } from "./bundle.ts";
import { launchBrowser } from "./launch.ts";
import type { PageApi } from "./page-main.ts";

/** A page in which the packages are loaded. */
export type Page = PageApi & { readonly version: string; readonly problems: readonly string[]; close(): Promise<void> };

/** Starts a headless browser with one page. The caller closes it. */
export async function openPage(): Promise<Page> {
  const browser = await launchBrowser();
  try {
    return await loadPackages(browser);
  } catch (error) {
    await browser.close();
    throw error;
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
