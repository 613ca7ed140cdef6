import { request, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { testGuest } from "../../test-support/guest.ts";
import { invite, localDoor, person, problemOf, type TestPerson } from "../../test-support/people.ts";

let gate: TestGate;
let viewer: TestPerson;
beforeAll(async () => {
  gate = await testGate({ people: { ...localDoor, heartbeatMs: 50 } });
  viewer = await person(gate, "viewer", "viewer");
});
afterAll(() => gate.stop());

type Heard = { readonly id: string | undefined; readonly event: string | undefined; readonly data: unknown };
type Listener = {
  readonly response: IncomingMessage;
  /** Waits until an event fits, and returns it. */
  until(fits: (event: Heard) => boolean): Promise<Heard>;
  readonly heard: Heard[];
  readonly ended: Promise<void>;
  close(): void;
};

async function listen(of: TestGate, cookie: string | undefined, lastEventId?: string): Promise<Listener> {
  const headers = {
    ...(cookie === undefined ? {} : { cookie }),
    ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
  };
  const port = of.gate.people?.port;
  const call = request({ host: "127.0.0.1", port, path: "/v1/admin/events", headers });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    call.on("response", resolve).on("error", reject).end();
  });
  const heard: Heard[] = [];
  let text = "";
  response.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
      const data = field("data");
      heard.push({ id: field("id"), event: field("event"), data: data === undefined ? undefined : JSON.parse(data) });
    }
  });
  const ended = new Promise<void>((resolve) => void response.on("close", resolve));
  return {
    response,
    heard,
    ended,
    close: () => call.destroy(),
    until: async (fits) => {
      for (let waited = 0; waited < 5000; waited += 10) {
        const found = heard.find(fits);
        if (found !== undefined) return found;
        await sleep(10);
      }
      throw new Error(`not heard among ${JSON.stringify(heard)}`);
    },
  };
}

describe("live events", () => {
  test("tell of machines, requests, accounts and log entries as they come", async () => {
    const listener = await listen(gate, viewer.browser.cookie());
    expect(listener.response.statusCode).toBe(200);
    expect(listener.response.headers).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    const machine = await gate.register({ releaseMode: "enter" });
    await listener.until(({ event, data }) => event === "machine" && (data as { id: string }).id === machine.id);
    const guest = await testGuest(gate.guests, machine);
    await guest.attest();
    const asked = await listener.until(({ event }) => event === "request");
    expect(asked.data).toMatchObject({ id: expect.any(String), number: expect.any(Number) });
    const { id } = await invite(gate, "somebody", "viewer");
    await listener.until(({ event, data }) => event === "account" && (data as { id: string }).id === id);
    await listener.until(({ event }) => event === "log");
    await listener.until(({ event }) => event === "heartbeat");
    listener.close();
  });

  test("go on where a reader left off", async () => {
    const first = await listen(gate, viewer.browser.cookie());
    const before = await gate.register();
    const { id } = await first.until(
      ({ event, data }) => event === "machine" && (data as { id: string }).id === before.id,
    );
    first.close();
    const meanwhile = await gate.register();
    await sleep(50);
    const second = await listen(gate, viewer.browser.cookie(), id);
    await second.until(({ event, data }) => event === "machine" && (data as { id: string }).id === meanwhile.id);
    expect(second.heard.some(({ data }) => (data as { id?: string } | undefined)?.id === before.id)).toBe(false);
    expect(second.heard.some(({ event }) => event === "resync")).toBe(false);
    second.close();
  });

  test.each(["AAAAAAAA.1", "nonsense", ".", "1", "x".repeat(500)])(
    "say that everything must be asked for anew after %s, as a restart leaves it",
    async (lastEventId) => {
      const listener = await listen(gate, viewer.browser.cookie(), lastEventId);
      expect((await listener.until(({ event }) => event === "resync")).data).toEqual({ id: null });
      listener.close();
    },
  );

  test("end with the session, and don't keep it alive", async () => {
    const own = await testGate({ people: { ...localDoor, heartbeatMs: 20 } });
    const { browser } = await person(own, "viewer", "viewer");
    const listener = await listen(own, browser.cookie());
    await listener.until(({ event }) => event === "heartbeat");
    own.pass(40 * 60);
    const heard = listener.heard.length;
    await listener.until((event) => listener.heard.indexOf(event) > heard);
    // Nobody did anything for 80 minutes but listen.
    own.pass(40 * 60);
    await listener.ended;
    expect(problemOf(await browser.call({ method: "GET", path: "/v1/session" }))).toBe("gate.problem.sessionIdle");
    await browser.signIn((await person(own, "other", "viewer")).authenticator);
    const second = await listen(own, browser.cookie());
    await second.until(({ event }) => event === "heartbeat");
    await browser.call({ method: "DELETE", path: "/v1/session" });
    await second.ended;
    expect(second.response.complete).toBe(true);
    await own.stop();
  });

  test("don't keep the gate from stopping", async () => {
    const own = await testGate({ people: localDoor });
    const { browser } = await person(own, "viewer", "viewer");
    const listener = await listen(own, browser.cookie());
    await Promise.all([own.stop(), listener.ended]);
    expect(listener.response.complete).toBe(true);
  });

  test("are for those who are signed in", async () => {
    const listener = await listen(gate, undefined);
    expect(listener.response.statusCode).toBe(401);
    listener.close();
  });
});
