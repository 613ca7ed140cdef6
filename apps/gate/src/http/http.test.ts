import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:tls";
import { join } from "node:path";
import { machineViewSchema, problemSchema } from "@sekisho/release";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemStatus } from "../problems.ts";
import type { Answer } from "../test-support/client.ts";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { ofMachine, referenceValue, testMachine } from "../test-support/machines.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate();
});
afterAll(() => gate.stop());

function expectProblem({ status, body }: Answer): string {
  const { error } = problemSchema.parse(body);
  expect(problemStatus).toHaveProperty([error], status);
  return error;
}

const administration = [
  ["GET", "/v1/admin/identity"],
  ["GET", "/v1/admin/machines"],
  ["POST", "/v1/admin/machines"],
  ["GET", "/v1/admin/requests"],
  ["GET", "/v1/admin/requests/1"],
  ["POST", "/v1/admin/requests/1/enter"],
  ["POST", "/v1/admin/requests/1/deny"],
  ["POST", "/v1/admin/requests/1/allow-again"],
  ["GET", "/v1/openapi.json"],
] as const;

describe("administration over TLS", () => {
  test.each(administration)("%s %s needs the token", async (method, path) => {
    for (const headers of [{}, { authorization: "Bearer wrong" }, { authorization: `Basic ${await gate.token()}` }]) {
      expect(expectProblem(await gate.guests.call({ method, path, headers }))).toBe("gate.problem.unauthorized");
    }
  });

  test("is open to the token's holder, and the socket needs none", async () => {
    const headers = { authorization: `Bearer ${await gate.token()}` };
    const call = { method: "GET", path: "/v1/admin/identity" };
    expect((await gate.guests.call({ ...call, headers })).body).toEqual(gate.gate.identity);
    expect((await gate.administrator.call(call)).body).toEqual(gate.gate.identity);
  });
});

test("the OpenAPI document describes every address", async () => {
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/openapi.json" });
  const { openapi, paths } = body as { openapi: string; paths: Record<string, object> };
  expect(openapi).toBe("3.1.0");
  expect(Object.keys(paths).toSorted()).toMatchInlineSnapshot(`
    [
      "/log/checkpoint",
      "/log/tile/entries/{*}",
      "/log/tile/{*}",
      "/v1/admin/accounts",
      "/v1/admin/accounts/{id}",
      "/v1/admin/accounts/{id}/enrolment",
      "/v1/admin/accounts/{id}/passkeys/{passkey}",
      "/v1/admin/audit",
      "/v1/admin/events",
      "/v1/admin/grants",
      "/v1/admin/grants/{id}",
      "/v1/admin/identity",
      "/v1/admin/log/entries",
      "/v1/admin/machine-summaries",
      "/v1/admin/machines",
      "/v1/admin/machines/{id}",
      "/v1/admin/machines/{id}/boots",
      "/v1/admin/machines/{id}/header",
      "/v1/admin/machines/{id}/policy",
      "/v1/admin/machines/{id}/reference-values",
      "/v1/admin/machines/{id}/reference-values/{digest}",
      "/v1/admin/policies/try",
      "/v1/admin/requests",
      "/v1/admin/requests/{id}",
      "/v1/admin/requests/{id}/allow-again",
      "/v1/admin/requests/{id}/approvals",
      "/v1/admin/requests/{id}/approvals/options",
      "/v1/admin/requests/{id}/deny",
      "/v1/admin/requests/{id}/enter",
      "/v1/admin/requests/{id}/receipt",
      "/v1/admin/tokens",
      "/v1/admin/tokens/{id}",
      "/v1/admin/webhooks",
      "/v1/admin/webhooks/{id}",
      "/v1/admin/webhooks/{id}/deliveries",
      "/v1/challenge",
      "/v1/evidence",
      "/v1/release",
      "/v1/session",
    ]
  `);
});

describe("machines", () => {
  const path = "/v1/admin/machines";

  test.each([
    ["auto without a key", "auto", undefined, "gate.problem.keyMissing"],
    ["auto with an empty key", "auto", "", "gate.problem.keyMissing"],
    ["enter with a key", "enter", "AAAA", "gate.problem.keyUnwanted"],
  ] as const)("%s are refused", async (_, releaseMode, key, problem) => {
    const machine = testMachine(gate.gate.identity, { releaseMode });
    const body = { machine, ...(key === undefined ? {} : { diskKey: key }) };
    expect(expectProblem(await gate.administrator.call({ path, body }))).toBe(problem);
  });

  test("built for another gate, with a broken policy, or registered before are refused", async () => {
    const known = await gate.register();
    const body = { machine: known, diskKey: "AAAA" };
    expect(expectProblem(await gate.administrator.call({ path, body }))).toBe("gate.problem.machineExists");
    const policy = { machine: testMachine(gate.gate.identity), diskKey: "AAAA", policy: "broken" };
    expect(expectProblem(await gate.administrator.call({ path, body: policy }))).toBe("gate.problem.policyInvalid");
    const [key] = gate.gate.identity.signingKeys;
    const other = { ...gate.gate.identity, signingKeys: [{ spki: key?.spki ?? "", digest: "99".repeat(32) }] };
    const foreign = { machine: testMachine(other), diskKey: "AAAA" };
    expect(expectProblem(await gate.administrator.call({ path, body: foreign }))).toBe("gate.problem.otherGate");
  });

  test("with a known good boot that names another machine, or none, are refused", async () => {
    const machine = testMachine(gate.gate.identity);
    const known = referenceValue("77".repeat(48));
    const twice = `sekisho.machine=${machine.id} sekisho.machine=${randomUUID()}`;
    for (const value of [known, ofMachine(known, randomUUID()), { ...known, commandLine: twice }]) {
      const body = { machine: { ...machine, referenceValues: [value] }, diskKey: "AAAA" };
      expect(expectProblem(await gate.administrator.call({ path, body }))).toBe("gate.problem.otherMachineNamed");
    }
  });

  test("gain known good boots beside the old ones, lose them again, but never the last", async () => {
    const { id, referenceValues } = await gate.register();
    const [old = "", added] = [referenceValues[0]?.launchDigest, "77".repeat(48)];
    const values = `${path}/${id}/reference-values`;
    const digests = ({ body }: Answer): string[] =>
      machineViewSchema.parse(body).machine.referenceValues.map(({ launchDigest }) => launchDigest);
    const body = { referenceValues: [added, old].map((digest) => ofMachine(referenceValue(digest), id)) };
    const stranger = { referenceValues: [ofMachine(referenceValue("88".repeat(48)), randomUUID())] };
    expect(expectProblem(await gate.administrator.call({ path: values, body: stranger }))).toBe(
      "gate.problem.otherMachineNamed",
    );
    expect(digests(await gate.administrator.call({ path: values, body }))).toEqual([old, added]);
    const remove = (digest: string): Promise<Answer> =>
      gate.administrator.call({ method: "DELETE", path: `${values}/${digest}` });
    expect(digests(await remove(old))).toEqual([added]);
    expect(expectProblem(await remove(added))).toBe("gate.problem.lastReferenceValue");
  });
});

describe("whatever is sent", () => {
  const posts = [
    "/v1/challenge",
    "/v1/evidence",
    "/v1/release",
    ...administration.filter(([method]) => method === "POST").map(([, path]) => path),
    "/v1/admin/machines/x/header",
    "/v1/admin/machines/00000000-0000-4000-8000-000000000000/header",
    "/v1/admin/machines/00000000-0000-4000-8000-000000000000/reference-values",
  ];

  test("random JSON gets an answer below 500, and every error names itself", async () => {
    const keys = fc.constantFrom("type", "version", "machineId", "nonce", "guestKey", "evidence", "request", "machine");
    const body = fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue()));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...posts), body, async (path, value) => {
        const answer = await gate.administrator.call({ path, body: value });
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 200) expectProblem(answer);
      }),
      { numRuns: 300 },
    );
  });

  test("so do evidence that is right but for one field, and random bytes", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const good = await guest.bundle(await guest.challenge());
    const field = fc.constantFrom(...Object.keys(good));
    await fc.assert(
      fc.asyncProperty(field, fc.jsonValue(), async (name, value) => {
        const answer = await gate.guests.call({ path: "/v1/evidence", body: { ...good, [name]: value } });
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 200) expectProblem(answer);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...posts), fc.uint8Array({ minLength: 1 }), async (path, raw) => {
        const answer = await gate.administrator.call({ path, raw });
        expect(answer.status).toBeLessThan(500);
        if (answer.status !== 200) expectProblem(answer);
      }),
    );
  });

  test.each([
    [
      "a body that is too long",
      { path: "/v1/release", raw: `{"request":"${"x".repeat(2000)}"}` },
      "gate.problem.tooLarge",
    ],
    ["a body that is not JSON", { path: "/v1/release", raw: "{" }, "gate.problem.notJson"],
    ["an empty body", { path: "/v1/release", raw: "" }, "gate.problem.notJson"],
    ["__proto__", { path: "/v1/release", raw: '{"__proto__":{}}' }, "gate.problem.notJson"],
    [
      "another media type",
      { path: "/v1/release", raw: "x", headers: { "content-type": "text/xml" } },
      "gate.problem.mediaType",
    ],
    ["an unknown address", { path: "/v2/release", body: {} }, "gate.problem.notFound"],
    ["a broken address", { path: "/v1/%zz", body: {} }, "gate.problem.badRequest"],
    [
      "an unknown request",
      { path: "/v1/release", body: { request: "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11" } },
      "gate.problem.requestUnknown",
    ],
  ])("%s is named", async (_, call, problem) => {
    expect(expectProblem(await gate.guests.call(call))).toBe(problem);
  });

  test("bytes that are not HTTP are answered too", async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: "127.0.0.1", port: gate.gate.port, rejectUnauthorized: false });
      const chunks: Buffer[] = [];
      socket.on("data", (chunk: Buffer) => chunks.push(chunk));
      socket.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      socket.on("error", reject);
      socket.write("this is no HTTP\r\n\r\n");
    });
    expect(text).toContain("HTTP/1.1 400");
    expect(text).toContain("gate.problem.badRequest");
  });

  test("a failure of the gate itself tells its caller nothing, and its log everything", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const body = await guest.bundle(await guest.challenge(), {}, "crash");
    const answer = await gate.guests.call({ path: "/v1/evidence", body });
    expect(expectProblem(answer)).toBe("gate.problem.internal");
    expect(JSON.stringify(answer.body)).not.toContain("crashed");
    expect(gate.log()).toContain("the appraiser crashed");
  });
});

test("a caller that asks too often is put off, others are not", async () => {
  const slow = await testGate({
    rates: { questions: { burst: 3, perSecond: 0.1 }, evidence: { burst: 1, perSecond: 1 } },
  });
  const ask = { path: "/v1/challenge" };
  for (let call = 0; call < 3; call++) expect((await slow.guests.call(ask)).status).toBe(200);
  const answer = await slow.guests.call(ask);
  expect(expectProblem(answer)).toBe("gate.problem.tooMany");
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(5);
  expect((await slow.administrator.call(ask)).status).toBe(200);
  await slow.stop();
});

test("too much evidence about one machine is put off, about others it is not", async () => {
  const generous = { burst: 1000, perSecond: 1000 };
  const slow = await testGate({
    rates: { questions: generous, evidence: generous, machine: { burst: 2, perSecond: 0.1 } },
  });
  const machine = await slow.register();
  const guest = await testGuest(slow.guests, machine);
  for (let time = 0; time < 2; time++) await guest.attest();
  const body = await guest.bundle(await guest.challenge());
  const answer = await slow.guests.call({ path: "/v1/evidence", body });
  expect(expectProblem(answer)).toBe("gate.problem.tooManyOfMachine");
  expect(Number(answer.headers["retry-after"])).toBeGreaterThan(5);
  const other = await testGuest(slow.guests, await slow.register());
  expect((await other.attest()).state).toBe("released");
  await slow.stop();
});

test("no secret stands in the database, in the files beside it, or in the log", async () => {
  const machine = await gate.register();
  const guest = await testGuest(gate.guests, machine);
  expect((await guest.attest()).state).toBe("released");
  const headers = { authorization: `Bearer ${await gate.token()}` };
  await gate.guests.call({ method: "GET", path: "/v1/admin/machines", headers });

  const key = Buffer.from(diskKey);
  const token = await gate.token();
  const forms = [diskKey, key.toString("hex"), key.toString("base64"), key.toString("base64url"), token];
  const files = (await readdir(gate.data)).filter((name) => name.startsWith("gate."));
  expect(files).toContain("gate.sqlite-wal");
  const contents = await Promise.all(files.map((name) => readFile(join(gate.data, name))));
  const leaks = forms.filter((form) => contents.some((content) => content.includes(form)) || gate.log().includes(form));
  expect(leaks).toEqual([]);
  // The log and the files were looked at: what is no secret stands there.
  expect(gate.log()).toContain("/v1/admin/machines");
  expect(contents.some((content) => content.includes(machine.name))).toBe(true);
});
