import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createClient } from "./client.ts";
import { asCallError, type CallError } from "./problems.ts";

const schema = z.strictObject({ name: z.string() });

function clientThat(answers: () => Promise<Response>) {
  const calls: { path: string; init: RequestInit; headers: Headers }[] = [];
  const out: string[] = [];
  const client = createClient({
    fetch: (path, init) => {
      calls.push({ path, init, headers: new Headers(init.headers) });
      return answers();
    },
    csrf: () => "token",
    signedOut: ({ id }) => out.push(id),
  });
  return { client, calls, signedOut: () => out };
}

const answer = (status: number, body: unknown) => async () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
const caught = (call: Promise<unknown>): Promise<CallError> =>
  call.then(() => expect.unreachable("it did not fail"), asCallError);

describe("a call", () => {
  test("is read by its schema", async () => {
    const { client, calls } = clientThat(answer(200, { name: "a" }));
    expect(await client.get("/v1/x", schema)).toEqual({ name: "a" });
    expect(calls[0]?.headers.has("x-sekisho-csrf")).toBe(false);
    expect(calls[0]?.init).toMatchObject({ method: "GET", credentials: "same-origin", redirect: "error" });
  });

  test("to the person's own device carries that device's token, also where it changes nothing", async () => {
    const headers: Headers[] = [];
    const client = createClient({
      fetch: (_, init) => {
        headers.push(new Headers(init.headers));
        return answer(200, { name: "a" })();
      },
      csrf: () => null,
      device: () => "own",
      signedOut: () => undefined,
    });
    await client.get("/v1/x", schema);
    await client.bytes("/log/checkpoint");
    await client.remove("/v1/x");
    expect(headers.map((one) => one.get("x-sekisho-csrf"))).toEqual(["own", "own", "own"]);
  });

  test("that changes something carries the token against forged ones", async () => {
    const { client, calls } = clientThat(answer(200, { name: "a" }));
    await client.post("/v1/x", { a: 1 }, schema);
    await client.remove("/v1/x");
    expect(calls.map(({ headers }) => headers.get("x-sekisho-csrf"))).toEqual(["token", "token"]);
    expect(calls[0]?.init.body).toBe('{"a":1}');
  });

  test("that the gate refuses fails with the gate's own problem", async () => {
    const problem = { error: "gate.problem.requestClosed", values: { number: 3 }, text: "Request 3 is over." };
    const { client, signedOut } = clientThat(answer(409, problem));
    const error = await caught(client.post("/v1/x", {}, schema));
    expect(error).toMatchObject({ kind: "problem", status: 409, id: "gate.problem.requestClosed" });
    expect(error.problem.values).toEqual({ number: 3 });
    expect(signedOut()).toEqual([]);
  });

  test("of a session that ended tells so", async () => {
    const { client, signedOut } = clientThat(answer(401, { error: "gate.problem.sessionOver", values: {}, text: "" }));
    expect((await caught(client.get("/v1/x", schema))).status).toBe(401);
    expect(signedOut()).toEqual(["gate.problem.sessionOver"]);
  });

  test.each([
    ["no network", () => Promise.reject(new TypeError("fetch failed")), "console.call.unreachable"],
    ["a proxy without a gate behind it", answer(503, "<html>"), "console.call.unreachable"],
    ["an answer of another shape", answer(200, { nom: "a" }), "console.call.strange"],
    ["an answer that is no JSON", answer(200, "<html>"), "console.call.strange"],
    ["a refusal of another shape", answer(418, { teapot: true }), "console.call.strange"],
  ])("with %s is told in the page's own words", async (_, answers, id) => {
    const { client } = clientThat(answers);
    expect((await caught(client.get("/v1/x", schema))).id).toBe(id);
  });
});

test("whatever else was thrown is told as the page's own fault, without its text", () => {
  expect(asCallError(new Error("secret")).problem).toEqual({ id: "console.call.failed", values: {} });
});
