import { grantListSchema, grantViewSchema, type GrantView, type Scope } from "@sekisho/release";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { approve, thisBoot } from "../test-support/approve.ts";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { localDoor, person, problemOf, type TestPerson } from "../test-support/people.ts";
import { bootAgain, refresh, waiting, type Waiting } from "../test-support/waiting.ts";

let gate: TestGate;
let hanako: TestPerson;
let taro: TestPerson;

beforeEach(async () => {
  gate = await testGate({ people: localDoor });
  [hanako, taro] = await Promise.all([person(gate, "hanako", "administrator"), person(gate, "taro", "approver")]);
});
afterEach(() => gate.stop());

const threeBoots: Scope = { kind: "boots", count: 3 };
const anHour: Scope = { kind: "hours", hours: 1 };

async function grants(machine?: string): Promise<GrantView[]> {
  const path = `/v1/admin/grants${machine === undefined ? "" : `?machine=${machine}`}`;
  return grantListSchema.parse((await gate.administrator.call({ method: "GET", path })).body).grants;
}

/** A request that was approved and released, and the grant that this left. */
async function granted(scope: Scope, policy?: string): Promise<{ readonly asked: Waiting; readonly grant: GrantView }> {
  const asked = await waiting(gate, policy);
  expect((await approve(taro, asked.request, scope)).status).toBe(200);
  expect((await refresh(asked)).state).toBe("released");
  const [grant] = await grants(asked.machine.id);
  if (grant === undefined) throw new Error("no grant was made");
  return { asked, grant };
}

describe("a grant", () => {
  test("lets as many boots through as were approved, the first of them counted", async () => {
    const { asked, grant } = await granted(threeBoots);
    expect(grant).toMatchObject({
      remaining: 2,
      until: null,
      ended: null,
      approvals: [{ account: "taro", scope: threeBoots }],
    });
    for (let boot = 2; boot <= 3; boot++) {
      const guest = await testGuest(gate.guests, asked.machine);
      const status = await guest.attest();
      if (status.state !== "released") throw new Error(`boot ${boot}: ${status.state}`);
      expect(await guest.open(status.release)).toBe(diskKey);
      const detail = await gate.detail(status.request);
      expect(detail).toMatchObject({ bootNumber: boot, approval: { grant: grant.id, given: [] } });
    }
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(await grants()).toMatchObject([
      { remaining: 0, ended: { id: "approval.grant.usedUp" }, released: [1, 2, 3] },
    ]);
  });

  test("of some hours ends when they are over, counted from the last approval", async () => {
    const { asked } = await granted(anHour);
    gate.pass(3590);
    expect((await bootAgain(gate, asked)).state).toBe("released");
    gate.pass(10);
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(await grants()).toMatchObject([{ ended: { id: "approval.grant.over" } }]);
  });

  test("beside a boot that was approved itself: a guest that asks anew gets what is of its own request, or nothing yet", async () => {
    const { asked } = await granted(threeBoots);
    const guest = await testGuest(gate.guests, asked.machine);
    const status = await guest.attest({}, "lower-tcb");
    if (status.state !== "waiting") throw new Error(status.state);
    expect((await approve(taro, status.request)).status).toBe(200);
    // It has lost the gate's answer, and so names no request.
    const lost = await guest.attest({}, "lower-tcb");
    expect(lost).toMatchObject({ state: "waiting", request: status.request });
    const named = await guest.attest({ request: status.request }, "lower-tcb");
    if (named.state !== "released") throw new Error(named.state);
    expect(named.release.request).toBe(status.request);
  });

  test("is not made for one boot", async () => {
    const asked = await waiting(gate);
    await approve(taro, asked.request, thisBoot);
    await refresh(asked);
    expect(await grants()).toEqual([]);
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
  });

  test("reaches no further than the narrowest of the approvals, and both of its limits hold", async () => {
    const policy = "version: 1\nsev-snp: {}\napproval: {approvals: 2}\n";
    const narrow = await waiting(gate, policy);
    await approve(taro, narrow.request, threeBoots);
    await approve(hanako, narrow.request, thisBoot);
    await refresh(narrow);
    expect(await grants(narrow.machine.id)).toEqual([]);

    const mixed = await waiting(gate, policy);
    await approve(taro, mixed.request, threeBoots);
    await approve(hanako, mixed.request, anHour);
    await refresh(mixed);
    expect(await grants(mixed.machine.id)).toMatchObject([{ remaining: 2, until: expect.any(String) }]);
    gate.pass(3600);
    expect((await bootAgain(gate, mixed)).state).toBe("waiting");
  });

  test("is withdrawn by an approver, once, and lets nothing through then", async () => {
    const { asked, grant } = await granted(threeBoots);
    const withdraw = { method: "DELETE", path: `/v1/admin/grants/${grant.id}` };
    const viewer = await person(gate, "jiro", "viewer");
    expect(problemOf(await viewer.browser.call(withdraw))).toBe("gate.problem.roleTooLow");
    expect(grantViewSchema.parse((await hanako.browser.call(withdraw)).body)).toMatchObject({
      withdrawn: { by: "hanako" },
      ended: { id: "approval.grant.withdrawn", values: { name: "hanako" } },
    });
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(problemOf(await hanako.browser.call(withdraw))).toBe("gate.problem.grantEnded");
    const unknown = { method: "DELETE", path: `/v1/admin/grants/${asked.machine.id}` };
    expect(problemOf(await hanako.browser.call(unknown))).toBe("gate.problem.grantUnknown");
  });

  test("gives its last boot to one of two that come at once", async () => {
    const { asked } = await granted({ kind: "boots", count: 2 });
    const guests = await Promise.all(Array.from({ length: 4 }, () => testGuest(gate.guests, asked.machine)));
    const states = (await Promise.all(guests.map((guest) => guest.attest()))).map(({ state }) => state);
    expect(states.toSorted()).toEqual(["released", "waiting", "waiting", "waiting"]);
  });

  test("gives the same boot no second key", async () => {
    const { asked } = await granted(threeBoots);
    const inside = await testGuest(gate.guests, asked.machine, Buffer.from(asked.guest.reportId));
    expect((await inside.attest()).state).toBe("refused");
    expect(await grants()).toMatchObject([{ remaining: 2 }]);
  });
});

describe("a grant does not cover", () => {
  test.each(["other-kernel", "lower-tcb", "less-known"] as const)("a boot that is %s", async (finding) => {
    const { asked } = await granted(threeBoots);
    expect((await bootAgain(gate, asked, finding)).state).toBe("waiting");
    expect(await grants()).toMatchObject([{ remaining: 2, ended: null }]);
    expect((await bootAgain(gate, asked)).state).toBe("released");
  });

  test("another machine of the same image", async () => {
    await granted(threeBoots);
    expect((await waiting(gate)).request).toBeDefined();
  });

  test("a machine whose policy has changed", async () => {
    const { asked } = await granted(threeBoots);
    const path = `/v1/admin/machines/${asked.machine.id}/policy`;
    const body = { policy: "version: 1\nsev-snp: {}\n", expected: null };
    expect((await hanako.browser.call({ method: "PUT", path, body })).status).toBe(200);
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(await grants()).toMatchObject([{ ended: { id: "approval.grant.machineChanged" } }]);
  });

  test("a machine that was removed and registered anew", async () => {
    const { asked } = await granted(threeBoots);
    await hanako.browser.call({ method: "DELETE", path: `/v1/admin/machines/${asked.machine.id}` });
    await gate.register(asked.machine);
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(await grants()).toMatchObject([{ withdrawn: { by: "hanako" } }]);
  });

  test("anything once one of those who gave it is no approver any more", async () => {
    const { asked } = await granted(threeBoots);
    const path = `/v1/admin/accounts/${taro.id}`;
    await hanako.browser.call({ method: "PATCH", path, body: { role: "viewer" } });
    expect((await bootAgain(gate, asked)).state).toBe("waiting");
    expect(await grants()).toMatchObject([{ ended: { id: "approval.grant.approverGone" } }]);
  });

  test("less for a known boot more: one that is added beside the old ones", async () => {
    const { asked } = await granted(threeBoots);
    const [value] = asked.machine.referenceValues;
    const path = `/v1/admin/machines/${asked.machine.id}/reference-values`;
    const added = { path, body: { referenceValues: [{ ...value, launchDigest: "79".repeat(48) }] } };
    expect((await hanako.browser.call(added)).status).toBe(200);
    expect((await bootAgain(gate, asked)).state).toBe("released");
  });
});
