import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { localDoor, problemOf, strangerAt } from "../../test-support/people.ts";
import type { Answer } from "../../test-support/client.ts";
import type { PageAssets } from "./serve-page.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const assets: PageAssets = new Map([
  ["/index.html", { bytes: bytes("<!doctype html>the page"), type: "text/html; charset=utf-8", immutable: false }],
  [
    "/assets/index-4f3a.js",
    { bytes: bytes("plain"), brotli: bytes("compressed"), type: "text/javascript; charset=utf-8", immutable: true },
  ],
]);

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate({ people: { ...localDoor, assets } });
});
afterAll(() => gate.stop());

const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  strangerAt(gate).call({ method: "GET", path, headers });

describe("the page", () => {
  test.each(["/", "/requests/12", "/machines", "/enrol", "/sign-in", "/a-page-that-is-none"])(
    "stands at %s for who opens a document there",
    async (path) => {
      const answer = await get(path, { accept: "text/html,application/xhtml+xml" });
      expect(answer).toMatchObject({ status: 200, body: "<!doctype html>the page" });
      expect(answer.headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
    },
  );

  test.each([
    ["/v1/nothing", "text/html"],
    ["/log/nothing", "text/html"],
    ["/assets/gone-1234.js", "*/*"],
    ["/favicon.ico", "*/*"],
    ["/requests/12", "application/json"],
    ["/%2e%2e/%2e%2e/etc/passwd.txt", "text/html"],
  ])("does not stand at %s for %s", async (path, accept) => {
    expect(problemOf(await get(path, { accept }))).toBe("gate.problem.notFound");
  });

  test("has files that may be kept for ever, compressed for who can read that", async () => {
    const path = "/assets/index-4f3a.js";
    const plain = await get(path);
    expect(plain).toMatchObject({ status: 200, body: "plain" });
    expect(plain.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(plain.headers["vary"]).toBe("accept-encoding");
    const small = await get(path, { "accept-encoding": "gzip, br;q=0.5" });
    expect(small).toMatchObject({ status: 200, body: "compressed" });
    expect(small.headers["content-encoding"]).toBe("br");
    expect(small.headers["etag"]).not.toBe(plain.headers["etag"]);
    expect((await get(path, { "accept-encoding": "br;q=0, gzip" })).body).toBe("plain");
  });

  test("is not sent again to who has it", async () => {
    const { headers } = await get("/");
    const tag = String(headers["etag"]);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      expect(await get("/", { "if-none-match": known })).toMatchObject({ status: 304, body: null });
    }
    expect((await get("/", { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("says by whom it is served", async () => {
    expect((await get("/configuration.json")).body).toEqual({ kind: "gate" });
  });
});

describe("every answer", () => {
  test.each(["/", "/assets/index-4f3a.js", "/configuration.json", "/v1/session", "/nothing.txt", "/v1/%zz"])(
    "of %s carries the security headers",
    async (path) => {
      const { headers } = await get(path);
      expect(headers["content-security-policy"]).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      );
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers["permissions-policy"]).toContain("publickey-credentials-get=(self)");
      // Plain HTTP on this machine must not bind the name "localhost" to TLS for a year.
      expect(headers["strict-transport-security"]).toBeUndefined();
    },
  );

  test("of the interface is kept by nobody", async () => {
    expect((await get("/v1/session")).headers["cache-control"]).toBe("no-store");
  });
});
