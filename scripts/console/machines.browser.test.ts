import { readConsoleAssets } from "@sekisho/console/assets";
import { buildConsole } from "@sekisho/console/build";
import type { MachineSummary } from "@sekisho/release";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { haveBrowser, launchBrowser } from "../browser/launch.ts";
import { axeViolations, overhang } from "./axe.ts";
import { appears, openVisit, usualView, type View, type Visit } from "./browser.ts";
import { startFakeGate, type FakeGate } from "./fake-gate.ts";
import { manyMachines } from "./many-machines.ts";

let browser: Browser;
let gate: FakeGate;
const visits: Visit[] = [];
const machines: readonly MachineSummary[] = manyMachines(10_000);

beforeAll(async () => {
  if (!haveBrowser) return;
  await buildConsole();
  browser = await launchBrowser();
}, 120_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  if (!haveBrowser) return;
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new Error("the page was not built");
  gate = await startFakeGate(assets);
  gate.state.actor = { kind: "owner" };
  gate.state.instead.set("/v1/admin/machine-summaries", { status: 200, body: { machines } });
});
afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.close();
  await gate?.stop();
});

async function open(path: string, view: View = usualView): Promise<Visit> {
  const visit = await openVisit(browser, gate.origin, view);
  visits.push(visit);
  await visit.page.goto(path);
  await visit.page.locator("main h1").waitFor();
  return visit;
}

describe.skipIf(!haveBrowser)("ten thousand machines", () => {
  test("are one list of which only some rows are drawn, the urgent ones first", async () => {
    const { page, watch } = await open("/machines");
    expect(await appears(page.getByText("10000 of 10000 machines"))).toBe(true);
    const rows = page.locator(".machine-row");
    expect(await rows.count()).toBeLessThan(60);
    expect(await rows.first().innerText()).toContain("Waits for a person");
    expect(await page.locator(".virtual-list > li").first().getAttribute("aria-setsize")).toBe("10000");
    expect(watch.all()).toEqual([]);
  });

  test("are found by name and state, and the list is as it was when one comes back", async () => {
    const { page } = await open("/machines");
    await page.getByLabel("Name or identifier").fill("tokyo-0004");
    expect(await appears(page.getByText("5 of 10000 machines"))).toBe(true);
    await page.getByLabel("State").selectOption("Released");
    const left = "2 of 10000 machines";
    expect(await appears(page.getByText(left))).toBe(true);
    await page.getByLabel("Order").selectOption("By name");
    const [first] = await page.locator(".machine-row strong").allInnerTexts();
    expect(first).toContain("tokyo-0004");
    await page.locator(".machine-row").first().click();
    await page.waitForURL("**/machines/*");
    await page.goBack();
    expect(await appears(page.getByText(left))).toBe(true);
    expect(await page.getByLabel("Name or identifier").inputValue()).toBe("tokyo-0004");
  });

  test("that nothing is found among offer the way back to all", async () => {
    const { page } = await open("/machines");
    await page.getByLabel("Name or identifier").fill("no such machine");
    await page.getByRole("button", { name: "Show all machines" }).click();
    expect(await appears(page.getByText("10000 of 10000 machines"))).toBe(true);
  });

  test.each(["en", "ja"] as const)("fit into 360 pixels, and axe finds nothing wrong (%s)", async (language) => {
    for (const path of ["/machines", "/policies"]) {
      const { page } = await open(path, { language, theme: "dark", width: 360 });
      await page.locator(".virtual-list a").first().waitFor();
      expect(await overhang(page)).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    }
  });
});

describe.skipIf(!haveBrowser)("the editor of policies", () => {
  test("is typed in by keyboard alone, from the schema's suggestions", async () => {
    const { page, watch } = await open("/policies/draft");
    const text = page.getByLabel("Text of the policy, YAML");
    await text.fill("version: 1\n");
    await text.press("Control+End");
    await text.pressSequentially("sev-s");
    await text.press("Control+Space");
    expect(await appears(page.getByRole("option", { name: /sev-snp/ }))).toBe(true);
    await text.press("Enter");
    await text.pressSequentially("tc");
    await text.press("Control+Space");
    await text.press("Enter");
    await text.press("Control+Space");
    await text.press("Enter");
    await text.press("Control+Space");
    await text.press("ArrowDown");
    await text.press("ArrowUp");
    await text.press("Enter");
    expect(await text.inputValue()).toBe("version: 1\nsev-snp:\n  tcb:\n    reported: published");
    expect(await appears(page.getByText("The policy can be used."))).toBe(true);
    await text.press("Control+z");
    expect(await text.inputValue()).toBe("version: 1\nsev-snp:\n  tcb:\n    reported: ");
    expect(watch.all()).toEqual([]);
  });

  test("says what is wrong with its line, leads there, and does not try what can't be used", async () => {
    const { page } = await open("/policies/draft");
    const text = page.getByLabel("Text of the policy, YAML");
    await text.fill("version: 1\nname: x\nsev-snpp: {}\n");
    const problem = page.getByRole("button", { name: /Line 3.*sev-snpp/ });
    expect(await appears(problem)).toBe(true);
    expect(await page.getByRole("button", { name: "Try it on all machines" }).isDisabled()).toBe(true);
    await problem.click();
    expect(await text.evaluate((area: HTMLTextAreaElement) => area.selectionStart)).toBe(
      "version: 1\nname: x\n".length,
    );
    expect(await axeViolations(page)).toEqual([]);
  });

  test("closes the list with Escape, and leaves the tabulator to the page", async () => {
    const { page } = await open("/policies/draft");
    const text = page.getByLabel("Text of the policy, YAML");
    await text.fill("");
    await text.press("Control+Space");
    expect(await appears(page.getByRole("listbox"))).toBe(true);
    expect(await text.getAttribute("aria-activedescendant")).toMatch(/-0$/);
    await text.press("Escape");
    expect(await page.getByRole("listbox").count()).toBe(0);
    await text.press("Tab");
    expect(await text.evaluate((area) => area === document.activeElement)).toBe(false);
  });
});
