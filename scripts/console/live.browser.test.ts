import type { RunningGuest } from "@sekisho/lab";
import type { RequestView } from "@sekisho/release";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { appears, type Visit } from "./browser.ts";
import { denyWaiting, waitingRequest } from "./history.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import { callAsOwner } from "./owner.ts";

let place: Place;
const open: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (!haveBrowser) return;
  place = await openPlace([
    plainMachine("first", { releaseMode: "approve" }),
    plainMachine("second", { releaseMode: "approve" }),
    plainMachine("typed"),
  ]);
}, 180_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  for (const { machine } of place?.machines ?? []) await denyWaiting(place.world, machine.id);
});

async function ask(name: string): Promise<{ readonly guest: RunningGuest; readonly request: RequestView }> {
  const made = place.machines.find(({ planned }) => planned.name === name);
  const guest = await made?.boot("nothing");
  if (made === undefined || guest === undefined) throw new Error(`${name} does not boot`);
  open.push(() => guest.kill());
  guest.ended.catch(() => {});
  return { guest, request: await waitingRequest(place.world, made.machine.id) };
}

let names = 0;
let hoursAgo = 0;

/** Six minutes pass for the gate: what it asked passkeys for is over then. */
function hesitate(): void {
  hoursAgo -= 0.1;
  place.world.clock.goTo(hoursAgo);
}

async function person(path: string): Promise<Visit> {
  const found = await place.person(`Person ${++names}`, "approver");
  open.push(found.close);
  await found.page.goto(path);
  return found;
}

const approve = ({ page }: Visit) => page.getByRole("button", { name: /with your passkey/ });

describe.skipIf(!haveBrowser)("the page and a gate that is alive", () => {
  test("shows a machine the moment it asks, what it is told meanwhile, and what became of it", async () => {
    const { page, watch } = await person("/");
    await appears(page.getByRole("heading", { name: "Requests", level: 1 }));
    expect(await page.getByText("typed").count()).toBe(0);
    const { request, guest } = await ask("typed");
    expect(await appears(page.getByText("typed").first())).toBe(true);

    const { server, gate } = place.world;
    await server.stop();
    expect(await appears(page.getByText("The gate does not answer."))).toBe(true);
    await server.start();
    expect(await appears(page.getByText("The gate is back"), 60_000)).toBe(true);
    await callAsOwner(gate.running.adminSocket, "POST", `/v1/admin/requests/${request.number}/deny`, {
      reason: "it is not announced",
    });
    expect(await appears(page.getByText("it is not announced"))).toBe(true);
    expect(await guest.ended).toEqual({ kind: "refused", number: request.number });
    expect(watch.all()).toEqual([]);
  }, 180_000);

  test("an approval that comes too late is told as that, and can be given anew", async () => {
    const { request, guest } = await ask("first");
    const approver = await person(`/requests/${request.number}`);
    await appears(approver.page.locator('.seal[data-kind="same"]'));
    await approver.page.route(
      "**/approvals",
      async (route) => {
        hesitate();
        await route.continue();
      },
      { times: 1 },
    );
    await approve(approver).click();
    expect(await appears(approver.page.getByText("The statement has expired"))).toBe(true);
    await approve(approver).click();
    expect(await guest.ended).toEqual({ kind: "opened" });
  }, 120_000);

  test("an approval that is moved to another request is told as that, and approves neither", async () => {
    const [one, other] = [await ask("first"), await ask("second")];
    const approver = await person(`/requests/${one.request.number}`);
    await appears(approver.page.locator('.seal[data-kind="same"]'));
    await approver.page.route("**/approvals", async (route) => {
      const url = route.request().url().replace(one.request.id, other.request.id);
      expect(url).not.toBe(route.request().url());
      await route.continue({ url });
    });
    await approve(approver).click();
    expect(await appears(approver.page.getByText("An approval can't be moved from one request to another."))).toBe(
      true,
    );
    for (const { request } of [one, other])
      expect(await place.world.gate.client.request(request.number)).toMatchObject({ state: "waiting" });
  }, 120_000);

  test("a sign-in that comes too late is told as that", async () => {
    const { page } = await person("/");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.route(
      "**/v1/session",
      async (route) => {
        if (route.request().method() === "POST") hesitate();
        await route.continue();
      },
      { times: 1 },
    );
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    expect(await appears(page.getByText("The passkey's answer came too late."))).toBe(true);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    expect(await appears(page.getByRole("heading", { name: "Requests", level: 1 }))).toBe(true);
  }, 120_000);
});
