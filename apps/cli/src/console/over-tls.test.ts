import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GateIdentity } from "@sekisho/release";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testPlace, type TestPlace } from "../gate-client/test-gate.ts";
import { startConsoleServer } from "./server.ts";

let place: TestPlace;
let token: string;
beforeAll(async () => {
  place = await testPlace("enter");
  token = (await readFile(join(place.folder, "gate", "administrator-token"), "utf8")).trim();
}, 60_000);
afterAll(() => place.close());

/** What the page on this device gets of `/v1/session`, before a gate over TLS that is known by these keys. */
async function sessionOf(gate: GateIdentity): Promise<{ readonly status: number; readonly body: unknown }> {
  const page = await startConsoleServer({
    assets: new Map(),
    configuration: {},
    gate: { kind: "tls", gate, token },
    port: 0,
  });
  try {
    const secret = new URL(page.address).hash.slice(1);
    const opened = await fetch(`${page.origin}/open`, {
      method: "POST",
      headers: { origin: page.origin },
      body: JSON.stringify({ secret }),
    });
    const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
    const { csrf } = (await opened.json()) as { csrf: string };
    const answer = await fetch(`${page.origin}/v1/session`, { headers: { cookie, "x-sekisho-csrf": csrf } });
    return { status: answer.status, body: await answer.json() };
  } finally {
    await page.close();
  }
}

test("a gate elsewhere is reached over TLS, with the administrator's token", async () => {
  expect(await sessionOf(place.machine.gate)).toMatchObject({ status: 200, body: { actor: { kind: "owner" } } });
});

test("a gate with another key than the person's file names is sent nothing", async () => {
  const other = { ...place.machine.gate, tlsKeyDigests: ["00".repeat(32)] };
  expect(await sessionOf(other)).toMatchObject({ status: 502, body: { error: "console.device.otherKey" } });
});
