import { requestDetailSchema, type RequestDetail } from "@sekisho/release";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { axeViolations, overhang } from "./axe.ts";
import { appears, type View } from "./browser.ts";
import type { PlannedBoot } from "./machines.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import type { Person } from "./sign-in.ts";
import { waitingRequest } from "./history.ts";

let place: Place;
/** Numbers of requests: of the changed machines, and of the one that waits. */
const numbers = new Map<string, number>();
const people: Person[] = [];

/** What owners of hosts try, and the sentence with which the page tells it. */
const changes: readonly (readonly [PlannedBoot["change"], RegExp, RegExp])[] = [
  ["command-line", /"init=\/bin\/sh" was added/, /"init=\/bin\/sh" が追加/],
  ["debug-policy", /debug mode/, /デバッグ/],
  ["unknown-root", /Nothing shows that this processor is genuine/, /本物だと確認できません/],
  ["foreign-disk", /The disk is not the registered one/, /ディスク/],
];

beforeAll(async () => {
  if (!haveBrowser) return;
  place = await openPlace([plainMachine("db-1"), plainMachine("db-2")]);
  const [changed, good] = place.machines;
  for (const [change] of changes) {
    const guest = await changed?.boot(change);
    await guest?.ended;
    const [newest] = await place.world.gate.client.requests(changed?.machine.id ?? "");
    numbers.set(change, newest?.number ?? 0);
  }
  const guest = await good?.boot("nothing");
  place.world.onClose(() => guest?.kill());
  guest?.ended.catch(() => {});
  numbers.set("nothing", (await waitingRequest(place.world, good?.machine.id ?? "")).number);
}, 180_000);
afterAll(() => place?.close());
afterEach(async () => {
  for (const person of people.splice(0)) await person.close();
});

let names = 0;

async function look(
  change: PlannedBoot["change"],
  view?: View,
  alter?: (detail: RequestDetail) => void,
): Promise<Page> {
  const person = await place.person(`Person ${++names}`, "approver", view);
  people.push(person);
  const number = numbers.get(change) ?? 0;
  if (alter !== undefined) await altering(person.page, number, alter);
  await person.page.goto(`/requests/${number}`);
  await appears(person.page.locator('.seal:not([data-kind="looking"])'));
  return person.page;
}

/** Changes what the gate says of a request, on its way to the page. */
function altering(page: Page, number: number, alter: (detail: RequestDetail) => void): Promise<unknown> {
  return page.route(`**/v1/admin/requests/${number}`, async (route) => {
    const answer = await route.fetch();
    const detail = requestDetailSchema.parse(await answer.json());
    alter(detail);
    await route.fulfill({ response: answer, json: detail });
  });
}

const failing = (page: Page) => page.locator('.chain-node[data-status="fail"]');

describe.skipIf(!haveBrowser)("the page of one request", () => {
  test.each(changes)("tells in a sentence of either language why %s was refused", async (change, english, japanese) => {
    const page = await look(change);
    expect(await page.locator(".top").innerText()).toMatch(english);
    expect(await page.locator(".top-lead").innerText()).toBe("Stopped: no key was handed over");
    expect(await failing(page).count()).toBeGreaterThan(0);
    // What failed is open without a click, and says the same.
    expect(await page.locator(".node-panel").getAttribute("data-status")).toBe("fail");
    await page.getByText("日本語", { exact: true }).click();
    expect(await page.locator(".top").innerText()).toMatch(japanese);
    expect(await page.locator("main").innerText()).not.toMatch(/console\.|verifier\.|explain\./);
    expect(people.flatMap(({ watch }) => watch.all())).toEqual([]);
  });

  test("marks the word that came and was not expected, and only that", async () => {
    const page = await look("command-line");
    expect((await page.locator(".difference ins").innerText()).trim()).toMatch(/init=\/bin\/sh$/);
    expect(await page.locator(".difference del").count()).toBe(0);
    expect(await page.locator(".difference-text").first().innerText()).toContain("root=/dev/mapper/root");
  });

  test("says that a good machine is as it was prepared, in words, mark and colour, once it has verified that itself", async () => {
    const page = await look("nothing");
    expect(await page.locator(".top").getAttribute("data-tone")).toBe("caution");
    expect(await page.locator(".top").innerText()).toMatch(
      /As you prepared it.*db-2 started exactly what you prepared/s,
    );
    expect(await page.locator(".seal").getAttribute("data-kind")).toBe("same");
    expect(await page.locator('.chain-node:not([data-status="pass"])').count()).toBe(0);
    expect(await page.locator(".node-panel").count()).toBe(0);
  });

  test("goes along the chain by keyboard, and tells it as a list too", async () => {
    const page = await look("nothing");
    await page.locator(".chain-node").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await page.locator(".chain-node").nth(1).getAttribute("aria-expanded")).toBe("true");
    expect(await page.locator(".node-panel h3").innerText()).toBe(
      await page.locator(".chain-node-title").nth(1).innerText(),
    );
    await page.keyboard.press("Enter");
    expect(await page.locator(".node-panel").count()).toBe(0);
    const parts = await page.locator(".chain-node").count();
    await page.getByRole("tab", { name: "List" }).click();
    expect(await page.locator(".chain-list > li").count()).toBe(parts);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("points from a field of the report to its bytes, and back", async () => {
    const page = await look("nothing");
    await page.getByText("Bytes of the report").click();
    // A mouse that lies over the page points, too.
    await page.mouse.move(0, 0);
    await page.getByRole("button", { name: "MEASUREMENT", exact: true }).focus();
    const marked = page.locator('.dump-run[data-pointed="true"]');
    const bytes = (await marked.allInnerTexts()).join(" ").split(/\s+/);
    expect(bytes).toHaveLength(48);
    const digest = await page.locator('.byte-field[data-pointed="true"] .byte-field-hex').innerText();
    expect(bytes.join("")).toBe(digest.replaceAll(" ", ""));
    await page
      .locator(".dump-run", { hasText: bytes.slice(0, 4).join(" ") })
      .first()
      .hover();
    expect(await page.locator('.byte-field[data-pointed="true"]').innerText()).toContain("MEASUREMENT");
  });

  test("gives the evidence as a file that 'sekisho verify' reads", async () => {
    const page = await look("nothing");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download the evidence" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`evidence-${numbers.get("nothing")}.json`);
  });

  test.each([
    ["1280", { language: "en", theme: "light", width: 1280 }],
    ["360", { language: "ja", theme: "dark", width: 360 }],
  ] as const)("has nothing that axe minds at %s pixels, nothing that sticks out", async (_, view) => {
    for (const change of ["command-line", "nothing"] as const) {
      const page = await look(change, view);
      for (const summary of await page.locator("main details > summary").all()) await summary.click();
      expect(await overhang(page)).toBe(0);
      expect(await axeViolations(page)).toEqual([]);
    }
  });

  test("says so where there is no such request", async () => {
    const person = await place.person(`Person ${++names}`, "viewer");
    people.push(person);
    for (const number of ["987654", "x%20y"]) {
      await person.page.goto(`/requests/${number}`);
      expect(await appears(person.page.getByRole("heading", { name: /There is no request/ }))).toBe(true);
    }
  });
});

describe.skipIf(!haveBrowser)("a gate that says something else than its evidence", () => {
  test("is caught when it calls a changed machine accepted, and nothing can be decided", async () => {
    const page = await look("command-line", undefined, (detail) => {
      detail.state = "waiting";
      detail.expiresAt = new Date(Date.now() + 600_000).toISOString();
      detail.verdict = { verdict: "accepted", checks: [], claims: {} };
    });
    expect(await page.locator(".seal").getAttribute("data-kind")).toBe("differs");
    expect(await page.locator(".top-lead").innerText()).toBe("Do not hand over the key");
    expect(await page.locator(".here-differs").innerText()).toContain("sekisho console");
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Deny" }).count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
  });

  test("is caught when it calls a good machine rejected", async () => {
    const page = await look("nothing", undefined, (detail) => {
      if (detail.verdict !== null) detail.verdict.verdict = "rejected";
    });
    expect(await page.locator(".seal").getAttribute("data-kind")).toBe("differs");
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
  });

  test("is held against the person's own files alone on the person's own device", async () => {
    const own = place.machines[1]?.machine;
    const device = { kind: "own-device", policies: {}, gate: null };
    const visitWith = async (machines: readonly unknown[]): Promise<Page> => {
      const person = await place.person(`Person ${++names}`, "approver");
      people.push(person);
      await person.page.route("**/configuration.json", (route) => route.fulfill({ json: { ...device, machines } }));
      await person.page.goto(`/requests/${numbers.get("nothing")}`);
      await appears(person.page.locator('.seal:not([data-kind="looking"])'));
      return person.page;
    };
    const page = await visitWith([own]);
    expect(await page.locator(".seal").getAttribute("data-kind")).toBe("same");
    expect(await page.getByText("Judged by your own machine.json").count()).toBe(1);
    // The gate holds another header, another known boot, or another machine than the person does.
    const otherDisk = await visitWith([{ ...own, disk: { ...own?.disk, headerDigest: "ab".repeat(32) } }]);
    expect(await otherDisk.locator(".seal").getAttribute("data-kind")).toBe("differs");
    expect(await otherDisk.locator(".disputes").innerText()).toContain("request.header");
    expect(await otherDisk.getByLabel("Passphrase of the disk").count()).toBe(0);
    const without = await visitWith([]);
    expect(await without.locator(".top-lead").innerText()).toBe("Not verified here");
    expect(await without.getByLabel("Passphrase of the disk").count()).toBe(0);
  });

  test("lets nobody decide where there is no evidence to verify", async () => {
    const page = await look("nothing", undefined, (detail) => {
      detail.evidence = null;
    });
    expect(await page.locator(".top-lead").innerText()).toBe("Not verified here");
    expect(await page.getByLabel("Passphrase of the disk").count()).toBe(0);
  });
});
