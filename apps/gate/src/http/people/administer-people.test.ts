import { accountListSchema, createdTokenSchema, tokenListSchema, type Role } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGate, type TestGate } from "../../test-support/gate.ts";
import { invite, localDoor, person, problemOf, strangerAt, type TestPerson } from "../../test-support/people.ts";
import type { Answer, Call } from "../../test-support/client.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate({ people: localDoor });
});
afterAll(() => gate.stop());

const accounts = "/v1/admin/accounts";
const tokens = "/v1/admin/tokens";

async function names(): Promise<string[]> {
  const { body } = await gate.administrator.call({ method: "GET", path: accounts });
  return accountListSchema.parse(body).accounts.map(({ name }) => name);
}

describe("accounts", () => {
  test("have names that nobody can mistake for one another", async () => {
    await invite(gate, "Hanako", "viewer");
    for (const name of ["Hanako", "hanako", "ＨＡＮＡＫＯ"]) {
      const answer = await gate.administrator.call({ path: accounts, body: { name, role: "viewer" } });
      expect(problemOf(answer)).toBe("gate.problem.accountExists");
    }
    for (const name of ["", " hanako", "hanako ", "ha\nnako", "ha\u202Enako", "x".repeat(65)]) {
      const answer = await gate.administrator.call({ path: accounts, body: { name, role: "viewer" } });
      expect(problemOf(answer)).toBe("gate.problem.invalid");
    }
    await invite(gate, "花子 山田", "viewer");
    expect(await names()).toContain("花子 山田");
  });

  test("that are not there are told as that", async () => {
    const path = `${accounts}/00000000-0000-4000-8000-000000000000`;
    const calls: Call[] = [
      { method: "PATCH", path, body: { role: "viewer" } },
      { method: "DELETE", path },
      { path: `${path}/enrolment` },
      { method: "DELETE", path: `${path}/passkeys/AAAA` },
    ];
    for (const call of calls)
      expect(problemOf(await gate.administrator.call(call))).toBe("gate.problem.accountUnknown");
  });

  test("lose a passkey, and whoever signed in with it", async () => {
    const { id, browser, authenticator } = await person(gate, "jiro", "viewer");
    const other = await person(gate, "saburo", "viewer");
    const [passkey] = authenticator.passkeys;
    const path = `${accounts}/${id}/passkeys/${passkey?.id.toString("base64url") ?? ""}`;
    const foreign = path.replace(id, other.id);
    const remove = (at: string): Promise<Answer> => gate.administrator.call({ method: "DELETE", path: at });
    expect(problemOf(await remove(foreign))).toBe("gate.problem.passkeyAbsent");
    expect((await remove(path)).status).toBe(204);
    expect(problemOf(await remove(path))).toBe("gate.problem.passkeyAbsent");
    const session = await browser.call({ method: "GET", path: "/v1/session" });
    expect(problemOf(session)).toBe("gate.problem.signInNeeded");
    expect(problemOf(await strangerAt(gate).signIn(authenticator))).toBe("gate.problem.passkeyUnknown");
  });
});

describe("administrators", () => {
  test("can't lock all of themselves out, but the owner can, and gets back in", async () => {
    const own = await testGate({ people: localDoor });
    const last = await person(own, "hanako", "administrator");
    await invite(own, "jiro, who never enrolled", "administrator");
    const path = `${accounts}/${last.id}`;
    const passkey = last.authenticator.passkeys[0]?.id.toString("base64url") ?? "";
    const ways: Call[] = [
      { method: "DELETE", path },
      { method: "PATCH", path, body: { role: "approver" } },
      { method: "DELETE", path: `${path}/passkeys/${passkey}` },
    ];
    for (const way of ways) expect(problemOf(await last.browser.call(way))).toBe("gate.problem.lastAdministrator");
    const second = await person(own, "saburo", "administrator");
    const demote = { method: "PATCH", path, body: { role: "approver" } };
    expect((await second.browser.call(demote)).status).toBe(200);
    const self = { method: "DELETE", path: `${accounts}/${second.id}` };
    expect(problemOf(await second.browser.call(self))).toBe("gate.problem.lastAdministrator");
    expect((await own.administrator.call(self)).status).toBe(204);
    await person(own, "shiro", "administrator");
    await own.stop();
  });
});

describe("roles", () => {
  const wanted: readonly (readonly [Role, Call])[] = [
    ["viewer", { method: "GET", path: accounts }],
    ["viewer", { method: "GET", path: tokens }],
    ["viewer", { method: "GET", path: "/v1/admin/requests" }],
    ["approver", { path: "/v1/admin/requests/1/deny", body: { reason: "no" } }],
    ["approver", { path: "/v1/admin/requests/1/allow-again" }],
    ["administrator", { path: accounts, body: { name: "Hanako", role: "viewer" } }],
    ["administrator", { path: tokens, body: { name: "x", role: "viewer", days: null, more: 1 } }],
    ["administrator", { path: "/v1/admin/machines", body: {} }],
    ["administrator", { method: "DELETE", path: "/v1/admin/machines/00000000-0000-4000-8000-000000000000" }],
  ];
  const people = new Map<Role, TestPerson>();
  beforeAll(async () => {
    for (const role of ["viewer", "approver", "administrator"] as const) {
      people.set(role, await person(gate, `the ${role}`, role));
    }
  });

  test.each(wanted)("only %s and above: %o", async (role, call) => {
    const order: Role[] = ["viewer", "approver", "administrator"];
    for (const [index, one] of order.entries()) {
      const browser = people.get(one)?.browser ?? strangerAt(gate);
      const { status, body } = await browser.call(call);
      const refused = status === 403 && (body as { error: string }).error === "gate.problem.roleTooLow";
      expect(refused).toBe(index < order.indexOf(role));
    }
  });
});

describe("tokens of programs", () => {
  async function make(name: string, role: Role, days: number | null = null): Promise<{ id: string; secret: string }> {
    const answer = await gate.administrator.call({ path: tokens, body: { name, role, days } });
    const { token, secret } = createdTokenSchema.parse(answer.body);
    return { id: token.id, secret };
  }
  const bearer = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });
  const look = { method: "GET", path: "/v1/admin/machines" } as const;

  test("let programs in at either door, with their role, without cookie, origin or CSRF token", async () => {
    const { secret } = await make("inventory", "viewer");
    expect(secret).toMatch(/^sekisho-token-[\w-]{43}$/);
    expect((await gate.guests.call({ ...look, headers: bearer(secret) })).status).toBe(200);
    const headers = { ...bearer(secret), origin: "", "sec-fetch-site": "" };
    expect((await strangerAt(gate).call({ ...look, headers })).status).toBe(200);
    const forbidden = { path: tokens, body: { name: "more", role: "administrator", days: null }, headers };
    expect(problemOf(await strangerAt(gate).call(forbidden))).toBe("gate.problem.roleTooLow");
  });

  test("are shown once, and listed without their secret", async () => {
    const { id, secret } = await make("backup", "approver", 30);
    const { body } = await gate.administrator.call({ method: "GET", path: tokens });
    expect(JSON.stringify(body)).not.toContain(secret.slice("sekisho-token-".length));
    const found = tokenListSchema.parse(body).tokens.find((token) => token.id === id);
    expect(found).toMatchObject({ name: "backup", role: "approver", createdBy: "owner", lastUsedAt: null });
    const again = await gate.administrator.call({ path: tokens, body: { name: "BACKUP", role: "viewer", days: null } });
    expect(problemOf(again)).toBe("gate.problem.tokenExists");
  });

  test("end when they are removed, and when they run out", async () => {
    const own = await testGate({ people: localDoor });
    const { body } = await own.administrator.call({ path: tokens, body: { name: "a", role: "viewer", days: 1 } });
    const { token, secret } = createdTokenSchema.parse(body);
    own.pass(24 * 3600 + 1);
    const late = await own.guests.call({ ...look, headers: bearer(secret) });
    expect(problemOf(late)).toBe("gate.problem.tokenExpired");
    const remove = { method: "DELETE", path: `${tokens}/${token.id}` };
    expect((await own.administrator.call(remove)).status).toBe(204);
    expect(problemOf(await own.administrator.call(remove))).toBe("gate.problem.tokenUnknown");
    const gone = await own.guests.call({ ...look, headers: bearer(secret) });
    expect(problemOf(gone)).toBe("gate.problem.unauthorized");
    const headers = { ...bearer(secret), origin: "" };
    expect(problemOf(await strangerAt(own).call({ ...look, headers }))).toBe("gate.problem.tokenForeign");
    await own.stop();
  });
});

test("without a door for people no link can be made", async () => {
  const own = await testGate();
  const answer = await own.administrator.call({ path: accounts, body: { name: "hanako", role: "viewer" } });
  expect(problemOf(answer)).toBe("gate.problem.noPeopleDoor");
  await own.stop();
});
