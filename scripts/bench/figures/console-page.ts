import { readConsoleAssets } from "@sekisho/console/assets";
import { buildConsole } from "@sekisho/console/build";
import type { Browser } from "playwright-core";
import { haveBrowser, launchBrowser } from "../../browser/launch.ts";
import { startFakeGate, waitingRequest, type FakeGate } from "../../console/fake-gate.ts";
import type { Absent, Figure, Measured } from "../figure.ts";

const rounds = 11;
const sizeGoalKb = 100;
const timeGoalMs = 1000;
const requests = Array.from({ length: 20 }, (_, index) => waitingRequest(index + 1));

/** One visit of somebody who never was there: what came over the wire, and when the first request could be clicked. */
type FirstView = { readonly bytes: number; readonly files: number; readonly milliseconds: number };

export const consoleFirstView: Figure = {
  name: "console-first-view",
  title: "the console's page until its waiting room is drawn: HTML, scripts and styles under Brotli",
  goal: null,
  measure: () =>
    withPage(async (visit) => {
      const { bytes, files } = await visit();
      const notes = [`goal: below ${sizeGoalKb} kB; ${files} files`];
      return { value: bytes / 1000, unit: "kB", ratio: null, notes };
    }),
};

export const consoleInteractive: Figure = {
  name: "console-interactive",
  title: "the console's page from its address to a request that can be clicked, in headless Chromium, nothing cached",
  goal: null,
  measure: () =>
    withPage(async (visit) => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) times.push((await visit()).milliseconds);
      const sorted = times.toSorted((left, right) => left - right);
      const notes = [`goal: below ${timeGoalMs} ms; the slowest of ${rounds} took ${sorted.at(-1)?.toFixed(0)} ms`];
      return { value: sorted[(rounds - 1) / 2] ?? Infinity, unit: "ms", ratio: null, notes };
    }),
};

async function withPage(measure: (visit: () => Promise<FirstView>) => Promise<Measured>): Promise<Measured | Absent> {
  if (!haveBrowser) return { reason: "there is no Chromium on this machine" };
  await buildConsole();
  const assets = await readConsoleAssets();
  if (assets === undefined) return { reason: "the page was not built" };
  const gate = await startFakeGate(assets);
  gate.state.actor = { kind: "owner" };
  gate.state.requests = requests;
  const browser = await launchBrowser();
  try {
    return await measure(() => firstView(browser, gate));
  } finally {
    await browser.close();
    await gate.stop();
  }
}

async function firstView(browser: Browser, { origin }: FakeGate): Promise<FirstView> {
  // A context of its own: nothing is cached, no code compiled.
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on("requestfinished", (request) => {
      if (/\/(?:v1|log)\/|\.json$/.test(request.url())) return;
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    const begun = performance.now();
    await page.goto(origin, { waitUntil: "commit" });
    await page.locator(".asking-link").first().click({ trial: true });
    const milliseconds = performance.now() - begun;
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    return { bytes, files: sizes.length, milliseconds };
  } finally {
    await context.close();
  }
}
