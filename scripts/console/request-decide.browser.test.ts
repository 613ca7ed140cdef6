import { requestDetailSchema, type RequestView, type Role } from "@sekisho/release";
import type { RunningGuest } from "@sekisho/lab";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations } from "./axe.ts";
import { appears } from "./browser.ts";
import { waitingRequest } from "./history.ts";
import { twoPeople } from "./machines.ts";
import { postAs } from "./owner.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import type { Person } from "./sign-in.ts";

let place: Place;
const open: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (!haveBrowser) return;
  place = await openPlace([
    plainMachine("entered"),
    plainMachine("approved", { releaseMode: "approve", policy: twoPeople }),
    plainMachine("approved-by-one", { releaseMode: "approve" }),
  ]);
}, 180_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** Boots a machine until its request waits for a person. */
async function ask(name: string): Promise<{ readonly request: RequestView; readonly guest: RunningGuest }> {
  const world = place.machines.find(({ machine }) => machine.name === name);
  const guest = await world?.boot("nothing");
  if (world === undefined || guest === undefined) throw new Error(`${name} does not boot`);
  open.push(() => guest.kill());
  guest.ended.catch(() => {});
  return { guest, request: await waitingRequest(place.world, world.machine.id) };
}

let names = 0;

/** Somebody who looks at a request, whose page has verified it. */
async function look(number: number, role: Role = "approver"): Promise<Person> {
  const person = await place.person(`Person ${++names}`, role);
  open.push(() => person.close());
  await person.page.goto(`/requests/${number}`);
  await appears(person.page.locator('.seal[data-kind="same"]'));
  return person;
}

const lead = (page: Page) => page.locator(".top-lead");
const approve = (page: Page) => page.getByRole("button", { name: "Approve with your passkey" });

async function refuse({ number }: RequestView): Promise<void> {
  await postAs(place.gate.socket, `/v1/admin/requests/${number}/deny`, { reason: "over" }).catch(() => {});
}

describe.skipIf(!haveBrowser)("a person decides", () => {
  test("types the passphrase: it is sealed in the page, the field is empty, and the machine opens its disk", async () => {
    const { request, guest } = await ask("entered");
    const { page, watch } = await look(request.number);
    const sent: string[] = [];
    page.on("request", (call) => sent.push(call.postData() ?? ""));
    expect(await axeViolations(page)).toEqual([]);
    const field = page.getByLabel("Passphrase of the disk");
    await page.getByRole("button", { name: "Seal and hand over" }).click();
    await appears(page.getByText("Type the passphrase first."));
    await field.fill(place.world.passphrase);
    await page.getByRole("button", { name: "Show" }).click();
    expect(await field.inputValue()).toBe(place.world.passphrase);
    await page.getByRole("button", { name: "Seal and hand over" }).click();
    await appears(page.getByText("The key was handed over").first());
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
    expect((await guest.ended).kind).toBe("opened");
    expect(sent.join("\n")).not.toContain(place.world.passphrase);
    expect(await page.locator("html").innerHTML()).not.toContain(place.world.passphrase);
    await appears(page.getByRole("button", { name: "Save the receipt" }));
    expect(await axeViolations(page)).toEqual([]);
    expect(watch.all()).toEqual([]);
  });

  test("denies with a reason, which the record keeps; without one nothing happens", async () => {
    const { request, guest } = await ask("entered");
    const { page, watch } = await look(request.number);
    await page.getByRole("button", { name: "Deny" }).click();
    await page.getByRole("button", { name: "Deny, with this reason" }).click();
    await appears(page.getByText("Give a reason"));
    expect(await axeViolations(page)).toEqual([]);
    await page.getByLabel("Reason").fill("Nobody announced this restart");
    await page.getByRole("button", { name: "Deny, with this reason" }).click();
    await appears(page.getByText("Denied: no key was handed over").first());
    await appears(page.getByText("Denied by a person: Nobody announced this restart").first());
    expect(await page.evaluate(() => document.activeElement?.className)).toBe("top-lead");
    // What the person did is no news to that person.
    expect(await page.getByText("Meanwhile").count()).toBe(0);
    expect((await guest.ended).kind).toBe("refused");
    expect(watch.all()).toEqual([]);
  });

  test("approves with a passkey, once another has, for what each of them chose", async () => {
    const { request, guest } = await ask("approved");
    const first = await look(request.number);
    const second = await look(request.number);
    await appears(first.page.getByText("0 of 2"));
    expect(await axeViolations(first.page)).toEqual([]);
    await first.page.getByText("This boot and like ones after it").click();
    await first.page.getByLabel("Boots altogether").fill("21");
    await appears(first.page.getByText("A whole number from 2 to 20."));
    expect(await approve(first.page).isDisabled()).toBe(true);
    await first.page.getByLabel("Boots altogether").fill("3");
    await appears(first.page.getByText(/2 later boots get the key/));
    const code = await first.page.locator(".verdict-code-digits").innerText();
    expect(await second.page.locator(".verdict-code-digits").innerText()).toBe(code);
    await approve(first.page).click();
    await appears(first.page.getByText("You have approved. 1 more must approve."));
    // The other one's page tells it by itself.
    await appears(second.page.getByText(`${first.name} has approved.`));
    await approve(second.page).click();
    await appears(second.page.getByText("The key was handed over").first());
    await appears(first.page.getByText("The key was handed over").first());
    expect((await guest.ended).kind).toBe("opened");
    expect([...first.watch.all(), ...second.watch.all()]).toEqual([]);
  });

  test("is not asked for a passkey when the gate wants something else signed than the page shows", async () => {
    const { request } = await ask("approved-by-one");
    const { page } = await look(request.number);
    await page.route("**/approvals/options", async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, statement: { ...body.statement, number: 999 } } });
    });
    let submitted = 0;
    page.on("request", (call) => {
      if (call.url().endsWith("/approvals")) submitted++;
    });
    await approve(page).click();
    await appears(page.getByText("to sign something else than what this page shows (request)"));
    expect(submitted).toBe(0);
    await refuse(request);
  });

  test("who lets the passkey go has approved nothing, and can try again", async () => {
    const { request } = await ask("approved-by-one");
    const { page, authenticator } = await look(request.number);
    await authenticator.setWilling(false);
    await approve(page).click();
    await appears(page.getByText("No passkey was used"));
    await authenticator.setWilling(true);
    await page.getByRole("button", { name: "Try again with your passkey" }).click();
    expect(await appears(page.getByText("The key was handed over").first())).toBe(true);
  });

  test("may only look as a viewer, and reads why", async () => {
    const { request } = await ask("entered");
    const { page } = await look(request.number, "viewer");
    await appears(page.getByText("Your role is “Viewer”"));
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Deny" }).count()).toBe(0);
    await refuse(request);
  });
});

describe.skipIf(!haveBrowser)("a page that has become old", () => {
  test("says that another has decided, and what is left", async () => {
    const { request } = await ask("entered");
    const { page } = await look(request.number);
    await page.getByLabel("Passphrase of the disk").fill("half a passphr");
    await refuse(request);
    await appears(page.getByText(`Somebody denied request ${request.number} meanwhile.`));
    expect(await lead(page).innerText()).toBe("Denied: no key was handed over");
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
    await page.getByRole("button", { name: "Understood" }).click();
    expect(await page.getByText("Meanwhile").count()).toBe(0);
  });

  test("whose events don't arrive is told by the gate, in words", async () => {
    const { request } = await ask("entered");
    const { page } = await look(request.number);
    // From here on the page sees what it saw before.
    const answer = await page.request.get(`/v1/admin/requests/${request.number}`);
    const before = requestDetailSchema.parse(await answer.json());
    await page.route(`**/v1/admin/requests/${request.number}`, (route) => route.fulfill({ json: before }));
    await refuse(request);
    await page.getByLabel("Passphrase of the disk").fill(place.world.passphrase);
    await page.getByRole("button", { name: "Seal and hand over" }).click();
    await appears(page.getByText(/has ended already/));
    expect(await page.getByLabel("Passphrase of the disk").inputValue()).toBe("");
  });

  test("says that other evidence came, and forgets what was typed for the evidence before", async () => {
    const { request } = await ask("entered");
    const { page } = await look(request.number);
    await page.getByLabel("Passphrase of the disk").fill("half a passphr");
    await page.route(`**/v1/admin/requests/${request.number}`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), verdictDigest: "ab".repeat(32) } });
    });
    // The guest refreshes its evidence, and the page asks anew.
    await appears(page.getByText("The VM sent other evidence meanwhile."), 40_000);
    expect(await page.getByLabel("Passphrase of the disk").inputValue()).toBe("");
    await refuse(request);
  });

  test("survives a restart of the gate", async () => {
    const { request } = await ask("entered");
    const { page } = await look(request.number);
    await place.world.server.stop();
    await appears(page.getByText("The gate does not answer."), 60_000);
    await place.world.server.start();
    await refuse(request);
    expect(await appears(page.getByText("Denied: no key was handed over").first(), 60_000)).toBe(true);
  });
});
