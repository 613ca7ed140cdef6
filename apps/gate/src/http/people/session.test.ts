import { sessionViewSchema } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { localDoor, person, problemOf, strangerAt, type TestPerson } from "../../test-support/people.ts";

let gate: TestGate;
let hanako: TestPerson;
beforeAll(async () => {
  gate = await testGate({ people: localDoor });
  hanako = await person(gate, "hanako", "administrator");
});
afterAll(() => gate.stop());

const cookieName = (): string => `sekisho-${gate.gate.people?.port ?? 0}`;
const look = { method: "GET", path: "/v1/admin/machines" } as const;
const change = { path: "/v1/admin/tokens", body: { name: "never made", role: "viewer", days: 1 } } as const;

describe("a session", () => {
  test("is asked for where nobody is signed in, and for nonsense in its place", async () => {
    const browser = strangerAt(gate);
    const name = cookieName();
    expect(problemOf(await browser.call(look))).toBe("gate.problem.signInNeeded");
    for (const cookie of [`${name}=`, `${name}=AAAA`, `other=x; ${name}`, "__Host-sekisho=x"]) {
      browser.setCookie(cookie);
      expect(problemOf(await browser.call(look))).toBe("gate.problem.signInNeeded");
    }
  });

  test("is always a new one: what a stranger planted before signs nobody in", async () => {
    const browser = strangerAt(gate);
    const planted = `${cookieName()}=${"A".repeat(43)}`;
    browser.setCookie(planted);
    expect((await browser.signIn(hanako.authenticator)).status).toBe(200);
    expect(browser.cookie()).not.toBe(planted);
    const thief = strangerAt(gate);
    thief.setCookie(planted);
    expect(problemOf(await thief.call(look))).toBe("gate.problem.signInNeeded");
  });

  test("ends when another one begins in the same browser, and when its person signs out", async () => {
    const browser = strangerAt(gate);
    await browser.signIn(hanako.authenticator);
    const first = browser.cookie();
    await browser.signIn(hanako.authenticator);
    const second = browser.cookie();
    expect(second).not.toBe(first);
    expect((await browser.call(look)).status).toBe(200);
    const out = await browser.call({ method: "DELETE", path: "/v1/session" });
    expect(out.status).toBe(204);
    expect(browser.cookie()).toBeUndefined();
    for (const cookie of [first, second]) {
      browser.setCookie(cookie);
      expect(problemOf(await browser.call(look))).toBe("gate.problem.signInNeeded");
    }
  });

  test("ends after an hour without use, and after twelve hours in any case", async () => {
    const own = await testGate({ people: localDoor });
    const { browser, authenticator } = await person(own, "hanako", "viewer");
    own.pass(59 * 60);
    expect((await browser.call(look)).status).toBe(200);
    own.pass(59 * 60);
    expect((await browser.call(look)).status).toBe(200);
    own.pass(61 * 60);
    expect(problemOf(await browser.call(look))).toBe("gate.problem.sessionIdle");
    await browser.signIn(authenticator);
    for (let half = 0; half < 23; half++) {
      own.pass(30 * 60);
      expect((await browser.call(look)).status).toBe(200);
    }
    own.pass(30 * 60);
    expect(problemOf(await browser.call(look))).toBe("gate.problem.sessionOver");
    await own.stop();
  });

  test("outlives a restart of the gate", async () => {
    const first = await testGate({ people: localDoor });
    const { browser } = await person(first, "hanako", "viewer");
    await first.gate.close();
    const listen = { host: "127.0.0.1", port: first.gate.people?.port ?? 0 };
    const second = await testGate({ people: { ...localDoor, listen }, data: first.data });
    const again = strangerAt(second);
    again.setCookie(browser.cookie());
    expect((await again.call(look)).status).toBe(200);
    await second.stop();
    await first.stop();
  });

  test("takes a changed role at once, and goes with its account", async () => {
    const { id, browser } = await person(gate, "jiro", "viewer");
    expect(problemOf(await browser.call(change))).toBe("gate.problem.roleTooLow");
    const path = `/v1/admin/accounts/${id}`;
    await gate.administrator.call({ method: "PATCH", path, body: { role: "approver" } });
    const { body } = await browser.call({ method: "GET", path: "/v1/session" });
    expect(sessionViewSchema.parse(body).actor).toMatchObject({ role: "approver" });
    await gate.administrator.call({ method: "DELETE", path });
    expect(problemOf(await browser.call(look))).toBe("gate.problem.signInNeeded");
  });
});

describe("what another site's page makes a browser send", () => {
  test.each([
    ["a call that changes something without the token", { "x-sekisho-csrf": "" }, "gate.problem.csrfMissing"],
    ["with another token", { "x-sekisho-csrf": "A".repeat(43) }, "gate.problem.csrfMissing"],
    ["from another origin", { origin: "https://evil.example" }, "gate.problem.originForeign"],
    ["from another port", { origin: "http://localhost:1" }, "gate.problem.originForeign"],
    ["from nowhere", { origin: "" }, "gate.problem.originForeign"],
    ["from a frame without an origin", { origin: "null" }, "gate.problem.originForeign"],
    ["across sites", { "sec-fetch-site": "cross-site" }, "gate.problem.originForeign"],
    ["from a neighbouring name", { "sec-fetch-site": "same-site" }, "gate.problem.originForeign"],
  ])("%s is refused", async (_, headers, problem) => {
    expect(problemOf(await hanako.browser.call({ ...change, headers }))).toBe(problem);
  });

  test("the token of another session is refused", async () => {
    const other = await person(gate, "saburo", "administrator");
    const headers = { "x-sekisho-csrf": other.browser.csrf ?? "" };
    expect(problemOf(await hanako.browser.call({ ...change, headers }))).toBe("gate.problem.csrfMissing");
  });

  test("a sign-in from another page is refused, so that nobody is signed in as somebody else", async () => {
    const browser = strangerAt(gate);
    const options = await browser.signInOptions();
    const credential = await hanako.authenticator.get(options, browser.origin);
    const headers = { origin: "https://evil.example" };
    const answer = await browser.call({ path: "/v1/session", body: { credential }, headers });
    expect(problemOf(answer)).toBe("gate.problem.originForeign");
  });

  test("a form's media types are not read", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const answer = await hanako.browser.call({ ...change, raw: "{}", headers: { "content-type": type } });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });
});

test("guests' addresses and the administrator's token are for other doors", async () => {
  const browser = strangerAt(gate);
  expect(problemOf(await browser.call({ path: "/v1/challenge" }))).toBe("gate.problem.notFound");
  const headers = { authorization: `Bearer ${await gate.token()}` };
  expect(problemOf(await browser.call({ ...look, headers }))).toBe("gate.problem.tokenForeign");
});

test("the owner is told that it is the owner", async () => {
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/session" });
  expect(sessionViewSchema.parse(body)).toMatchObject({ actor: { kind: "owner" }, csrf: null, rpId: "localhost" });
  const out = await gate.administrator.call({ method: "DELETE", path: "/v1/session" });
  expect(problemOf(out)).toBe("gate.problem.personNeeded");
});
