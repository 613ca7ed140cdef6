import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startConsoleServer, type ConsoleServer } from "./server.ts";

const digest = "ab".repeat(32);
const session = {
  actor: { kind: "owner" },
  csrf: null,
  expiresAt: null,
  idleAt: null,
  gate: { url: "https://gate.example", signingKeyDigest: digest },
  origin: "https://gate.example",
  rpId: "gate.example",
  passkeys: [],
};
const asset = (content: string, type: string, immutable: boolean) => ({
  bytes: Buffer.from(content),
  brotli: Buffer.from(`br:${content}`),
  type,
  immutable,
});
const assets = new Map([
  ["/index.html", asset("the page", "text/html; charset=utf-8", false)],
  ["/assets/a.js", asset("code", "text/javascript; charset=utf-8", true)],
]);

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

let folder: string;
let gate: Server;
let asked: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
let page: ConsoleServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-console-test-"));
  asked = [];
  gate = createServer((call, response) => {
    void text(call).then((body): void => {
      asked.push({ method: call.method ?? "", url: call.url ?? "", headers: call.headers, body });
      if (call.url === "/v1/session") return void response.end(JSON.stringify(session));
      response.setHeader("content-type", "text/html");
      response.end("<script>alert(1)</script>");
    });
  });
  const path = join(folder, "s");
  await new Promise<void>((resolve) => void gate.listen(path, resolve));
  page = await startConsoleServer({
    assets,
    configuration: { kind: "own-device", machines: [], policies: {}, gate: null },
    gate: { kind: "socket", path },
    port: 0,
  });
});
afterEach(async () => {
  await page.close();
  gate.closeAllConnections();
  gate.close();
  await rm(folder, { recursive: true, force: true });
});

async function call(method: string, path: string, headers: Record<string, string> = {}, body = ""): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(page.origin);
  const sent = request({ method, hostname, port, path, headers: { "content-length": body.length, ...headers } });
  sent.on("error", reject).on("response", (response) => {
    text(response).then(
      (read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read }),
      reject,
    );
  });
  sent.end(body);
  return promise;
}

/** Opens the page as its own browser does. */
async function open(): Promise<{ cookie: string; origin: string; "x-sekisho-csrf": string }> {
  const secret = new URL(page.address).hash.slice(1);
  const opened = await call("POST", "/open", { origin: page.origin }, JSON.stringify({ secret }));
  expect(opened.status).toBe(200);
  const cookie = opened.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const { csrf } = JSON.parse(opened.body) as { csrf: string };
  return { cookie, origin: page.origin, "x-sekisho-csrf": csrf };
}

const problemOf = ({ body }: Answer): string => (JSON.parse(body) as { error: string }).error;

test("every address shows the page, with a policy that allows nothing inline, and files are kept for ever", async () => {
  for (const path of ["/", "/requests/12", "/open"]) {
    const { status, body, headers } = await call("GET", path);
    expect([status, body]).toEqual([200, "the page"]);
    expect(headers["content-security-policy"]).toContain("script-src 'self'; style-src 'self'");
    expect(headers["content-security-policy"]).toContain("require-trusted-types-for 'script'");
    expect(headers["cache-control"]).toBe("no-cache");
  }
  const { body, headers } = await call("GET", "/assets/a.js", { "accept-encoding": "gzip, br" });
  expect([body, headers["content-encoding"], headers["cache-control"]]).toEqual([
    "br:code",
    "br",
    "public, max-age=31536000, immutable",
  ]);
  expect((await call("GET", "/assets/gone.js")).status).toBe(404);
});

test("the secret opens the page once, and nothing else does", async () => {
  expect(problemOf(await call("GET", "/configuration.json"))).toBe("console.device.locked");
  expect(problemOf(await call("GET", "/v1/admin/requests"))).toBe("console.device.locked");
  const wrong = await call("POST", "/open", { origin: page.origin }, JSON.stringify({ secret: "wrong" }));
  expect([wrong.status, problemOf(wrong)]).toEqual([403, "console.device.used"]);
  const own = await open();
  expect((await call("GET", "/configuration.json", own)).status).toBe(200);
  const { body } = await call("GET", "/v1/session", own);
  expect(JSON.parse(body)).toMatchObject({ actor: { kind: "owner" }, csrf: own["x-sekisho-csrf"] });
  const secret = new URL(page.address).hash.slice(1);
  const again = await call("POST", "/open", { origin: page.origin }, JSON.stringify({ secret }));
  expect(problemOf(again)).toBe("console.device.used");
  expect(asked.every(({ url }) => url === "/v1/session")).toBe(true);
});

describe("calls", () => {
  test("reach the gate without the browser's cookies, and come back as data alone", async () => {
    const own = await open();
    const denied = await call(
      "POST",
      "/v1/admin/requests/1/deny",
      { ...own, "content-type": "application/json" },
      "{}",
    );
    expect([denied.status, denied.headers["content-type"]]).toEqual([200, "application/octet-stream"]);
    expect(denied.headers["content-security-policy"]).toContain("sandbox");
    expect(asked.at(-1)).toMatchObject({ method: "POST", url: "/v1/admin/requests/1/deny", body: "{}" });
    expect(asked.at(-1)?.headers).not.toHaveProperty("cookie");
    expect(asked.at(-1)?.headers).not.toHaveProperty("origin");
  });

  test.each([
    ["of another host", { host: "evil.example" }],
    ["of another port's page", { origin: "http://127.0.0.1:1" }],
    ["of another site, as the browser says", { "sec-fetch-site": "cross-site" }],
    ["of another port, as the browser says", { "sec-fetch-site": "same-site" }],
  ])("%s are refused", async (_, foreign) => {
    const own = await open();
    const before = asked.length;
    const answer = await call("GET", "/v1/admin/requests", { ...own, ...foreign });
    expect([answer.status, problemOf(answer)]).toEqual([403, "console.device.foreign"]);
    expect(asked).toHaveLength(before);
  });

  test("that change something need the origin and the token", async () => {
    const { cookie, origin, "x-sekisho-csrf": csrf } = await open();
    const before = asked.length;
    for (const headers of [
      { cookie, "x-sekisho-csrf": csrf },
      { cookie, origin },
      { cookie, origin, "x-sekisho-csrf": "wrong" },
    ])
      expect((await call("POST", "/v1/admin/requests/1/deny", headers, "{}")).status).toBe(403);
    expect(asked).toHaveLength(before);
  });

  test("with the cookie alone, which browsers send to every port of this device, learn nothing and change nothing", async () => {
    const { cookie, origin } = await open();
    const before = asked.length;
    const paths = ["/v1/session", "/configuration.json", "/v1/admin/requests", "/log/checkpoint"];
    for (const path of [...paths, "/v1/admin/requests/12/receipt"]) {
      const answer = await call("GET", path, { cookie, origin });
      expect([answer.status, problemOf(answer)]).toEqual([401, "console.device.locked"]);
    }
    expect((await call("POST", "/v1/admin/requests/1/deny", { cookie, origin }, "{}")).status).toBe(403);
    expect(asked).toHaveLength(before);
    // No page's script asks for live events, so none can add a header.
    expect((await call("GET", "/v1/admin/events", { cookie })).status).toBe(200);
  });

  test("to a gate that is gone are answered with that", async () => {
    const own = await open();
    gate.closeAllConnections();
    await new Promise((resolve) => gate.close(resolve));
    const answer = await call("GET", "/v1/admin/requests", own);
    expect([answer.status, problemOf(answer)]).toEqual([502, "console.device.gateUnreachable"]);
  });
});

test("it listens on this device alone", () => {
  expect(page.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
