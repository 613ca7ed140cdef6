import { accountListSchema, sessionViewSchema } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { softwareAuthenticator, type AuthenticatorKind } from "../../test-support/authenticator.ts";
import { tokenOf } from "../../test-support/browser.ts";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { invite, localDoor, person, problemOf, strangerAt } from "../../test-support/people.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate({ people: localDoor });
});
afterAll(() => gate.stop());

let count = 0;
const freshName = (): string => `person ${(count += 1)}`;

async function passkeysOf(id: string) {
  const { body } = await gate.administrator.call({ method: "GET", path: "/v1/admin/accounts" });
  return accountListSchema.parse(body).accounts.find((account) => account.id === id)?.passkeys ?? [];
}

describe("a one-time link", () => {
  test("registers a passkey, and signs its person in", async () => {
    const name = freshName();
    const { id, url } = await invite(gate, name, "approver");
    expect(url).toMatch(/^http:\/\/localhost:\d+\/enrol#[\w-]{43}$/);
    const browser = strangerAt(gate);
    const authenticator = softwareAuthenticator({ attestation: "chain" });
    expect((await browser.enrolmentOptions(url)).account).toEqual({ name, role: "approver" });
    const view = await browser.enrol(url, authenticator, "blue key");
    expect(view).toMatchObject({ actor: { kind: "account", id, name, role: "approver" }, rpId: "localhost" });
    expect(view.passkeys).toMatchObject([
      { label: "blue key", attestationFormat: "packed", backupEligible: false, backedUp: false, lockedAt: null },
    ]);
    expect(await passkeysOf(id)).toEqual(view.passkeys);
    const session = await browser.call({ method: "GET", path: "/v1/session" });
    expect(sessionViewSchema.parse(session.body).actor).toEqual(view.actor);
  });

  test.each<[string, AuthenticatorKind, object]>([
    ["nothing", { attestation: "none" }, { attestationFormat: "none" }],
    ["the new key", { attestation: "self" }, { attestationFormat: "packed" }],
    ["nothing, as it is synced", { backupEligible: true, backedUp: true }, { backupEligible: true, backedUp: true }],
  ])("takes an authenticator that attests with %s", async (_, kind, expected) => {
    const { id, url } = await invite(gate, freshName(), "viewer");
    await strangerAt(gate).enrol(url, softwareAuthenticator(kind));
    expect(await passkeysOf(id)).toMatchObject([expected]);
  });

  test("is good once", async () => {
    const { url } = await invite(gate, freshName(), "viewer");
    const browser = strangerAt(gate);
    const options = await browser.enrolmentOptions(url);
    await browser.enrol(url, softwareAuthenticator());
    const again = await strangerAt(gate).finishEnrolment(url, options, softwareAuthenticator());
    expect(problemOf(again)).toBe("gate.problem.enrolmentUsed");
    const asked = await strangerAt(gate).call({ path: "/v1/enrolment/options", body: { token: tokenOf(url) } });
    expect(problemOf(asked)).toBe("gate.problem.enrolmentUsed");
  });

  test("is good for one of two who use it at the same moment", async () => {
    const { id, url } = await invite(gate, freshName(), "viewer");
    const browsers = [strangerAt(gate), strangerAt(gate)];
    const options = await Promise.all(browsers.map((browser) => browser.enrolmentOptions(url)));
    const answers = await Promise.all(
      browsers.map((browser, index) => {
        const own = options[index];
        if (own === undefined) throw new Error("no options");
        return browser.finishEnrolment(url, own, softwareAuthenticator());
      }),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await passkeysOf(id)).toHaveLength(1);
  });

  test("runs out after a day, and its options after five minutes", async () => {
    const own = await testGate({ people: localDoor });
    const { url } = await invite(own, "hanako", "viewer");
    const browser = strangerAt(own);
    const options = await browser.enrolmentOptions(url);
    own.pass(301);
    const late = await browser.finishEnrolment(url, options, softwareAuthenticator());
    expect(problemOf(late)).toBe("gate.problem.challengeExpired");
    own.pass(24 * 3600);
    const asked = await browser.call({ path: "/v1/enrolment/options", body: { token: tokenOf(url) } });
    expect(problemOf(asked)).toBe("gate.problem.enrolmentExpired");
    await own.stop();
  });

  test("takes the place of the one before", async () => {
    const { id, url } = await invite(gate, freshName(), "viewer");
    const { body } = await gate.administrator.call({ path: `/v1/admin/accounts/${id}/enrolment` });
    const asked = await strangerAt(gate).call({ path: "/v1/enrolment/options", body: { token: tokenOf(url) } });
    expect(problemOf(asked)).toBe("gate.problem.enrolmentUnknown");
    await strangerAt(gate).enrol((body as { url: string }).url, softwareAuthenticator());
  });

  test("of one person is no good with the options of another's", async () => {
    const [mine, other] = [await invite(gate, freshName(), "viewer"), await invite(gate, freshName(), "administrator")];
    const browser = strangerAt(gate);
    const options = await browser.enrolmentOptions(mine.url);
    const answer = await browser.finishEnrolment(other.url, options, softwareAuthenticator());
    expect(problemOf(answer)).toBe("gate.problem.challengeForeign");
  });

  test("adds no passkey that another account has", async () => {
    const { authenticator } = await person(gate, freshName(), "viewer");
    const { url } = await invite(gate, freshName(), "administrator");
    const browser = strangerAt(gate);
    const options = await browser.enrolmentOptions(url);
    const [held] = authenticator.passkeys;
    if (held === undefined) throw new Error("no passkey");
    const answer = await browser.finishEnrolment(url, options, authenticator, { as: held });
    expect(problemOf(answer)).toBe("gate.problem.passkeyExists");
  });
});

describe("a registration is refused", () => {
  test.each([
    ["made on a page of another origin", { origin: "https://gate.example.evil" }, "gate.problem.passkeyOrigin"],
    ["made for another name", { rpId: "evil.example" }, "gate.problem.passkeyRpId"],
    ["without a person who was verified", { userVerified: false }, "gate.problem.passkeyUnverified"],
    ["without a person", { userPresent: false }, "gate.problem.passkeyInvalid"],
    ["over a challenge that the gate did not make", { challenge: "AAAA" }, "gate.problem.challengeForeign"],
    ["that is a sign-in", { type: "webauthn.get" }, "gate.problem.passkeyInvalid"],
    ["that says it is copied but can't be", { backedUp: true }, "gate.problem.passkeyInvalid"],
  ] as const)("%s", async (_, misbehaviour, problem) => {
    const { id, url } = await invite(gate, freshName(), "viewer");
    const browser = strangerAt(gate);
    const options = await browser.enrolmentOptions(url);
    expect(problemOf(await browser.finishEnrolment(url, options, softwareAuthenticator(), misbehaviour))).toBe(problem);
    expect(await passkeysOf(id)).toEqual([]);
    // The link is as good as before.
    await browser.enrol(url, softwareAuthenticator());
  });
});
