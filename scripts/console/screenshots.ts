/**
 * `node scripts/console/screenshots.ts [NAME…]`: every page of the console, or those whose names contain one of these words, in both languages, both
 * themes, wide and narrow, into .cache/screenshots. Says which pages can be scrolled sideways, and what went wrong in them.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { BrowserContext } from "playwright-core";
import { overhang } from "./axe.ts";
import { openVisit, type View } from "./browser.ts";
import { playHistory } from "./history.ts";
import { plannedMachines } from "./machines.ts";
import { everyPage, settled, type NamedPage } from "./pages.ts";
import { openPlace, type Place } from "./place.ts";
import { invite } from "./sign-in.ts";

const folder = join(import.meta.dirname, "..", "..", ".cache", "screenshots");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const views: readonly View[] = (["en", "ja"] as const).flatMap((language) =>
  (["light", "dark"] as const).flatMap((theme) => [1280, 360].map((width) => ({ language, theme, width }))),
);

const words = process.argv.slice(2);
const isWanted = ({ name }: NamedPage): boolean => words.length === 0 || words.some((word) => name.includes(word));

const place = await openPlace(plannedMachines, { hoursAgo: 22 });
try {
  await mkdir(folder, { recursive: true });
  await playHistory(place.world, place.machines, () => {});
  const person = await place.person("Sato", "administrator");
  await invite(place.gate.socket, "Suzuki", "approver");
  await invite(place.gate.socket, "Tanaka", "viewer");
  const signedIn = await person.context.storageState();
  const inside = (await everyPage(place)).filter(isWanted);
  for (const view of views) {
    await shoot(place, view, inside, signedIn);
    const link = await invite(place.gate.socket, `Mori ${view.language} ${view.theme} ${view.width}`, "approver");
    const outside = [
      { name: "sign-in", path: "/" },
      { name: "enrol", path: link },
      { name: "enrol-invalid", path: "/enrol#AAAA" },
    ];
    await shoot(place, view, outside.filter(isWanted));
  }
} finally {
  await place.close();
}

async function shoot(
  { browser, gate }: Place,
  view: View,
  pages: readonly NamedPage[],
  signedIn?: Awaited<ReturnType<BrowserContext["storageState"]>>,
): Promise<void> {
  const visit = await openVisit(browser, gate.origin, view, signedIn);
  try {
    for (const { name, path } of pages) {
      await visit.page.goto(path);
      await settled(visit.page);
      const file = `${name}-${view.language}-${view.theme}-${view.width}.png`;
      await visit.page.screenshot({ path: join(folder, file), fullPage: true });
      const wide = await overhang(visit.page);
      if (wide > 0) say(`${file}: ${wide} pixels too wide`);
      for (const problem of visit.watch.all()) say(`${file}: ${problem}`);
      visit.watch.forget();
    }
  } finally {
    await visit.close();
  }
}
