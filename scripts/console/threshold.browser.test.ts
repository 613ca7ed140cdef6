import { accountListSchema } from "@sekisho/release";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations } from "./axe.ts";
import { appears, openVisit, type Visit } from "./browser.ts";
import { callAsOwner } from "./owner.ts";
import { openPlace, type Place } from "./place.ts";
import { enrol, invite } from "./sign-in.ts";

let place: Place;
const visits: Visit[] = [];

beforeAll(async () => {
  if (haveBrowser) place = await openPlace([]);
}, 120_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const visit of visits.splice(0)) await visit.close();
});

async function visit(origin = place.gate.origin): Promise<Visit> {
  const opened = await openVisit(place.browser, origin);
  visits.push(opened);
  return opened;
}

const signInButton = "Sign in with a passkey";

describe.skipIf(!haveBrowser)("the threshold", () => {
  test("a link makes one passkey, signs in, and works once", async () => {
    const link = await invite(place.gate.socket, "Sato", "administrator");
    const sato = await visit();
    await enrol(sato, link);
    expect(await sato.authenticator.count()).toBe(1);
    expect(await appears(sato.page.getByText("Administrator"))).toBe(true);

    const other = await visit();
    await other.page.goto(link);
    expect(await appears(other.page.getByRole("heading", { name: "This link can't be used" }))).toBe(true);
    expect(await axeViolations(other.page)).toEqual([]);
    expect([...sato.watch.all(), ...other.watch.all()]).toEqual([]);
  });

  test("who signed out signs in with the passkey, and is where they wanted to go", async () => {
    const { page, watch, ...suzuki } = await visit();
    await enrol({ page, watch, ...suzuki }, await invite(place.gate.socket, "Suzuki", "approver"));
    await page.getByRole("button", { name: "Sign out" }).click();
    expect(await appears(page.getByText("You are signed out."))).toBe(true);
    await page.goto("/settings");
    await page.getByRole("button", { name: signInButton }).click();
    expect(await appears(page.getByRole("heading", { name: "Settings", level: 1 }))).toBe(true);
    expect(new URL(page.url()).pathname).toBe("/settings");
    expect(watch.all()).toEqual([]);
  });

  test("nobody gets in without an account, or without proving who they are", async () => {
    const { page, authenticator } = await visit();
    await page.goto("/");
    await page.getByRole("button", { name: signInButton }).click();
    expect(await appears(page.getByText("No passkey was used"))).toBe(true);

    await authenticator.setWilling(false);
    await page.goto(await invite(place.gate.socket, "Mori", "viewer"));
    await page.locator("form input").fill("a key");
    await page.locator("form button[type=submit]").click();
    expect(await appears(page.getByText("No passkey was made"))).toBe(true);
    expect(await authenticator.count()).toBe(0);
    await authenticator.setWilling(true);
    await page.locator("form button[type=submit]").click();
    expect(await appears(page.getByRole("heading", { name: "Requests", level: 1 }))).toBe(true);
  });

  test("a passkey is not used at another address than the gate's own, and the page says so", async () => {
    const elsewhere = place.gate.origin.replace("localhost", "127.0.0.1");
    const { page } = await visit(elsewhere);
    await page.goto("/");
    await page.getByRole("button", { name: signInButton }).click();
    expect(await appears(page.getByText(`Open the gate's page by its own address`))).toBe(true);
    expect(await appears(page.getByText(place.gate.origin))).toBe(true);
  });

  test("a link whose secret was changed, or is missing, is told as such", async () => {
    const link = await invite(place.gate.socket, "Kato", "viewer");
    const incomplete = "The address is not complete";
    for (const [broken, why] of [
      [link.slice(0, -2), incomplete],
      [link.replace(/#.*/, "#"), incomplete],
      [`${link}%00`, incomplete],
      [`${link.slice(0, -4)}AAAA`, "link"],
    ] as const) {
      const { page, watch } = await visit();
      await page.goto(broken);
      expect(await appears(page.getByRole("heading", { name: "This link can't be used" }))).toBe(true);
      expect(await appears(page.getByRole("alert").getByText(why))).toBe(true);
      expect(watch.all()).toEqual([]);
    }
  });

  test("an account that was removed is signed out with its next call", async () => {
    const { page, ...others } = await visit();
    await enrol({ page, ...others }, await invite(place.gate.socket, "Ito", "viewer"));
    const answer = await callAsOwner(place.gate.socket, "GET", "/v1/admin/accounts");
    const { accounts } = accountListSchema.parse(answer);
    const ito = accounts.find(({ name }) => name === "Ito");
    await callAsOwner(place.gate.socket, "DELETE", `/v1/admin/accounts/${ito?.id}`);
    await page.reload();
    expect(await appears(page.getByRole("button", { name: signInButton }))).toBe(true);
  });
});
