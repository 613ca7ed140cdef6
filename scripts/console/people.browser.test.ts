import { accountListSchema, tokenListSchema } from "@sekisho/release";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations } from "./axe.ts";
import { appears } from "./browser.ts";
import { callAsOwner } from "./owner.ts";
import { openPlace, type Place } from "./place.ts";
import { enrol, type Person } from "./sign-in.ts";

let place: Place;
const people: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  if (haveBrowser) place = await openPlace([]);
}, 120_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const one of people.splice(0)) await one.close();
});

async function administrator(name: string): Promise<Person> {
  const person = await place.person(name, "administrator");
  people.push(person);
  await person.page.getByRole("link", { name: "People", exact: true }).click();
  await appears(person.page.getByRole("heading", { name: "People", level: 1 }));
  return person;
}

const accounts = async () =>
  accountListSchema.parse(await callAsOwner(place.gate.socket, "GET", "/v1/admin/accounts")).accounts;
const card = (page: Page, name: string) =>
  page.locator(".person").filter({ has: page.getByRole("heading", { name, exact: true }) });

describe.skipIf(!haveBrowser)("the people's page", () => {
  test("invites somebody by a link that is shown once and makes that person's passkey", async () => {
    const { page, watch } = await administrator("Sato");
    await page.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Make account and link" }).click();
    expect(await appears(dialog.getByText("Give it a name."))).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole("textbox").fill("Suzuki");
    await dialog.getByRole("radio", { name: /^Approver/ }).check();
    await dialog.getByRole("button", { name: "Make account and link" }).click();
    const link = await dialog.getByRole("status", { name: "one-time link" }).innerText();
    expect(await axeViolations(page)).toEqual([]);
    await dialog.getByRole("button", { name: "I have copied it" }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Invite somebody");
    expect(await appears(card(page, "Suzuki").getByText("A link is out"))).toBe(true);

    const suzuki = await place.visit();
    people.push(suzuki);
    await enrol(suzuki, link, "blue key");
    expect(await appears(card(page, "Suzuki").getByText("blue key"))).toBe(true);
    expect(await accounts()).toMatchObject([{ name: "Sato" }, { name: "Suzuki", role: "approver" }]);
    expect(watch.all()).toEqual([]);
  });

  test("says why a name can't be had twice, and keeps what was typed", async () => {
    const { page } = await administrator("Kato");
    await page.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("Kato");
    await dialog.getByRole("button", { name: "Make account and link" }).click();
    expect(await appears(dialog.getByText("There is an account named Kato already."))).toBe(true);
    expect(await dialog.getByRole("textbox").inputValue()).toBe("Kato");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Invite somebody");
  });

  test("changes a role and removes an account, each after it was said what that means", async () => {
    const { page } = await administrator("Ito");
    const other = await place.person("Mori", "viewer");
    people.push(other);
    await page.getByRole("button", { name: "Change role of Mori" }).click();
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: /^Approver/ })
      .check();
    await page.getByRole("dialog").getByRole("button", { name: "Save the role" }).click();
    expect(await appears(card(page, "Mori").getByText("Approver"))).toBe(true);
    expect(await appears(other.page.getByText("Approver"))).toBe(true);
    await page.getByRole("button", { name: "Remove Mori" }).click();
    expect(await appears(page.getByText("Mori is signed out at once"))).toBe(true);
    await page.getByRole("dialog").getByRole("button", { name: "Remove the account" }).click();
    await card(page, "Mori").waitFor({ state: "detached" });
    expect((await accounts()).map(({ name }) => name)).not.toContain("Mori");
  });

  test("gives a program a token, shows it once, and ends its access", async () => {
    const { page, watch } = await administrator("Ono");
    await page.getByRole("button", { name: "Give a program access" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill("monitoring");
    await dialog.getByRole("button", { name: "Make the token" }).click();
    const secret = await dialog.getByRole("status", { name: "token" }).innerText();
    expect(secret.length).toBeGreaterThan(30);
    await dialog.getByRole("button", { name: "I have stored it" }).click();
    const answer = await callAsOwner(place.gate.socket, "GET", "/v1/admin/tokens");
    expect(tokenListSchema.parse(answer).tokens).toMatchObject([{ name: "monitoring", role: "viewer" }]);
    expect(await page.content()).not.toContain(secret);
    await page.getByRole("button", { name: "End the access of monitoring" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End access" }).click();
    expect(await appears(page.getByText("No program has access."))).toBe(true);
    expect(watch.all()).toEqual([]);
  });
});
