import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createdTokenSchema, enrolmentLinkSchema } from "@sekisho/release";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenOf } from "../../test-support/browser.ts";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { invite, localDoor, person, problemOf, strangerAt, type TestPerson } from "../../test-support/people.ts";
import type { Answer } from "../../test-support/client.ts";

let gate: TestGate;
let administrator: TestPerson;
let link: string;
let account: string;
beforeAll(async () => {
  gate = await testGate({ people: localDoor });
  administrator = await person(gate, "administrator", "administrator");
  const invited = await invite(gate, "invited", "viewer");
  [link, account] = [invited.url, invited.id];
});
afterAll(() => gate.stop());

const none = "00000000-0000-4000-8000-000000000000";
const strangers = ["/v1/session/options", "/v1/session", "/v1/enrolment/options", "/v1/enrolment"];
const administration = (): readonly (readonly [string, string])[] => [
  ["POST", "/v1/admin/accounts"],
  ["PATCH", `/v1/admin/accounts/${account}`],
  ["PATCH", `/v1/admin/accounts/${none}`],
  ["POST", `/v1/admin/accounts/${none}/enrolment`],
  ["DELETE", `/v1/admin/accounts/${account}/passkeys/AAAA`],
  ["POST", "/v1/admin/tokens"],
  ["DELETE", `/v1/admin/tokens/${none}`],
];

function expectNamed(answer: Answer): void {
  if (answer.status >= 300) problemOf(answer);
}

const members = [
  ["token", "credential", "label", "id", "rawId", "type", "response", "clientDataJSON", "attestationObject"],
  ["authenticatorData", "signature", "userHandle", "name", "role", "days"],
].flat();
const words = fc.constantFrom(...members);
const body = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(words, fc.oneof(fc.jsonValue(), fc.dictionary(words, fc.jsonValue()))),
);

describe("whatever is sent", () => {
  test("random JSON gets an answer below 500 from every address of people, and every error names itself", async () => {
    const everywhere = [...strangers.map((path) => ["POST", path] as const), ...administration()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...everywhere), body, async ([method, path], value) => {
        const answer = await administrator.browser.call({ method, path, body: value });
        expect(answer.status).toBeLessThan(500);
        expectNamed(answer);
      }),
      { numRuns: 400 },
    );
  });

  test("so does every address that the gate tells of, with random parts, queries and bodies", async () => {
    // Accounts and machines come and go here.
    const own = await testGate({ people: localDoor });
    const [{ id: machine }, { id: somebody }] = [await own.register(), await invite(own, "somebody", "viewer")];
    const { body: document } = await own.administrator.call({ method: "GET", path: "/v1/openapi.json" });
    const { paths } = document as { paths: Record<string, Record<string, unknown>> };
    const calls = Object.entries(paths)
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method.toUpperCase(), path] as const))
      // It is a stream, and ends only with its reader.
      .filter(([, path]) => path !== "/v1/admin/events");
    expect(calls.length).toBeGreaterThan(40);
    const part = fc.oneof(
      fc.constantFrom("1", none, machine, somebody, "AAAA", "0".repeat(64)),
      fc.string({ maxLength: 40 }).map((text) => encodeURIComponent(text)),
    );
    const query = fc.dictionary(fc.constantFrom("limit", "before", "after", "machine", "kind", "since", "state"), part);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...calls), part, query, body, async ([method, path], word, asked, value) => {
        const place = path.replaceAll(/\{[^}]*\}|\*/g, word);
        const search = Object.entries(asked).map(([name, text]) => `${name}=${text}`);
        const whole = search.length === 0 ? place : `${place}?${search.join("&")}`;
        const content = method === "GET" ? {} : { body: value };
        const answer = await own.administrator.call({ method, path: whole, ...content });
        expect(answer.status).toBeLessThan(500);
        expectNamed(answer);
      }),
      { numRuns: 500 },
    );
    await own.stop();
  });

  test("so do random identifiers, cookies and headers", async () => {
    const text = fc.string({ maxLength: 200 }).map((value) => encodeURIComponent(value));
    const header = fc.string({ maxLength: 200 }).map((value) => value.replaceAll(/[^\x20-\x7e]/g, "?"));
    const names = fc.constantFrom("cookie", "origin", "authorization", "x-sekisho-csrf", "last-event-id", "accept");
    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(names, header), async (id, headers) => {
        for (const path of [`/v1/admin/accounts/${id}/passkeys/${id}`, `/v1/admin/tokens/${id}`, `/${id}`]) {
          const answer = await administrator.browser.call({ method: "DELETE", path, headers });
          expect(answer.status).toBeLessThan(500);
          expectNamed(answer);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("a registration with one broken field is refused, and the link stays good", async () => {
    const browser = strangerAt(gate);
    const options = await browser.enrolmentOptions(link);
    const { authenticator } = administrator;
    const good = await authenticator.create(options.options, browser.origin);
    const field = fc.constantFrom("clientDataJSON", "attestationObject");
    await fc.assert(
      fc.asyncProperty(
        field,
        fc.nat(),
        fc.nat(7),
        fc.constantFrom("flip", "cut", "grow"),
        async (name, seed, bit, how) => {
          const bytes = Buffer.from(good.response[name as "clientDataJSON"], "base64url");
          const at = seed % bytes.length;
          const flipped = Buffer.from(bytes);
          flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
          const broken = { flip: flipped, cut: bytes.subarray(0, at), grow: Buffer.concat([bytes, Buffer.of(bit)]) }[
            how
          ];
          const response = { ...good.response, [name]: broken.toString("base64url") };
          const call = { token: tokenOf(link), credential: { ...good, response }, label: "broken" };
          const answer = await browser.call({ path: "/v1/enrolment", body: call });
          expect(answer.status).toBeLessThan(500);
          expectNamed(answer);
          // Where the authenticator attests nothing, its model and counter are but said. All else must be refused.
          const taken = answer.status === 200;
          expect(!taken || (name === "attestationObject" && how === "flip")).toBe(true);
          if (taken) ({ url: link } = await renewed());
        },
      ),
      { numRuns: 200 },
    );
  });

  test("a sign-in with one bit flipped is refused", async () => {
    const browser = strangerAt(gate);
    const { authenticator } = await person(gate, "flipped", "viewer");
    const good = await authenticator.get(await browser.signInOptions(), browser.origin);
    const field = fc.constantFrom("clientDataJSON", "authenticatorData", "signature");
    await fc.assert(
      fc.asyncProperty(field, fc.nat(), fc.nat(7), async (name, seed, bit) => {
        const bytes = Buffer.from(good.response[name as "signature"], "base64url");
        const at = seed % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const response = { ...good.response, [name]: bytes.toString("base64url") };
        const answer = await browser.call({ path: "/v1/session", body: { credential: { ...good, response } } });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expectNamed(answer);
      }),
      { numRuns: 200 },
    );
    const fine = await browser.call({ path: "/v1/session", body: { credential: good } });
    expect(fine.status).toBe(200);
  });
});

async function renewed(): Promise<{ url: string }> {
  const { body: answer } = await gate.administrator.call({ path: `/v1/admin/accounts/${account}/enrolment` });
  return enrolmentLinkSchema.parse(answer);
}

test("no secret of people or programs stands in the database, in the files beside it, or in the log", async () => {
  const own = await testGate({ people: localDoor });
  const used = await invite(own, "hanako", "administrator");
  const open = await invite(own, "jiro", "viewer");
  const browser = strangerAt(own);
  const { authenticator } = await person(own, "saburo", "viewer");
  await browser.signIn(authenticator);
  const made = await browser.call({ method: "GET", path: "/v1/session" });
  expect(made.status).toBe(200);
  const token = await own.administrator.call({
    path: "/v1/admin/tokens",
    body: { name: "program", role: "viewer", days: null },
  });
  const { secret } = createdTokenSchema.parse(token.body);
  await own.guests.call({ method: "GET", path: "/v1/session", headers: { authorization: `Bearer ${secret}` } });
  await strangerAt(own).enrolmentOptions(used.url);

  const session = browser.cookie()?.split("=")[1] ?? "";
  const secrets = [tokenOf(used.url), tokenOf(open.url), session, browser.csrf ?? "", secret];
  expect(secrets.map(({ length }) => length)).toEqual([43, 43, 43, 43, 57]);
  const forms = secrets.flatMap((text) => {
    const bytes = Buffer.from(text.replace("sekisho-token-", ""), "base64url");
    return [text, bytes.toString("hex"), bytes.toString("base64"), bytes.toString("latin1")];
  });
  const names = (await readdir(own.data)).filter((name) => name.startsWith("gate."));
  const contents = await Promise.all(names.map((name) => readFile(join(own.data, name), "latin1")));
  const leaks = forms.filter((form) => contents.some((content) => content.includes(form)) || own.log().includes(form));
  expect(leaks).toEqual([]);
  expect(own.log()).toContain("/v1/enrolment/options");
  expect(contents.some((content) => content.includes("saburo"))).toBe(true);
  await own.stop();
});
