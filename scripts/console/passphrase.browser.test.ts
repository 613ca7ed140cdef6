import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { haveBrowser } from "../browser/launch.ts";
import { appears } from "./browser.ts";
import { waitingRequest } from "./history.ts";
import { openPlace, plainMachine, type Place } from "./place.ts";
import { searchGate } from "./search/gate.ts";
import { startRecorder, type Recorder } from "./search/recorder.ts";

const passphrase = `watashibune ${randomBytes(12).toString("hex")}`;
/** The machine's name. A search that does not find what the gate must know would show nothing by not finding the passphrase. */
const control = `control-${randomBytes(8).toString("hex")}`;

let place: Place;
/** What goes through the gate's two doors, as plain text. */
let ofPeople: Recorder;
let ofGuests: Recorder;

beforeAll(async () => {
  if (!haveBrowser) return;
  ofPeople = await startRecorder();
  const port = await freePort();
  ofPeople.leadTo(port);
  const door = ["--console", `127.0.0.1:${port}`, "--origin", `http://localhost:${ofPeople.port}`];
  place = await openPlace([plainMachine(control)], { passphrase, process: ["--log-level", "debug", ...door] });
  const { directory, port: guestsPort } = place.world.gate.running;
  const pem = (name: string): Promise<string> => readFile(join(directory.keys, name), "utf8");
  ofGuests = await startRecorder({
    key: await pem("tls-current-key.pem"),
    certificate: await pem("tls-current-certificate.pem"),
  });
  ofGuests.leadTo(guestsPort);
  place.world.network.leadTo(ofGuests.port);
}, 180_000);

afterAll(async () => {
  await ofGuests?.close();
  await place?.close();
  await ofPeople?.close();
});

/** Looks everywhere for the passphrase; and for the machine's name and the page's address, which the gate keeps. */
async function search(): ReturnType<typeof searchGate> {
  const recorded = [...ofPeople.recorded, ...ofGuests.recorded];
  return searchGate(place.world, recorded, { passphrase, controls: [control, place.gate.origin] });
}

describe.skipIf(!haveBrowser)("a passphrase that a person types into the page", () => {
  test("is nowhere in the gate: not in its memory, files, log or traffic", async () => {
    const [machine] = place.machines;
    const guest = await machine?.boot("nothing");
    if (machine === undefined || guest === undefined) throw new Error("nothing boots");
    const { number } = await waitingRequest(place.world, machine.machine.id);
    const { page } = await place.person("Sato", "approver");
    await page.goto(`/requests/${number}`);
    await appears(page.locator('.seal[data-kind="same"]'));
    await page.getByLabel("Passphrase of the disk").fill(passphrase);
    await page.getByRole("button", { name: "Seal and hand over" }).click();
    expect(await guest.ended).toEqual({ kind: "opened" });
    expect(await appears(page.getByText("The key was handed over"))).toBe(true);

    const { found, searched } = await search();
    expect(found).toEqual([]);
    // Not every system lets one process read another's memory; root may.
    const memory = process.getuid?.() === 0 ? ["memory"] : [];
    expect(searched).toEqual(expect.arrayContaining(["heap", "data", "traffic", ...memory]));
  }, 240_000);

  test("would be found, had it been said to the gate", async () => {
    const { page } = await place.person("Suzuki", "administrator");
    await page.goto("/people");
    // An account's name is what a person can have the gate remember.
    await place.person(passphrase, "viewer");
    const { found } = await search();
    const places = new Set(found.map(({ place: where }) => where.replace(/ .*|^.*\//, "")));
    expect(places.size).toBeGreaterThanOrEqual(3);
    expect(found.map(({ place: where }) => where)).toContain("traffic");
  }, 240_000);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
