import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations, overhang } from "./axe.ts";
import { openVisit, type View, type Visit } from "./browser.ts";
import { playHistory } from "./history.ts";
import { demoMachines } from "./machines.ts";
import { everyPage, settled, type NamedPage } from "./pages.ts";
import { openPlace, type Place } from "./place.ts";
import { invite, type Person } from "./sign-in.ts";

let place: Place;
let person: Person;
let inside: readonly NamedPage[];
let outside: readonly NamedPage[];

beforeAll(async () => {
  if (!haveBrowser) return;
  place = await openPlace(demoMachines, { hoursAgo: 22 });
  await playHistory(place.world, place.machines, () => {});
  person = await place.person("Sato", "administrator");
  const link = await invite(place.gate.socket, "Suzuki", "approver");
  inside = await everyPage(place);
  outside = [
    { name: "sign-in", path: "/" },
    { name: "enrol", path: link },
    { name: "enrol-invalid", path: "/enrol#AAAA" },
  ];
}, 400_000);
afterAll(() => place?.close());

/** What a look at each page finds; pages without a finding are left out. */
async function look(
  view: View,
  find: (visit: Visit) => Promise<readonly string[]>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  const signedIn = await person.context.storageState();
  for (const [pages, state] of [
    [inside, signedIn],
    [outside, undefined],
  ] as const) {
    const visit = await openVisit(place.browser, place.gate.origin, view, state);
    for (const { name, path } of pages) {
      await visit.page.goto(path);
      await settled(visit.page);
      const findings = [...(await find(visit)), ...visit.watch.all()];
      if (findings.length > 0) found[name] = findings;
      visit.watch.forget();
    }
    await visit.close();
  }
  return found;
}

/** Identifiers of messages that have no text: they are shown as they are. */
function rawMessages(text: string): readonly string[] {
  return [...text.matchAll(/\b[a-z][\w-]*(?:\.[\w-]+)+ \{.*\}/g)].map(([found]) => found);
}

/** Whether the page says which language it speaks, and its heading is in that one, or a name. */
async function wrongLanguage(page: Page, language: "en" | "ja"): Promise<readonly string[]> {
  const lang = await page.locator("html").getAttribute("lang");
  const heading = (await page.locator("main h1").first().innerText()).trim();
  const isName = demoMachines.some(({ name }) => heading.includes(name));
  const isJapanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(heading);
  return [
    ...rawMessages(await page.locator("body").innerText()),
    ...(lang === language ? [] : [`lang is ${lang}`]),
    ...(isName || isJapanese === (language === "ja") ? [] : [`the heading is ${heading}`]),
  ];
}

describe.skipIf(!haveBrowser)("every page", () => {
  test.each([
    { language: "en", theme: "light", width: 1280 },
    { language: "ja", theme: "dark", width: 1280 },
    { language: "en", theme: "dark", width: 360 },
    { language: "ja", theme: "light", width: 360 },
  ] as const)(
    "has nothing that axe finds wrong, fits, asks nobody but the gate, and breaks no policy ($language, $theme, $width pixels)",
    async (view) => {
      const found = await look(view, async ({ page }) => {
        const wide = await overhang(page);
        const tooWide = wide > 0 ? [`${wide} pixels too wide`] : [];
        return [...tooWide, ...(await wrongLanguage(page, view.language)), ...(await axeViolations(page))];
      });
      expect(found).toEqual({});
    },
    300_000,
  );

  test("makes no script or markup of a string", async () => {
    const { page, watch } = person;
    await page.goto("/");
    await settled(page);
    const tried = await page.evaluate(() => {
      const attempts: Record<string, () => unknown> = {
        markup: () => (document.body.innerHTML = "<b>changed</b>"),
        script: () => Object.assign(document.createElement("script"), { text: "globalThis.changed = true" }),
        frame: () => Object.assign(document.createElement("iframe"), { srcdoc: "<b>changed</b>" }),
      };
      return Object.entries(attempts).map(([name, attempt]) => {
        try {
          attempt();
          return `${name} was made`;
        } catch (error) {
          return error instanceof TypeError ? `${name} was refused` : String(error);
        }
      });
    });
    expect(tried).toEqual(["markup was refused", "script was refused", "frame was refused"]);
    // And the harness would have seen it, had the page itself tried.
    await expect.poll(() => watch.violations.length).toBeGreaterThanOrEqual(3);
    watch.forget();
  });
});
