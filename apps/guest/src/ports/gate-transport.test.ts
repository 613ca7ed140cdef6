import { once } from "node:events";
import type { RequestListener } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { makeTlsIdentity, serveTls, type TlsGate } from "../testing/tls-gate.ts";
import { createGateTransport } from "./gate-transport.ts";

const [identity, other] = [await makeTlsIdentity(), await makeTlsIdentity()];
const open: TlsGate[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((gate) => gate.close()));
});

async function serve(listener: RequestListener, options = {}): Promise<TlsGate> {
  const gate = await serveTls(identity, listener, options);
  open.push(gate);
  return gate;
}

function call(url: string, tlsKeyDigests: readonly string[] = [identity.digest], timeoutSeconds = 5) {
  return createGateTransport({ url, tlsKeyDigests, timeoutSeconds }).post("/v1/challenge", { a: 1 });
}

const echo: RequestListener = (request, response) => {
  request.setEncoding("utf8").on("data", (body: string) => {
    response.end(JSON.stringify({ body, url: request.url, method: request.method, host: request.headers.host }));
  });
};

describe("a gate whose key is pinned", () => {
  test("is asked, whatever its certificate says about names and dates, and at a path below its address too", async () => {
    const gate = await serve(echo);
    const answer = (url: string) => ({
      kind: "answer",
      body: { body: '{"a":1}', url, method: "POST", host: new URL(gate.url).host },
    });
    expect(await call(gate.url)).toEqual(answer("/v1/challenge"));
    expect(await call(`${gate.url}/sekisho/`)).toEqual(answer("/sekisho/v1/challenge"));
  });

  test("may have the next key", async () => {
    const gate = await serve(echo);
    expect(await call(gate.url, [other.digest, identity.digest])).toMatchObject({ kind: "answer" });
  });
});

describe("somebody else at the gate's address", () => {
  test("gets not one byte, and is named by its key", async () => {
    const gate = await serve(echo);
    expect(await call(gate.url, [other.digest])).toEqual({ kind: "not-pinned", actual: identity.digest });
    expect(await call(gate.url, [])).toEqual({ kind: "not-pinned", actual: identity.digest });
    expect(gate.received()).toBe(0);
    await call(gate.url);
    expect(gate.received()).toBeGreaterThan(0);
  });

  test("can't talk TLS 1.2, plain HTTP or nothing at all", async () => {
    const old = await serve(echo, { maxVersion: "TLSv1.2" });
    expect(await call(old.url)).toMatchObject({
      kind: "unreachable",
      reason: expect.stringContaining("ERR_SSL") as string,
    });
    for (const greeting of ["HTTP/1.1 200 OK\r\n\r\n{}", undefined]) {
      const plain = createServer((socket) => {
        socket.on("error", () => undefined);
        if (greeting !== undefined) socket.end(greeting);
      }).listen(0, "127.0.0.1");
      await once(plain, "listening");
      const url = `https://127.0.0.1:${(plain.address() as AddressInfo).port}`;
      expect(await call(url, [identity.digest], 0.3)).toMatchObject({ kind: "unreachable" });
      plain.close();
    }
  });
});

describe("a call that fails", () => {
  test("is unreachable with the system's name for it", async () => {
    const gate = await serveTls(identity, echo);
    await gate.close();
    expect(await call(gate.url)).toEqual({ kind: "unreachable", reason: "ECONNREFUSED" });
    expect(await call("https://no-such-name.invalid")).toMatchObject({ kind: "unreachable" });
  });

  test("is unreachable when the answer never ends, breaks off or is too long", async () => {
    const silent = await serve(() => undefined);
    expect(await call(silent.url, undefined, 0.3)).toEqual({ kind: "unreachable", reason: "ETIMEDOUT" });
    const broken = await serve((_, response) => {
      response.writeHead(200, { "content-length": 100 }).write("{");
      setTimeout(() => response.destroy(), 20);
    });
    expect(await call(broken.url)).toEqual({ kind: "unreachable", reason: "ECONNRESET" });
    const long = await serve((_, response) => response.end(`"${"a".repeat(70_000)}"`));
    expect(await call(long.url)).toEqual({ kind: "unreachable", reason: "EMSGSIZE" });
  });

  test("is a problem with its status, identifier and wished pause", async () => {
    const problems = await serve((_, response) => {
      response.writeHead(503, { "retry-after": "17" }).end('{"error":"gate.problem.closing","values":{},"text":""}');
    });
    expect(await call(problems.url)).toEqual({
      kind: "problem",
      status: 503,
      error: "gate.problem.closing",
      retryAfterSeconds: 17,
    });
    const proxy = await serve((_, response) =>
      response.writeHead(302, { location: "https://evil.example" }).end("<p>"),
    );
    expect(await call(proxy.url)).toEqual({ kind: "problem", status: 302, error: null, retryAfterSeconds: undefined });
  });

  test("is an answer of nothing when it is not JSON, which no schema accepts", async () => {
    const gate = await serve((_, response) => response.end("<html>"));
    expect(await call(gate.url)).toEqual({ kind: "answer", body: undefined });
  });
});
