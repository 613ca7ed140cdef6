import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  newWebhookSchema,
  problemSchema,
  webhookDeliveryListSchema,
  webhookListSchema,
  webhookPayloadSchema,
  type WebhookDelivery,
  type WebhookPayload,
} from "@sekisho/release";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { retryDelays } from "./deliver.ts";
import { signedHeaders } from "./sign.ts";

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string };

/** A receiver on this machine that answers as it is told. */
type Receiver = {
  readonly url: string;
  readonly received: Received[];
  answer: (count: number) => number;
  close(): void;
};

async function receiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(one.answer(received.length), { location: one.url }).end("x".repeat(100_000));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const one: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: () => 204,
    close: () => void server.close(),
  };
  return one;
}

let gate: TestGate;
let hook: Receiver;
beforeEach(async () => {
  [gate, hook] = [await testGate(), await receiver()];
});
afterEach(async () => {
  await gate.stop();
  hook.close();
});

const path = "/v1/admin/webhooks";
async function add(body: object = {}, at = gate): Promise<{ id: string; secret: string }> {
  const answer = await at.administrator.call({ path, body: { url: hook.url, ...body } });
  expect(answer.status).toBe(201);
  const { webhook, secret } = newWebhookSchema.parse(answer.body);
  return { id: webhook.id, secret };
}

async function deliveries(id: string, at = gate): Promise<WebhookDelivery[]> {
  const { body } = await at.administrator.call({ method: "GET", path: `${path}/${id}/deliveries` });
  return webhookDeliveryListSchema.parse(body).deliveries;
}

const payloads = (): WebhookPayload[] => hook.received.map(({ body }) => webhookPayloadSchema.parse(JSON.parse(body)));
const soon = { timeout: 10_000, interval: 50 };

async function waiting(at = gate): Promise<string> {
  const machine = await at.register({ releaseMode: "enter" });
  const status = await (await testGuest(at.guests, machine)).attest();
  if (status.state !== "waiting") throw new Error(status.state);
  return status.request;
}

describe("a notice", () => {
  test("of a waiting request is signed as Standard Webhooks says, and readable by programs and people", async () => {
    const { id, secret } = await add();
    const request = await waiting();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    const [{ headers, body } = { headers: {}, body: "" }] = hook.received;
    expect(payloads()[0]).toMatchObject({ type: "request.waiting", data: { request, state: "waiting", checks: [] } });
    expect(payloads()[0]?.text).toMatch(/^m-.* asks for its disk key \(request 1\)\./);

    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    expect(headers["webhook-signature"]).toBe(expected);
    await expect.poll(async () => (await deliveries(id))[0]?.state, soon).toBe("delivered");
    expect(await deliveries(id)).toMatchObject([{ attempts: 1, status: 204, problem: null, number: 1 }]);
  });

  test("tells the reason of a refusal and of a denial, in the language that was chosen", async () => {
    await add({ language: "ja" });
    const machine = await gate.register({ releaseMode: "enter" });
    await (await testGuest(gate.guests, machine)).attest({}, "unknown-measurement");
    const request = await waiting();
    expect((await gate.act(request, "deny", { reason: "予定外" })).status).toBe(200);
    await expect.poll(() => hook.received.length, soon).toBe(3);
    const [refused, asked, denied] = payloads();
    expect(refused).toMatchObject({ type: "request.refused", data: { checks: ["fake.measurement"] } });
    expect(refused?.text).toContain("を名乗るものを拒否しました");
    expect(asked?.type).toBe("request.waiting");
    expect(denied).toMatchObject({ type: "request.denied", data: { reason: "gate.refusal.denied" } });
    expect(denied?.text).toContain("予定外");
  });

  test("comes only of events that were asked for", async () => {
    await add({ events: ["request.released"] });
    await waiting();
    await (await testGuest(gate.guests, await gate.register())).attest();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    expect(payloads()[0]?.type).toBe("request.released");
  });
});

describe("a receiver that fails", () => {
  test("is tried again, with the same identifier, and later each time", async () => {
    const { id } = await add();
    hook.answer = (count) => (count < 3 ? 500 : 200);
    await waiting();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    await expect.poll(async () => (await deliveries(id))[0]?.problem, soon).toBe("HTTP 500");
    gate.pass(retryDelays[0] + 1);
    await expect.poll(() => hook.received.length, soon).toBe(2);
    await expect.poll(async () => (await deliveries(id))[0]?.attempts, soon).toBe(2);
    gate.pass(retryDelays[0] + 1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(hook.received).toHaveLength(2);
    gate.pass(retryDelays[1]);
    await expect.poll(async () => (await deliveries(id))[0]?.state, soon).toBe("delivered");
    expect(new Set(hook.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  test("that redirects is not followed", async () => {
    const { id } = await add();
    hook.answer = () => 307;
    await waiting();
    await expect.poll(async () => (await deliveries(id))[0]?.problem, soon).toBe("redirect");
    expect(hook.received).toHaveLength(1);
  });

  test("that is gone is not called again", async () => {
    const { id } = await add();
    hook.answer = () => 410;
    await waiting();
    await expect.poll(async () => (await deliveries(id))[0]?.state, soon).toBe("failed");
  });

  test("gets its notice after the gate was started anew", async () => {
    const data = await mkdtemp(join(tmpdir(), "sekisho-webhook-"));
    const before = await testGate({ data });
    hook.answer = () => 503;
    const { id } = await add({}, before);
    await waiting(before);
    await expect.poll(() => hook.received.length, soon).toBe(1);
    await before.stop();
    hook.answer = () => 200;
    const after = await testGate({ data });
    after.pass(retryDelays[0] + 1);
    await expect.poll(async () => (await deliveries(id, after))[0]?.state, soon).toBe("delivered");
    await after.stop();
    await rm(data, { recursive: true, force: true });
  });
});

test("strangers who are refused over and over are told of some times only", async () => {
  const { id } = await add({ events: ["request.refused"] });
  const machine = await gate.register();
  const guest = await testGuest(gate.guests, machine);
  for (let count = 0; count < 30; count++) await guest.attest({}, "unknown-measurement");
  await expect.poll(async () => (await deliveries(id)).length, soon).toBe(20);
});

test("the secret is told once, and stands nowhere in the answers after", async () => {
  const { id, secret } = await add();
  const { body } = await gate.administrator.call({ method: "GET", path });
  expect(webhookListSchema.parse(body).webhooks.map((webhook) => webhook.id)).toEqual([id]);
  expect(JSON.stringify(body) + gate.log()).not.toContain(secret.slice(10));
});

test("one that was removed gets nothing more", async () => {
  const { id } = await add();
  expect((await gate.administrator.call({ method: "DELETE", path: `${path}/${id}` })).status).toBe(204);
  expect((await gate.administrator.call({ method: "DELETE", path: `${path}/${id}` })).status).toBe(404);
  await waiting();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(hook.received).toEqual([]);
});

test("any registration is added or a problem", async () => {
  const body = fc.record(
    {
      url: fc.oneof(fc.webUrl(), fc.string(), fc.jsonValue()),
      events: fc.jsonValue(),
      plain: fc.boolean(),
      other: fc.nat(),
    },
    { requiredKeys: ["url"] },
  );
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      const answer = await gate.administrator.call({ path, body: value });
      expect([201, 400, 409]).toContain(answer.status);
      const known = z.union([newWebhookSchema, problemSchema]);
      expect(known.safeParse(answer.body).success).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("the signature is that of the standard's own example", () => {
  const secret = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  const timestamp = new Date(1_614_265_330_000);
  const payload = '{"test": 2432232314}';
  expect(signedHeaders({ id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp, payload, secret })).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});
