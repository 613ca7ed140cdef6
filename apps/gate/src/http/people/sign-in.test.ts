import { accountListSchema, sessionViewSchema } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { softwareAuthenticator } from "../../test-support/authenticator.ts";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { localDoor, person, problemOf, strangerAt, type TestPerson } from "../../test-support/people.ts";

let gate: TestGate;
let hanako: TestPerson;
beforeAll(async () => {
  gate = await testGate({ people: localDoor });
  hanako = await person(gate, "hanako", "approver");
});
afterAll(() => gate.stop());

describe("a passkey signs in", () => {
  test("whoever has it, without saying who that is", async () => {
    const browser = strangerAt(gate);
    const options = await browser.signInOptions();
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    expect(options.allowCredentials).toBeUndefined();
    const answer = await browser.signIn(hanako.authenticator, {}, options);
    expect(answer.status).toBe(200);
    expect(sessionViewSchema.parse(answer.body)).toMatchObject({ actor: { kind: "account", name: "hanako" } });
    const [cookie] = answer.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/^sekisho-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  test("that never counts, as synced ones don't", async () => {
    const { authenticator } = await person(gate, "synced", "viewer", {
      counts: false,
      backupEligible: true,
      backedUp: true,
    });
    for (let time = 0; time < 3; time++) expect((await strangerAt(gate).signIn(authenticator)).status).toBe(200);
  });

  test("and is told of as copied once it was backed up", async () => {
    const { id, authenticator } = await person(gate, "later synced", "viewer", { backupEligible: true });
    expect((await strangerAt(gate).signIn(authenticator, { backedUp: true })).status).toBe(200);
    const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/accounts" });
    const account = accountListSchema.parse(body).accounts.find((one) => one.id === id);
    expect(account?.passkeys).toMatchObject([{ backupEligible: true, backedUp: true }]);
  });
});

describe("a sign-in is refused", () => {
  test.each([
    ["of a page of another origin", { origin: "http://localhost:1" }, "gate.problem.passkeyOrigin"],
    ["for another name", { rpId: "evil.example" }, "gate.problem.passkeyRpId"],
    ["without a person who was verified", { userVerified: false }, "gate.problem.passkeyUnverified"],
    ["without a person", { userPresent: false }, "gate.problem.passkeyInvalid"],
    ["with a signature that does not hold", { brokenSignature: true }, "gate.problem.passkeyInvalid"],
    ["over a challenge that the gate did not make", { challenge: "AAAA" }, "gate.problem.challengeForeign"],
    ["that is a registration", { type: "webauthn.create" }, "gate.problem.passkeyInvalid"],
    ["in another account's name", { userHandle: "AAAAAAAAAAAAAAAAAAAAAA" }, "gate.problem.passkeyUnknown"],
    ["of a passkey that suddenly can be copied", { backupEligible: true }, "gate.problem.passkeyInvalid"],
  ] as const)("%s", async (_, misbehaviour, problem) => {
    const browser = strangerAt(gate);
    expect(problemOf(await browser.signIn(hanako.authenticator, misbehaviour))).toBe(problem);
    expect(browser.cookie()).toBeUndefined();
  });

  test("by a passkey that nobody registered", async () => {
    const stranger = softwareAuthenticator();
    const other = await testGate({ people: localDoor });
    const { authenticator } = await person(other, "elsewhere", "administrator");
    await other.stop();
    expect(problemOf(await strangerAt(gate).signIn(authenticator))).toBe("gate.problem.passkeyUnknown");
    expect(stranger.passkeys).toEqual([]);
  });

  test("when the answer comes late, and when it comes twice", async () => {
    const own = await testGate({ people: localDoor });
    const { authenticator } = await person(own, "hanako", "viewer");
    const browser = strangerAt(own);
    const options = await browser.signInOptions();
    const credential = await authenticator.get(options, browser.origin);
    const send = () => browser.call({ path: "/v1/session", body: { credential } });
    expect((await send()).status).toBe(200);
    expect(problemOf(await send())).toBe("gate.problem.challengeUsed");
    const late = await browser.signInOptions();
    own.pass(301);
    expect(problemOf(await browser.signIn(authenticator, {}, late))).toBe("gate.problem.challengeExpired");
    await own.stop();
  });

  test("when a copy of the passkey is about: its counter went back, and nobody gets in with it any more", async () => {
    const { id, browser, authenticator } = await person(gate, "copied", "viewer");
    for (let time = 0; time < 3; time++) await strangerAt(gate).signIn(authenticator);
    expect(problemOf(await strangerAt(gate).signIn(authenticator, { counter: 2 }))).toBe("gate.problem.passkeyCopied");
    expect(problemOf(await strangerAt(gate).signIn(authenticator))).toBe("gate.problem.passkeyCopied");
    const session = await browser.call({ method: "GET", path: "/v1/session" });
    expect(problemOf(session)).toBe("gate.problem.signInNeeded");
    const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/accounts" });
    const account = accountListSchema.parse(body).accounts.find((one) => one.id === id);
    expect(account?.passkeys[0]?.lockedAt).not.toBeNull();
  });

  test("and a copy without the right key locks nobody out", async () => {
    const { authenticator } = await person(gate, "not copied", "viewer");
    await strangerAt(gate).signIn(authenticator);
    const forged = { counter: 0, brokenSignature: true };
    expect(problemOf(await strangerAt(gate).signIn(authenticator, forged))).toBe("gate.problem.passkeyInvalid");
    expect((await strangerAt(gate).signIn(authenticator)).status).toBe(200);
  });
});

test("behind a proxy that is trusted, callers are told apart; behind another one they are not", async () => {
  for (const [trustedProxies, statuses] of [
    [["127.0.0.1"], [200, 200, 429]],
    [["192.0.2.1"], [200, 429, 429]],
  ] as const) {
    const own = await testGate({
      people: { ...localDoor, trustedProxies, signInRate: { burst: 1, perSecond: 0.01 } },
    });
    const browser = strangerAt(own);
    const ask = async (from: string): Promise<number> =>
      (await browser.call({ path: "/v1/session/options", body: {}, headers: { "x-forwarded-for": from } })).status;
    expect([await ask("198.51.100.1"), await ask("198.51.100.2"), await ask("198.51.100.2")]).toEqual(statuses);
    await own.stop();
  }
});

test("whoever tries too often is put off", async () => {
  const own = await testGate({ people: { ...localDoor, signInRate: { burst: 2, perSecond: 0.1 } } });
  const browser = strangerAt(own);
  const ask = () => browser.call({ path: "/v1/session/options", body: {} });
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  expect(problemOf(await ask())).toBe("gate.problem.tooMany");
  await own.stop();
});
