import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intelServiceSource, keyServerSource, startGate, type RunningGate } from "@sekisho/gate";
import { softwareAuthenticator, testBrowser } from "@sekisho/gate/testing";
import { createAppraiser } from "@sekisho/verifier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sekisho, type Outcome } from "../testing.ts";

/** No evidence comes in these tests, so no vendor is asked. */
const nowhere = "http://127.0.0.1:1";

let folder: string;
let data: string;
let gate: RunningGate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-accounts-"));
  data = join(folder, "gate");
  gate = await startGate({
    data,
    rootKey: { kind: "file" },
    listen: { host: "127.0.0.1", port: 0 },
    people: { listen: { host: "127.0.0.1", port: 0 } },
    appraiser: createAppraiser(keyServerSource({ url: nowhere }), intelServiceSource({ url: nowhere })),
  });
});
afterAll(async () => {
  await gate.close();
  await rm(folder, { recursive: true, force: true });
});

const run = (...words: string[]): Promise<Outcome> => sekisho(...words, "--data", data);

describe("sekisho account", () => {
  test("makes the first administrator, whose link is alone on standard output", async () => {
    expect((await run("account", "list")).output).toContain("There are no accounts yet");
    const { status, output, errors } = await run("account", "add", "hanako", "--role", "administrator");
    expect(status).toBe(0);
    expect(output).toMatch(/^http:\/\/localhost:\d+\/enrol#[\w-]{43}\n$/);
    expect(errors).toContain("role administrator");
    if (gate.people === undefined) throw new Error("no door");
    const browser = testBrowser(gate.people);
    const session = await browser.enrol(output.trim(), softwareAuthenticator(), "blue key");
    expect(session.actor).toMatchObject({ kind: "account", name: "hanako", role: "administrator" });
    const listed = await run("account", "list");
    expect(listed.output).toContain("hanako (administrator): 1 passkeys");
    expect(listed.output).toContain("blue key");
    const answer = await browser.call({ method: "GET", path: "/v1/admin/machines" });
    expect(answer.status).toBe(200);
  });

  test("changes, invites again and removes", async () => {
    await run("account", "add", "jiro", "--role", "viewer", "--json");
    expect((await run("account", "role", "jiro", "approver")).output).toContain("jiro has role approver");
    expect((await run("account", "enrol", "jiro")).output).toMatch(/\/enrol#[\w-]{43}\n$/);
    const missing = await run("account", "remove-passkey", "jiro", "blue key");
    expect(missing).toMatchObject({ status: 2, errors: expect.stringContaining("has no passkey blue key") });
    expect((await run("account", "remove-passkey", "hanako", "blue key")).status).toBe(0);
    expect((await run("account", "remove", "jiro")).status).toBe(0);
    const gone = await run("account", "remove", "jiro", "--lang", "ja");
    expect(gone).toMatchObject({
      status: 2,
      errors: expect.stringContaining("アカウント jiro はこのゲートにありません"),
    });
  });

  test("names what is wrong with it", async () => {
    expect(await run("account", "add", "hanako", "--role", "viewer")).toMatchObject({
      status: 2,
      errors: expect.stringContaining("There is an account named hanako already"),
    });
    expect(await run("account", "add", "x", "--role", "king")).toMatchObject({ status: 2 });
    expect(await run("account", "add", "x")).toMatchObject({ status: 2 });
  });
});

describe("sekisho token", () => {
  test("makes a token that only its owner can read, lists it without its secret, and ends it", async () => {
    const file = join(folder, "token");
    const made = await run("token", "add", "inventory", "--role", "viewer", "--days", "30", "--output", file);
    expect(made).toMatchObject({ status: 0, output: "" });
    const secret = (await readFile(file, "utf8")).trim();
    expect(secret).toMatch(/^sekisho-token-[\w-]{43}$/);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const listed = await run("token", "list");
    expect(listed.output).toContain("inventory (viewer), made by owner");
    expect(listed.output).not.toContain(secret);
    // A program reaches the gate by its gate.json, and the token in the place of the administrator's.
    const elsewhere = ["--gate", gate.directory.identity, "--token-file", file];
    const looked = await sekisho("machine", "list", ...elsewhere);
    expect(looked.status).toBe(0);
    const refused = await sekisho("token", "add", "more", "--role", "viewer", ...elsewhere);
    expect(refused).toMatchObject({ status: 2, errors: expect.stringContaining("needs 'administrator'") });
    const again = await run("token", "add", "other", "--role", "viewer", "--output", file);
    expect(again).toMatchObject({ status: 2, errors: expect.stringContaining("can't be written") });
    expect((await run("token", "remove", "inventory")).status).toBe(0);
    expect((await sekisho("machine", "list", ...elsewhere)).status).toBe(2);
    expect((await run("token", "remove", "inventory")).status).toBe(2);
  });
});
