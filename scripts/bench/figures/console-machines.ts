import { readConsoleAssets } from "@sekisho/console/assets";
import { buildConsole } from "@sekisho/console/build";
import type { CDPSession, Page } from "playwright-core";
import { haveBrowser, launchBrowser } from "../../browser/launch.ts";
import { startFakeGate } from "../../console/fake-gate.ts";
import { manyMachines } from "../../console/many-machines.ts";
import type { Figure } from "../figure.ts";

const count = 10_000;
/** CSS pixels for each frame: 10,800 a second, as a fast hand scrolls. */
const step = 180;
const frames = 600;
/** What a screen of 60 Hz gives a frame. */
const frameMs = 1000 / 60;

export const consoleMachines: Figure = {
  name: "console-machines-10000",
  title: `the page's main thread for each frame while a list of ${count} machines scrolls, in headless Chromium`,
  goal: null,
  measure: async () => {
    if (!haveBrowser) return { reason: "there is no Chromium on this machine" };
    await buildConsole();
    const assets = await readConsoleAssets();
    if (assets === undefined) return { reason: "the page was not built" };
    const gate = await startFakeGate(assets);
    gate.state.actor = { kind: "owner" };
    gate.state.instead.set("/v1/admin/machine-summaries", { status: 200, body: { machines: manyMachines(count) } });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${gate.origin}/machines`);
      await page.locator(".machine-row").first().waitFor();
      const session = await page.context().newCDPSession(page);
      // Of processor time: other programs then count for nothing.
      await session.send("Performance.enable", { timeDomain: "threadTicks" });
      const still = await scroll(page, 0);
      const before = await taskSeconds(session);
      const moving = await scroll(page, step);
      const value = ((await taskSeconds(session)) - before) / (frames / 1000);
      const notes = [
        `a frame of 60 Hz has ${frameMs.toFixed(1)} ms`,
        `frames that came a frame too late: ${late(moving)} of ${frames} while scrolling, ${late(still)} of ${frames} while nothing moved`,
      ];
      return { value, unit: "ms", ratio: null, notes };
    } finally {
      await browser.close();
      await gate.stop();
    }
  },
};

/** How long the main thread has worked, all its tasks together. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

function late(intervals: readonly number[]): number {
  return intervals.filter((ms) => ms > 1.5 * frameMs).length;
}

/** Scrolls on by some pixels in each frame, and tells how long after each other the frames came. */
function scroll(page: Page, pixels: number): Promise<readonly number[]> {
  return page.evaluate(
    async ({ step, frames }) => {
      const intervals: number[] = [];
      const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      let before = await nextFrame();
      for (let frame = 0; frame < frames; frame++) {
        scrollBy(0, step);
        const now = await nextFrame();
        intervals.push(now - before);
        before = now;
      }
      return intervals;
    },
    { step: pixels, frames },
  );
}
