import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approvalsAt, approve, thisBoot } from "../test-support/approve.ts";
import { testGate, type TestGate } from "../test-support/gate.ts";
import { localDoor, person, problemOf, type TestPerson } from "../test-support/people.ts";
import { refresh, waiting } from "../test-support/waiting.ts";

let gate: TestGate;
let hanako: TestPerson;
let taro: TestPerson;

beforeAll(async () => {
  gate = await testGate({ people: localDoor });
  [hanako, taro] = await Promise.all([person(gate, "hanako", "administrator"), person(gate, "taro", "approver")]);
});
afterAll(() => gate.stop());

const twoPeople = "version: 1\nsev-snp: {}\napproval: {approvals: 2}\n";

async function refusalOf(who: TestPerson, request: string): Promise<string> {
  return problemOf(await who.browser.call({ path: `${approvalsAt(request)}/options`, body: { scope: thisBoot } }));
}

describe("four eyes", () => {
  const fourEyes = "version: 1\nsev-snp: {}\napproval: {four-eyes: true}\n";

  test("ask for two people, and for none who changed the machine last", async () => {
    const asked = await waiting(gate, fourEyes);
    const saburo = await person(gate, `saburo ${asked.machine.name}`, "approver");
    const headerDigest = asked.machine.disk.headerDigest;
    const path = `/v1/admin/machines/${asked.machine.id}`;
    const [value] = asked.machine.referenceValues;
    const other = { ...value, launchDigest: "77".repeat(48) };
    const added = { path: `${path}/reference-values`, body: { referenceValues: [other] } };
    expect((await hanako.browser.call(added)).status).toBe(200);
    // What changes nothing has no author.
    expect((await hanako.browser.call({ path: `${path}/header`, body: { headerDigest } })).status).toBe(200);
    expect(await refusalOf(hanako, asked.request)).toBe("gate.problem.fourEyes");
    expect((await gate.detail(asked.request)).approval).toMatchObject({
      needed: 2,
      fourEyes: true,
      excluded: [{ account: "hanako", reason: { id: "gate.problem.fourEyes" } }],
    });
    await approve(taro, asked.request);
    expect((await gate.detail(asked.request)).state).toBe("waiting");
    await approve(saburo, asked.request);
    expect((await refresh(asked)).state).toBe("released");
  });

  test("see also through a program that one of them gave access", async () => {
    const asked = await waiting(gate, fourEyes);
    const created = await hanako.browser.call({
      path: "/v1/admin/tokens",
      body: { name: `ci ${asked.machine.name}`, role: "administrator", days: null },
    });
    const { secret } = created.body as { secret: string };
    const [value] = asked.machine.referenceValues;
    const changed = await gate.guests.call({
      path: `/v1/admin/machines/${asked.machine.id}/reference-values`,
      body: { referenceValues: [{ ...value, launchDigest: "78".repeat(48) }] },
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(changed.status).toBe(200);
    expect(await refusalOf(hanako, asked.request)).toBe("gate.problem.fourEyes");
  });

  test("see through a program that such a program gave access, also when that one is gone", async () => {
    const asked = await waiting(gate, fourEyes);
    const { name, id } = asked.machine;
    const created = await hanako.browser.call({
      path: "/v1/admin/tokens",
      body: { name: `first ${name}`, role: "administrator", days: null },
    });
    const first = created.body as { secret: string; token: { id: string } };
    const made = await gate.guests.call({
      path: "/v1/admin/tokens",
      body: { name: `second ${name}`, role: "administrator", days: null },
      headers: { authorization: `Bearer ${first.secret}` },
    });
    const second = made.body as { secret: string };
    const removed = await hanako.browser.call({ method: "DELETE", path: `/v1/admin/tokens/${first.token.id}` });
    expect(removed.status).toBe(204);
    const [value] = asked.machine.referenceValues;
    const changed = await gate.guests.call({
      path: `/v1/admin/machines/${id}/reference-values`,
      body: { referenceValues: [{ ...value, launchDigest: "79".repeat(48) }] },
      headers: { authorization: `Bearer ${second.secret}` },
    });
    expect(changed.status).toBe(200);
    expect(await refusalOf(hanako, asked.request)).toBe("gate.problem.fourEyes");
  });
});

describe("an approval is void", () => {
  test("when fresh evidence says something else, and not when only its nonce is new", async () => {
    const asked = await waiting(gate, twoPeople);
    await approve(taro, asked.request);
    await refresh(asked);
    expect((await gate.detail(asked.request)).approval?.given).toHaveLength(1);
    await refresh(asked, "lower-tcb");
    expect((await gate.detail(asked.request)).approval).toMatchObject({
      given: [],
      approvers: expect.arrayContaining(["hanako", "taro"]),
      voided: [{ account: "taro", reason: { id: "approval.void.verdict" } }],
    });
    // Also when it says again what was approved: nobody knows what happened in between.
    await refresh(asked);
    expect((await gate.detail(asked.request)).approval?.given).toEqual([]);
    await approve(taro, asked.request);
    await approve(hanako, asked.request);
    expect((await refresh(asked)).state).toBe("released");
  });

  test("at the very evidence that would have been released to", async () => {
    const asked = await waiting(gate);
    await approve(taro, asked.request);
    expect((await gate.detail(asked.request)).state).toBe("decided");
    expect((await refresh(asked, "other-kernel")).state).toBe("waiting");
    expect(await gate.detail(asked.request)).toMatchObject({
      state: "waiting",
      approval: { voided: [{ reason: { id: "approval.void.verdict" } }] },
    });
    expect((await refresh(asked)).state).toBe("waiting");
  });

  test.each([
    [
      "known values",
      "reference-values",
      (value: object) => ({ referenceValues: [{ ...value, launchDigest: "79".repeat(48) }] }),
    ],
    ["policy", "policy", () => ({ policy: "version: 1\nsev-snp: {}\n", expected: null })],
  ] as const)("when the machine's %s were changed after it was given", async (_, what, bodyOf) => {
    const asked = await waiting(gate);
    await approve(taro, asked.request);
    const [value] = asked.machine.referenceValues;
    const path = `/v1/admin/machines/${asked.machine.id}/${what}`;
    const method = what === "policy" ? "PUT" : "POST";
    expect((await gate.administrator.call({ method, path, body: bodyOf(value ?? {}) })).status).toBe(200);
    expect((await gate.detail(asked.request)).approval?.voided).toMatchObject([
      { reason: { id: "approval.void.registration" } },
    ]);
    expect((await refresh(asked)).state).toBe("waiting");
    expect((await gate.detail(asked.request)).state).toBe("waiting");
  });

  test("when whoever gave it can't give it any more", async () => {
    const asked = await waiting(gate);
    const shiro = await person(gate, `shiro ${asked.machine.name}`, "approver");
    await approve(shiro, asked.request);
    const account = `/v1/admin/accounts/${shiro.id}`;
    await gate.administrator.call({ method: "PATCH", path: account, body: { role: "viewer" } });
    expect((await refresh(asked)).state).toBe("waiting");
    expect((await gate.detail(asked.request)).approval?.voided).toMatchObject([
      { reason: { id: "gate.problem.roleTooLow" } },
    ]);

    await gate.administrator.call({ method: "PATCH", path: account, body: { role: "approver" } });
    await approve(shiro, asked.request);
    await gate.administrator.call({ method: "DELETE", path: account });
    expect((await refresh(asked)).state).toBe("waiting");
    expect((await gate.detail(asked.request)).approval?.voided[1]).toMatchObject({
      reason: { id: "approval.void.accountGone" },
    });
  });
});
