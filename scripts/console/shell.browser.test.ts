import { buildConsole } from "@sekisho/console/build";
import { readConsoleAssets } from "@sekisho/console/assets";
import type { Actor } from "@sekisho/release";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { haveBrowser, launchBrowser } from "../browser/launch.ts";
import { axeViolations, overhang } from "./axe.ts";
import { appears, openVisit, usualView, type View, type Visit } from "./browser.ts";
import { problem, startFakeGate, waitingRequest, type FakeGate } from "./fake-gate.ts";

const account = (role: "viewer" | "approver" | "administrator"): Actor => ({
  kind: "account",
  id: "5f0c3f7e-0000-4000-8000-00000000000a",
  name: "Sato",
  role,
});

let browser: Browser;
let gate: FakeGate;
const visits: Visit[] = [];

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
  gate.state.actor = account("approver");
});
afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.close();
  await gate?.stop();
});

async function open(path = "/", view: View = usualView): Promise<Visit> {
  const visit = await openVisit(browser, gate.origin, view);
  visits.push(visit);
  await visit.page.goto(path);
  await visit.page.locator("h1").waitFor();
  return visit;
}

describe.skipIf(!haveBrowser)("the page's frame", () => {
  test("shows a request the moment it comes, and says so to who can't see it", async () => {
    const { page, watch } = await open();
    expect(await appears(page.getByText("No machine has asked yet"))).toBe(true);
    gate.state.requests = [waitingRequest(3)];
    gate.emit("request", { id: "5f0c3f7e-0000-4000-8000-000000000003", number: 3 });
    expect(await appears(page.getByRole("link", { name: "machine-3" }))).toBe(true);
    expect(await page.title()).toBe("(1) Requests · Sekisho");
    expect(await appears(page.getByText("machine-3 asks for its key (request 3)."))).toBe(true);
    expect(watch.all()).toEqual([]);
  });

  test("says that the gate is gone, and what is new once it is back", async () => {
    const { page } = await open();
    await gate.stop();
    expect(await appears(page.getByText("The gate does not answer. What you see is from"))).toBe(true);
    gate.state.requests = [waitingRequest(4)];
    await gate.start();
    expect(await appears(page.getByText("The gate is back"))).toBe(true);
    expect(await appears(page.getByRole("link", { name: "machine-4" }))).toBe(true);
  });

  test("asks to sign in again when the session has ended, and comes back to the same place", async () => {
    const { page } = await open("/settings");
    gate.state.instead.set("/v1/admin/requests", { status: 401, body: problem("gate.problem.sessionOver") });
    await page.getByRole("link", { name: "Requests", exact: true }).click();
    expect(await appears(page.getByText("Your session ended. Sign in again"))).toBe(true);
    expect(new URL(page.url()).pathname).toBe("/");
  });

  test("notices that the session is over though the person asked for nothing", async () => {
    const { page } = await open("/settings");
    gate.state.actor = undefined;
    await gate.stop();
    await gate.start();
    expect(await appears(page.getByText("Your session ended. Sign in again"))).toBe(true);
  });

  test("shows what a person may do now, after the role was changed", async () => {
    const { page } = await open("/settings");
    expect(await page.getByRole("link", { name: "People" }).count()).toBe(0);
    gate.state.actor = account("administrator");
    gate.emit("account", { id: "5f0c3f7e-0000-4000-8000-00000000000a" });
    expect(await appears(page.getByRole("link", { name: "People" }))).toBe(true);
  });

  test.each([
    ["a gate that refuses", 409, problem("gate.problem.tooMany", { seconds: 7 }), "7 seconds"],
    ["a gate that answers what the page does not know", 200, { requests: "?" }, "load the page again"],
    ["a proxy before a gate that is gone", 502, "<html>", "The gate does not answer. Is it running"],
  ])("tells of %s, and lets the person try again", async (_, status, body, text) => {
    gate.state.instead.set("/v1/admin/requests", { status, body });
    const { page } = await open();
    expect(await appears(page.getByText(text))).toBe(true);
    // Once the stream of events stands, the page may ask a second time by itself; the person comes after that.
    await expect.poll(() => gate.asked).toContain("/v1/admin/events");
    await page.waitForTimeout(600);
    gate.state.instead.clear();
    gate.state.requests = [waitingRequest(5)];
    await page.getByRole("button", { name: /Try again|Load the page again/ }).click();
    expect(await appears(page.getByRole("link", { name: "machine-5" }))).toBe(true);
  });

  test("keeps what a role may not see out of the menu, and says why at its address", async () => {
    const { page } = await open("/people");
    expect(await appears(page.getByText("It needs the role “Administrator”; yours is “Approver”."))).toBe(true);
    expect(await page.getByRole("link", { name: "People" }).count()).toBe(0);
    await page.goto("/nowhere");
    expect(await appears(page.getByRole("heading", { name: "There is no such page", level: 1 }))).toBe(true);
  });

  test("speaks another language and changes its look at once, and remembers both", async () => {
    const { page, watch } = await open("/settings");
    await page.getByRole("radio", { name: "日本語" }).first().check({ force: true });
    expect(await appears(page.getByRole("heading", { name: "設定", level: 1 }))).toBe(true);
    await page.getByRole("radio", { name: "ダーク" }).first().check({ force: true });
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.reload();
    expect(await appears(page.getByRole("heading", { name: "設定", level: 1 }))).toBe(true);
    expect(await page.locator("html").getAttribute("lang")).toBe("ja");
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      "rgb(20, 22, 27)",
    );
    expect(watch.all()).toEqual([]);
  });

  test("is walked by keyboard: past the menu, to a request, and the focus follows", async () => {
    gate.state.requests = [waitingRequest(6)];
    const { page } = await open();
    await page.locator(".asking").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("content");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("machine-6");
    await page.getByRole("link", { name: "Settings", exact: true }).press("Enter");
    expect(await appears(page.getByRole("heading", { name: "Settings", level: 1 }))).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  });

  test.each([
    ["en", "light"],
    ["ja", "dark"],
  ] as const)("fits a narrow screen, menu included, and axe finds nothing (%s, %s)", async (language, theme) => {
    gate.state.requests = [waitingRequest(7), waitingRequest(6, { state: "denied", verdict: null })];
    const { page, watch } = await open("/", { language, theme, width: 360 });
    await page.locator(".asking").waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.locator(".bar-menu").click();
    expect(await overhang(page)).toBe(0);
    expect(await axeViolations(page)).toEqual([]);
    expect(watch.all()).toEqual([]);
  });
});
