import { randomUUID } from "node:crypto";
import { requestViewSchema } from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approvalOptionsFor, approvalsAt, approve, submitApproval, thisBoot } from "../test-support/approve.ts";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest } from "../test-support/guest.ts";
import { localDoor, person, problemOf, type TestPerson } from "../test-support/people.ts";
import { refresh, requestOf, waiting } from "../test-support/waiting.ts";

let gate: TestGate;
let hanako: TestPerson;
let taro: TestPerson;
let jiro: TestPerson;

beforeAll(async () => {
  gate = await testGate({ people: localDoor });
  [hanako, taro, jiro] = await Promise.all([
    person(gate, "hanako", "administrator"),
    person(gate, "taro", "approver"),
    person(gate, "jiro", "viewer"),
  ]);
});
afterAll(() => gate.stop());

const twoPeople = "version: 1\nsev-snp: {}\napproval: {approvals: 2}\n";

async function refusalOf(who: TestPerson, request: string): Promise<string> {
  return problemOf(await who.browser.call({ path: `${approvalsAt(request)}/options`, body: { scope: thisBoot } }));
}

describe("a request in mode approve", () => {
  test("waits for an approval, and is released with the guest's next evidence", async () => {
    const asked = await waiting(gate);
    const before = await gate.detail(asked.request);
    expect(before).toMatchObject({ state: "waiting", releaseMode: "approve", technology: "sev-snp", bootNumber: 1 });
    expect(before.approval).toMatchObject({
      needed: 1,
      approvers: ["hanako", "taro"],
      given: [],
      voided: [],
      grant: null,
    });

    const answer = await approve(taro, asked.request);
    expect(requestViewSchema.parse(answer.body)).toMatchObject({
      state: "decided",
      approval: { given: [{ account: "taro", scope: thisBoot, hardware: null }] },
    });
    const told = await asked.guest.poll(asked.request);
    expect(told).toMatchObject({ state: "waiting", challenge: expect.anything() });

    const status = await refresh(asked);
    if (status.state !== "released") throw new Error(status.state);
    expect(await asked.guest.open(status.release)).toBe(diskKey);
    expect((await gate.detail(asked.request)).approval?.given).toHaveLength(1);
  });

  test("waits for as many people as its policy says", async () => {
    const asked = await waiting(gate, twoPeople);
    await approve(taro, asked.request);
    expect((await gate.detail(asked.request)).state).toBe("waiting");
    expect((await refresh(asked)).state).toBe("waiting");
    expect(requestViewSchema.parse((await approve(hanako, asked.request)).body).state).toBe("decided");
    expect((await refresh(asked)).state).toBe("released");
  });

  test("is decided by exactly one of two last approvals that come at once", async () => {
    const asked = await waiting(gate);
    const options = [
      await approvalOptionsFor(taro, asked.request),
      await approvalOptionsFor(hanako, asked.request),
    ] as const;
    const answers = await Promise.all([
      submitApproval(taro, asked.request, options[0]),
      submitApproval(hanako, asked.request, options[1]),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(problemOf(answers.find(({ status }) => status === 409) ?? answers[0])).toBe("gate.problem.approvalComplete");
    expect((await gate.detail(asked.request)).approval?.given).toHaveLength(1);
    expect((await refresh(asked)).state).toBe("released");
  });

  test("takes no passphrase, and one in mode enter no approval", async () => {
    const asked = await waiting(gate);
    const binding = Buffer.alloc(64).toString("base64url");
    const sealed = { binding, encapsulatedKey: Buffer.alloc(32).toString("base64url"), ciphertext: "AAAA" };
    expect(problemOf(await gate.act(asked.request, "enter", sealed))).toBe("gate.problem.enterUnwanted");
    const machine = await gate.register({ releaseMode: "enter" });
    const request = requestOf(await (await testGuest(gate.guests, machine)).attest());
    expect(await refusalOf(taro, request)).toBe("gate.problem.approvalUnwanted");
    expect((await gate.detail(request)).approval).toBeNull();
  });

  test("is one of a machine whose key the gate holds", async () => {
    const { machine } = await waiting(gate);
    const other = { ...machine, id: randomUUID(), name: "keyless", referenceValues: machine.referenceValues };
    const values = other.referenceValues.map((value) => ({ ...value, commandLine: `sekisho.machine=${other.id}` }));
    const body = { machine: { ...other, referenceValues: values } };
    expect(problemOf(await gate.administrator.call({ path: "/v1/admin/machines", body }))).toBe(
      "gate.problem.keyMissing",
    );
  });

  test("can be denied, and nobody approves it then", async () => {
    const asked = await waiting(gate);
    const options = await approvalOptionsFor(taro, asked.request);
    await gate.act(asked.request, "deny", { reason: "no" });
    expect(problemOf(await submitApproval(taro, asked.request, options))).toBe("gate.problem.requestClosed");
  });
});

describe("nobody approves", () => {
  test("with a statement that has expired", async () => {
    const own = await testGate({ people: localDoor });
    const approver = await person(own, "taro", "approver");
    const machine = await own.register({ releaseMode: "approve" });
    const request = requestOf(await (await testGuest(own.guests, machine)).attest());
    const options = await approvalOptionsFor(approver, request);
    own.pass(5 * 60);
    expect(problemOf(await submitApproval(approver, request, options))).toBe("gate.problem.statementExpired");
    await own.stop();
  });

  test("with a statement about another request", async () => {
    const [one, other] = [await waiting(gate), await waiting(gate)];
    const options = await approvalOptionsFor(taro, one.request);
    expect(problemOf(await submitApproval(taro, other.request, options))).toBe("gate.problem.statementOfOtherRequest");
    expect((await gate.detail(other.request)).approval?.given).toEqual([]);
  });

  test("with a statement that was issued for somebody else", async () => {
    const { request } = await waiting(gate);
    const options = await approvalOptionsFor(taro, request);
    const own = { ...options.options, allowCredentials: undefined };
    const stolen = { statement: options.statement, options: own };
    expect(problemOf(await submitApproval(hanako, request, stolen))).toBe("gate.problem.statementOfOtherAccount");
  });

  test("with somebody else's passkey", async () => {
    const { request } = await waiting(gate);
    const options = await approvalOptionsFor(taro, request);
    const own = { ...options.options, allowCredentials: undefined };
    const borrowed = { ...taro, authenticator: hanako.authenticator };
    const answer = await submitApproval(borrowed, request, { ...options, options: own });
    expect(problemOf(answer)).toBe("gate.problem.passkeyOfOther");
  });

  test("with a passkey that nobody has registered", async () => {
    const { request } = await waiting(gate);
    const options = await approvalOptionsFor(taro, request);
    const credential = await taro.authenticator.get(options.options, taro.browser.origin);
    const unknown = { ...credential, id: "AAAA", rawId: "AAAA" };
    const body = { statement: options.statement, credential: unknown };
    expect(problemOf(await taro.browser.call({ path: approvalsAt(request), body }))).toBe(
      "gate.problem.passkeyUnknown",
    );
  });

  test.each([
    ["on another page", { origin: "https://evil.example" }, "gate.problem.passkeyOrigin"],
    ["for another name", { rpId: "evil.example" }, "gate.problem.passkeyRpId"],
    ["without PIN or finger", { userVerified: false }, "gate.problem.passkeyUnverified"],
    ["by making a passkey", { type: "webauthn.create" }, "gate.problem.passkeyInvalid"],
    ["over another challenge", { challenge: Buffer.alloc(32).toString("base64url") }, "gate.problem.challengeForeign"],
    ["with a broken signature", { brokenSignature: true }, "gate.problem.passkeyInvalid"],
  ])("with a passkey that was used %s", async (_, misbehaviour, problem) => {
    const { request } = await waiting(gate);
    expect(problemOf(await approve(taro, request, thisBoot, misbehaviour))).toBe(problem);
    expect((await gate.detail(request)).approval?.given).toEqual([]);
  });

  test("by a statement that was changed, made up, or used before", async () => {
    const { request } = await waiting(gate, twoPeople);
    const options = await approvalOptionsFor(taro, request);
    const changed = { ...options, statement: { ...options.statement, scope: { kind: "boots", count: 100 } as const } };
    expect(problemOf(await submitApproval(taro, request, changed))).toBe("gate.problem.statementChanged");
    const nonce = Buffer.alloc(32, 7).toString("base64url");
    const forged = { ...options, statement: { ...options.statement, nonce } };
    expect(problemOf(await submitApproval(taro, request, forged))).toBe("gate.problem.statementUnknown");
    expect((await submitApproval(taro, request, options)).status).toBe(200);
    expect(problemOf(await submitApproval(taro, request, options))).toBe("gate.problem.statementUsed");
  });

  test("twice", async () => {
    const { request } = await waiting(gate, twoPeople);
    const second = await approvalOptionsFor(taro, request);
    await approve(taro, request);
    expect(problemOf(await submitApproval(taro, request, second))).toBe("gate.problem.approvedAlready");
    expect(await refusalOf(taro, request)).toBe("gate.problem.approvedAlready");
    expect((await gate.detail(request)).approval).toMatchObject({
      approvers: ["hanako"],
      given: [{ account: "taro" }],
    });
  });

  test("what was not shown: the page is stale", async () => {
    const asked = await waiting(gate);
    const options = await approvalOptionsFor(taro, asked.request);
    await refresh(asked, "lower-tcb");
    expect(problemOf(await submitApproval(taro, asked.request, options))).toBe("gate.problem.approvalStale");
  });

  test("as viewer, as owner, or as a program", async () => {
    const { request } = await waiting(gate);
    expect(await refusalOf(jiro, request)).toBe("gate.problem.roleTooLow");
    const body = { scope: thisBoot };
    const owner = await gate.administrator.call({ path: `${approvalsAt(request)}/options`, body });
    expect(problemOf(owner)).toBe("gate.problem.personNeeded");
  });

  test("who is not among those whom the policy names", async () => {
    const { request } = await waiting(gate, "version: 1\nsev-snp: {}\napproval: {approvers: [Taro, saburo]}\n");
    expect(await refusalOf(hanako, request)).toBe("gate.problem.notNamedApprover");
    expect((await gate.detail(request)).approval).toMatchObject({
      approvers: ["taro"],
      excluded: [{ account: "hanako", reason: { id: "gate.problem.notNamedApprover" } }],
    });
    expect((await approve(taro, request)).status).toBe(200);
  });

  test("further than the policy allows", async () => {
    const { request } = await waiting(gate, "version: 1\nsev-snp: {}\napproval: {longest: {boots: 3}}\n");
    const ask = (scope: object) => taro.browser.call({ path: `${approvalsAt(request)}/options`, body: { scope } });
    expect(problemOf(await ask({ kind: "boots", count: 4 }))).toBe("gate.problem.scopeTooWide");
    expect(problemOf(await ask({ kind: "hours", hours: 1 }))).toBe("gate.problem.scopeTooWide");
    expect((await ask({ kind: "boots", count: 3 })).status).toBe(200);
    expect((await gate.detail(request)).approval?.longest).toEqual({ boots: 3, hours: 0 });
  });

  test.each([
    {},
    { scope: { kind: "boots", count: 1 } },
    { scope: { kind: "hours", hours: 721 } },
    { scope: thisBoot, more: 1 },
  ])("what no schema allows: %j", async (body) => {
    const { request } = await waiting(gate);
    const answer = await taro.browser.call({ path: `${approvalsAt(request)}/options`, body });
    expect(problemOf(answer)).toBe("gate.problem.invalid");
  });
});
