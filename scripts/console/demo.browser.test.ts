import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRenderer, message } from "@sekisho/messages";
import { afterAll, describe, expect, test, vi } from "vitest";
import { haveBrowser, launchBrowser } from "../browser/launch.ts";
import { demoCatalogues } from "../demo/catalogues.ts";
import { appears, openVisit } from "./browser.ts";
import { playConsole } from "./demo.ts";
import { demoMachines } from "./machines.ts";
import { enrol } from "./sign-in.ts";

const browser = haveBrowser ? await launchBrowser() : undefined;
/** Where the demo keeps what it needs, which must be nothing in the end. */
const temporary = await mkdtemp(join(tmpdir(), "sk-"));
vi.stubEnv("TMPDIR", temporary);
afterAll(async () => {
  await browser?.close();
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

describe.skipIf(browser === undefined)("npm run demo -- --console", () => {
  test.each(["en", "ja"] as const)(
    "ends with requests that wait in the page, which a newcomer can unlock with what it says (%s)",
    async (language) => {
      if (browser === undefined) throw new Error("there is no browser");
      const render = createRenderer(language, demoCatalogues);
      const said: string[] = [];
      const over = Promise.withResolvers<void>();
      const playing = playConsole({
        render,
        say: (text) => void said.push(text),
        step: () => {},
        open: false,
        over: over.promise,
      });
      const fail = playing.then(() => Promise.reject(new Error(said.join("\n"))));
      await Promise.race([until(said, render(message("demo.console.end"))), fail]);
      const link = said.find((line) => line.includes("/enrol#"))?.trim() ?? "";
      const own = said.find((line) => line.includes("/open#"))?.trim() ?? "";
      const [, passphrase = ""] = /: (\S.*)$/.exec(said.find((line) => line.includes("patient-records")) ?? "") ?? [];

      const view = { language, theme: "light", width: 1280 } as const;
      const visit = await openVisit(browser, new URL(link).origin, view);
      await enrol(visit, link);
      await visit.page.goto(`/`);
      const card = visit.page.locator("li, article, section").filter({ hasText: "patient-records" }).first();
      expect(await appears(card)).toBe(true);
      expect(await appears(visit.page.getByText("init=/bin/sh").first())).toBe(true);

      const device = await openVisit(browser, new URL(own).origin, view);
      await device.page.goto(own);
      await device.page.locator("a[href^='/requests/']").filter({ hasText: "patient-records" }).first().click();
      await appears(device.page.locator('.seal[data-kind="same"]'));
      await device.page.locator("input[type=password]").fill(passphrase);
      await device.page.locator("form button[type=submit]").first().click();
      await until(said, render(message("demo.console.released", { name: "patient-records" })));
      expect(said.filter((line) => line.includes("patient-records")).length).toBeGreaterThanOrEqual(2);

      over.resolve();
      expect(await playing).toBe(0);
      expect((await readdir(temporary)).filter((name) => name.startsWith("sekisho-"))).toEqual([]);
      await expect(fetch(link)).rejects.toThrow("fetch failed");
      await device.close();
      await visit.close();
    },
    400_000,
  );

  test("tells of machines that wait for a passphrase and for approvals, and of changed ones", () => {
    const fates = demoMachines.flatMap(({ releaseMode, boots }) => boots.map(({ fate }) => `${releaseMode} ${fate}`));
    expect(fates).toEqual(
      expect.arrayContaining(["enter waiting", "approve waiting", "enter refused", "auto refused"]),
    );
  });
});

async function until(said: readonly string[], line: string): Promise<void> {
  const patience = AbortSignal.timeout(300_000);
  while (!said.includes(line)) {
    if (patience.aborted) throw new Error(`${line} was not said, but:\n${said.join("\n")}`);
    await sleep(100);
  }
}
