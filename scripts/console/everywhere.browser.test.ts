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

describe.skipIf(!haveBrowser)("every page", () => {
  test.each(["light", "dark"] as const)(
    "has nothing that axe finds wrong, asks nobody but the gate, and breaks no policy (%s)",
    async (theme) => {
      const found = await look({ language: "en", theme, width: 1280 }, ({ page }) => axeViolations(page));
      expect(found).toEqual({});
    },
    300_000,
  );

  test.each(["en", "ja"] as const)(
    "fits into 360 pixels, and axe finds nothing there either (%s)",
    async (language) => {
      const found = await look({ language, theme: "light", width: 360 }, async ({ page }) => {
        const wide = await overhang(page);
        return [...(wide > 0 ? [`${wide} pixels too wide`] : []), ...(await axeViolations(page))];
      });
      expect(found).toEqual({});
    },
    300_000,
  );

  test("says nothing in English but names where the language is Japanese", async () => {
    const found = await look({ language: "ja", theme: "light", width: 1280 }, async ({ page }) => {
      const lang = await page.locator("html").getAttribute("lang");
      const heading = await page.locator("main h1").first().innerText();
      const names = [...demoMachines.map(({ name }) => name), "Sekisho"];
      const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/.test(heading) || names.includes(heading.trim());
      return [...(lang === "ja" ? [] : [`lang is ${lang}`]), ...(japanese ? [] : [heading])];
    });
    expect(found).toEqual({});
  }, 300_000);

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
    expect(watch.violations.length).toBeGreaterThanOrEqual(3);
    watch.forget();
  });
});
