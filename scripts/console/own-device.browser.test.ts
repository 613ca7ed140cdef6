import { readConsoleAssets } from "@sekisho/console/assets";
import { requestDetailSchema, type RequestDetail } from "@sekisho/release";
import { startConsoleServer } from "sekisho";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { startAlteredGate, type Alter, type AlteredGate } from "./altered-gate.ts";
import { axeViolations } from "./axe.ts";
import { appears, openVisit, type Visit } from "./browser.ts";
import { denyWaiting, waitingRequest } from "./history.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import { widenKnownValues } from "./widen.ts";

let place: Place;
const open: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  if (haveBrowser) place = await openPlace([plainMachine("records")]);
}, 180_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
  // Else the next test would find the request of a guest that asks no more.
  for (const { machine } of place?.machines ?? []) await denyWaiting(place.world, machine.id);
});

const honest: Alter = (_, body) => body;

/** Boots the machine; its guest is ended after the test. */
async function boot(change: "nothing" | "command-line") {
  const [machine] = place.machines;
  const guest = await machine?.boot(change);
  if (machine === undefined || guest === undefined) throw new Error("nothing boots");
  open.push(() => guest.kill());
  guest.ended.catch(() => {});
  return { machine, guest };
}

/** `sekisho console` of a person who has the machine's file, before a gate that somebody altered. */
async function look(number: number, alter: Alter): Promise<{ readonly visit: Visit; readonly altered: AlteredGate }> {
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new Error("the page was not built");
  const altered = await startAlteredGate(place.gate.socket, place.world.socketPath(), alter);
  open.push(altered.close);
  const machines = place.machines.map(({ machine }) => machine);
  const configuration = { kind: "own-device", machines, policies: {}, gate: machines[0]?.gate };
  const gate = { kind: "socket", path: altered.socket } as const;
  const server = await startConsoleServer({ assets, configuration, gate, port: 0 });
  open.push(server.close);
  const visit = await openVisit(place.browser, server.origin);
  open.push(visit.close);
  await visit.page.goto(server.address);
  await appears(visit.page.getByRole("heading", { name: "Requests", level: 1 }));
  await visit.page.goto(`/requests/${number}`);
  await appears(visit.page.locator('.seal:not([data-kind="looking"])'));
  return { visit, altered };
}

/** Changes what the gate says of a request. */
function alterDetail(change: (detail: RequestDetail) => Partial<RequestDetail>): Alter {
  return (_, body) => {
    const detail = requestDetailSchema.safeParse(body.startsWith("{") ? JSON.parse(body) : null);
    return detail.success ? JSON.stringify({ ...detail.data, ...change(detail.data) }) : body;
  };
}

const passphraseField = (visit: Visit) => visit.page.getByLabel("Passphrase of the disk");

describe.skipIf(!haveBrowser)("the page on a person's own device", () => {
  test("hands the passphrase over, with no passkey, before an honest gate", async () => {
    const { machine, guest } = await boot("nothing");
    const { number } = await waitingRequest(place.world, machine.machine.id);
    const { visit, altered } = await look(number, honest);
    expect(await visit.page.locator(".seal").getAttribute("data-kind")).toBe("same");
    expect(await axeViolations(visit.page)).toEqual([]);
    await passphraseField(visit).fill(place.world.passphrase);
    await visit.page.getByRole("button", { name: "Seal and hand over" }).click();
    expect(await guest.ended).toEqual({ kind: "opened" });
    expect(altered.sent.filter((line) => line.endsWith("/enter"))).toHaveLength(1);
    expect(visit.watch.all()).toEqual([]);
  }, 120_000);

  test("takes no script from the gate, whatever that would answer", async () => {
    const { machine } = await boot("nothing");
    const { number } = await waitingRequest(place.world, machine.machine.id);
    const evil = "document.title = 'taken over'";
    const { visit, altered } = await look(number, (path, body) => (path.endsWith(".js") ? evil : body));
    const assets = await readConsoleAssets();
    const scripts = await visit.page
      .locator("script[src]")
      .evaluateAll((all) => all.map((script) => new URL((script as HTMLScriptElement).src).pathname));
    expect(scripts.length).toBeGreaterThan(0);
    for (const path of scripts) {
      const served = await visit.page.request.get(path);
      expect(Buffer.compare(await served.body(), Buffer.from(assets?.get(path)?.bytes ?? []))).toBe(0);
    }
    expect(await visit.page.title()).not.toBe("taken over");
    expect(altered.asked.filter((line) => !/^GET \/(?:v1|log)\//.test(line))).toEqual([]);
    expect(altered.asked.length).toBeGreaterThan(0);
  }, 120_000);

  test("is not told by a gate that a changed machine is a good one", async () => {
    const { guest } = await boot("command-line");
    const end = await guest.ended;
    if (end.kind !== "refused") throw new Error(end.kind);
    const { visit, altered } = await look(
      end.number,
      alterDetail(({ verdict }) => ({
        state: "waiting",
        reason: null,
        releaseMode: "enter",
        expiresAt: new Date(Date.now() + 600_000).toISOString(),
        verdict: {
          verdict: "accepted",
          claims: verdict?.claims ?? {},
          checks: (verdict?.checks ?? []).map((check) => ({ ...check, status: "pass" })),
        },
      })),
    );
    expect(await visit.page.locator(".seal").getAttribute("data-kind")).toBe("differs");
    expect(await appears(visit.page.getByText("init=/bin/sh"))).toBe(true);
    expect(await passphraseField(visit).count()).toBe(0);
    expect(await axeViolations(visit.page)).toEqual([]);
    expect(altered.sent.filter((line) => line.includes("/enter"))).toEqual([]);
  }, 120_000);

  test("does not believe known values that somebody added at the gate", async () => {
    const [machine] = place.machines;
    if (machine === undefined) throw new Error("there is no machine");
    await widenKnownValues(place.world, machine);
    await boot("command-line");
    const { number, verdict } = await waitingRequest(place.world, machine.machine.id);
    expect(verdict?.verdict).toBe("accepted");
    const { visit, altered } = await look(number, honest);
    expect(await visit.page.locator(".seal").getAttribute("data-kind")).toBe("differs");
    expect(await passphraseField(visit).count()).toBe(0);
    expect(altered.sent.filter((line) => line.includes("/enter"))).toEqual([]);

    // A page that this gate serves knows no better than the gate, and says so.
    const person = await place.person("Sato", "approver");
    await person.page.goto(`/requests/${number}`);
    await appears(person.page.locator('.seal[data-kind="same"]'));
    expect(await appears(person.page.getByText(/not against a gate that somebody changed/))).toBe(true);
  }, 120_000);
});
