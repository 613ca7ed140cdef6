import { readFile } from "node:fs/promises";
import { parsePolicy } from "@sekisho/appraisal";
import { receiptSchema } from "@sekisho/release/log";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations } from "./axe.ts";
import { appears } from "./browser.ts";
import { callAsOwner } from "./owner.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import type { Person } from "./sign-in.ts";

const strictTcb = "version: 1\nname: high\nsev-snp:\n  tcb:\n    reported:\n      Genoa: { snp: 255 }\n";

let place: Place;
let person: Person;
let machineId: string;
beforeAll(async () => {
  if (!haveBrowser) return;
  place = await openPlace([plainMachine("db-1", { releaseMode: "auto" })]);
  const [machine] = place.machines;
  machineId = machine?.machine.id ?? "";
  for (const change of ["nothing", "command-line"] as const) await (await machine?.boot(change))?.ended;
  person = await place.person("Sato", "administrator");
}, 180_000);
afterAll(() => place?.close());

/** The page of the newest entry of a kind. */
async function openEntry(page: Page, kind: string): Promise<void> {
  await page.goto("/receipts");
  await page.getByLabel("Kind").selectOption(kind);
  await page.locator(".entry-row").first().click();
  await page.waitForURL("**/receipts/*");
}

describe.skipIf(!haveBrowser)("receipts", () => {
  test("the log is signed, and its history is checked against what this browser saw", async () => {
    const { page, watch } = person;
    await page.goto("/receipts");
    expect(await appears(page.getByText("signed by the key that the gate itself names"))).toBe(true);
    // Where an entry came meanwhile, the log was looked at a second time already.
    expect(await appears(page.getByText(/for the first time|nothing was changed or taken away/))).toBe(true);
    await page.reload();
    expect(await appears(page.getByText("nothing was changed or taken away"))).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(watch.all()).toEqual([]);
  });

  test("a release is proven in this browser, and its receipt can be kept", async () => {
    const { page } = person;
    await openEntry(page, "Releases");
    expect(await appears(page.getByText("db-1 was given its key, as its evidence was good"))).toBe(true);
    expect(await appears(page.getByText("This entry stands in the log at place"))).toBe(true);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the receipt" }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^sekisho-receipt-\d+\.json$/);
    const receipt = receiptSchema.parse(JSON.parse(await readFile(await saved.path(), "utf8")));
    expect(receipt.machine.id).toBe(machineId);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("an entry that the gate shows otherwise than its log has it is caught", async () => {
    const { page } = person;
    await page.route("**/v1/admin/log/entries*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: (await response.text())
          .replaceAll('"release":"', '"release":"0')
          .replaceAll(/("release":"0[0-9a-f]{63})[0-9a-f]"/g, '$1"'),
      });
    });
    await openEntry(page, "Releases");
    expect(await appears(page.getByText("is not what stands in the log"))).toBe(true);
    await page.unroute("**/v1/admin/log/entries*");
  });

  test("a log whose root is not the one that was signed is caught", async () => {
    const { page } = person;
    await page.route("**/log/checkpoint", async (route) => {
      const response = await route.fetch();
      const [origin, size, ...rest] = (await response.text()).split("\n");
      await route.fulfill({ response, body: [origin, Number(size) - 1, ...rest].join("\n") });
    });
    await page.goto("/receipts");
    expect(await appears(page.getByText("A signature under the log is forged"))).toBe(true);
    await page.unroute("**/log/checkpoint");
  });
});

describe.skipIf(!haveBrowser)("a machine and its policy", () => {
  test("the boots stand on a line through time, with what refused the bad one", async () => {
    const { page } = person;
    await page.goto(`/machines/${machineId}`);
    expect(await appears(page.getByText(/adds "init=\/bin\/sh"/))).toBe(true);
    expect(await page.locator(".timeline-entry").count()).toBe(2);
    expect(await appears(page.getByText("The first good boot that is known"))).toBe(true);
  });

  test("a draft is tried before it counts, and what it would do is said before it happens", async () => {
    const { page, watch } = person;
    await page.goto(`/policies/${machineId}`);
    await page.getByRole("button", { name: "Write a policy, beginning with the strict default" }).click();
    const text = page.getByLabel("Text of the policy, YAML");
    expect(parsePolicy(await text.inputValue()).ok).toBe(true);
    await text.fill(strictTcb);
    await page.getByRole("button", { name: "Try it on this machine" }).click();
    expect(await appears(page.getByText("This draft would lock out 1 of 1 machines."))).toBe(true);
    expect(await appears(page.getByText(/SNP/))).toBe(true);
    await page.getByRole("button", { name: "Put it into force" }).click();
    const dialog = page.getByRole("dialog");
    expect(await appears(dialog.getByText("would be locked out"))).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Put it into force" }).click();
    expect(await appears(page.getByText("The policy is in force from now on."))).toBe(true);
    const kept = await callAsOwner(place.gate.socket, "GET", `/v1/admin/machines/${machineId}`);
    expect(kept).toMatchObject({ policy: strictTcb });
    expect(watch.all()).toEqual([]);
  });

  test("a page that is older than the policy changes nothing, and keeps what was typed", async () => {
    const { page } = person;
    await page.goto(`/policies/${machineId}`);
    const text = page.getByLabel("Text of the policy, YAML");
    await text.fill(`${strictTcb}# mine\n`);
    const change = { policy: null, expected: await digestOf(strictTcb) };
    await callAsOwner(place.gate.socket, "PUT", `/v1/admin/machines/${machineId}/policy`, change);
    // Whoever lost the connection asks for everything anew, and that must not take the text away.
    const asked = page.waitForResponse(`**/v1/admin/machines/${machineId}`);
    await place.world.server.stop();
    await place.world.server.start();
    await asked;
    await page.getByRole("button", { name: "Put it into force" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Put it into force" }).click();
    expect(await appears(page.getByText("Somebody changed this policy while you were at it"))).toBe(true);
    expect(await text.inputValue()).toContain("# mine");
    await page.getByRole("button", { name: "Load the policy in force" }).click();
    expect(await appears(page.getByText("The strict default judges this machine"))).toBe(true);
  });

  test("who only may look can try a draft, and change nothing", async () => {
    const { page, close } = await place.person("Tanaka", "viewer");
    await page.goto(`/policies/${machineId}`);
    expect(await appears(page.getByText("Your role lets you look"))).toBe(true);
    expect(await page.getByRole("button", { name: "Put it into force" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Try it on this machine" }).isEnabled()).toBe(true);
    await close();
  });
});

async function digestOf(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("hex");
}
