import { fromBase64Url, toBase64Url } from "@sekisho/encoding";
import {
  sealSecret,
  signingKeyOf,
  verifySignedRelease,
  type EvidenceBundle,
  type RequestDetail,
  type RequestStatus,
} from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { testMachine } from "../test-support/machines.ts";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";

const passphrase = "typed by a person";
let gate: TestGate;

beforeAll(async () => {
  gate = await testGate();
});

afterAll(() => gate.stop());

type Waiting = Extract<RequestStatus, { state: "waiting" }>;
type Released = Extract<RequestStatus, { state: "released" }>;

function expectState<S extends RequestStatus["state"]>(
  status: RequestStatus,
  state: S,
): Extract<RequestStatus, { state: S }> {
  expect(status.state).toBe(state);
  return status as Extract<RequestStatus, { state: S }>;
}

async function expectRelease(status: RequestStatus, guest: TestGuest, secret: string): Promise<Released> {
  const released = expectState(status, "released");
  const { release } = released;
  expect(release.request).toBe(released.request);
  const spki = signingKeyOf(gate.gate.identity, release.gateKeyDigest);
  expect(await verifySignedRelease(release, spki ?? new Uint8Array())).toBe(true);
  expect(await guest.open(release)).toBe(secret);
  return released;
}

/** What a person's device does after it verified the newest evidence. */
async function sealFor(guest: TestGuest, binding: string): Promise<Record<string, string>> {
  const info = fromBase64Url("binding", binding);
  if (!info.ok) throw new TypeError(binding);
  const secret = Buffer.from(passphrase);
  const sealed = await sealSecret({ guestKey: guest.key.publicKey, binding: info.value, secret });
  return {
    binding,
    encapsulatedKey: toBase64Url(sealed.encapsulatedKey),
    ciphertext: toBase64Url(sealed.ciphertext),
  };
}

function reportOf(evidence: EvidenceBundle["evidence"] | undefined): Buffer {
  return Buffer.from(evidence?.technology === "sev-snp" ? evidence.report : "", "base64");
}

function bindingIn(detail: RequestDetail): string {
  const report = reportOf(detail.evidence?.evidence);
  return report.subarray(0, 64).toString("base64url");
}

async function waitingGuest(): Promise<{ guest: TestGuest; waiting: Waiting; binding: string }> {
  const machine = await gate.register({ releaseMode: "enter" });
  const guest = await testGuest(gate.guests, machine);
  const waiting = expectState(await guest.attest(), "waiting");
  return { guest, waiting, binding: bindingIn(await gate.detail(waiting.request)) };
}

describe("mode auto", () => {
  test("releases the key that the gate holds to the guest that attested, and to nobody else", async () => {
    const machine = await gate.register();
    const guest = await testGuest(gate.guests, machine);
    const released = await expectRelease(await guest.attest(), guest, diskKey);
    const stranger = await testGuest(gate.guests, machine);
    expect(await stranger.open(released.release)).toBeUndefined();
    const detail = await gate.detail(released.request);
    expect(detail.state).toBe("released");
    expect(detail.verdict?.verdict).toBe("accepted");
    expect(detail.endorsements).toEqual({ certificates: ["AQID"], crls: ["BA=="], collateral: [] });
  });

  test("gives a guest that lost the answer the same release again, by polling or by attesting anew", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const first = expectState(await guest.attest(), "released");
    expect(await guest.poll(first.request)).toEqual(first);
    expect(await guest.attest()).toEqual(first);
  });

  test("refuses another key of the same boot, until a person allows it once more", async () => {
    const machine = await gate.register();
    const guest = await testGuest(gate.guests, machine);
    const first = expectState(await guest.attest(), "released");
    const inside = await testGuest(gate.guests, machine, Buffer.from(guest.reportId));
    const refused = expectState(await inside.attest(), "refused");
    expect((await gate.detail(refused.number)).reason?.id).toBe("gate.refusal.reportIdSpent");

    expect((await gate.act(first.request, "allow-again")).status).toBe(200);
    await expectRelease(await inside.attest(), inside, diskKey);
    const third = await testGuest(gate.guests, machine, Buffer.from(guest.reportId));
    expectState(await third.attest(), "refused");
  });
});

describe("refusals", () => {
  test.each([
    ["a header that is not registered", { headerDigest: "44".repeat(32) }, "gate.refusal.headerDiffers"],
    ["another gate's key", { gateKeyDigest: "55".repeat(32) }, "gate.refusal.gateKeyUnknown"],
    ["an unknown machine", { machineId: "00000000-0000-4000-8000-000000000000" }, "gate.refusal.machineUnknown"],
  ])("%s: the guest learns a number, and people the reason", async (_, changes, reason) => {
    const guest = await testGuest(gate.guests, await gate.register());
    const appraised = gate.appraiser.appraisals;
    const status = await guest.attest(changes);
    expect(status).toEqual({ state: "refused", number: expect.any(Number) });
    const refused = expectState(status, "refused");
    expect((await gate.detail(refused.number)).reason?.id).toBe(reason);
    // Nothing was fetched or verified.
    expect(gate.appraiser.appraisals).toBe(appraised);
  });

  test("a sibling of the same image that asks for this machine's key has another binding", async () => {
    const [machine, sibling] = [await gate.register(), await gate.register()];
    const guest = await testGuest(gate.guests, sibling);
    const bundle = await guest.bundle(await guest.challenge());
    const status = expectState(await guest.send({ ...bundle, machineId: machine.id }), "refused");
    expect((await gate.detail(status.number)).reason?.id).toBe("gate.refusal.bindingDiffers");
  });

  test("an unknown measurement is refused before anything is verified, with the checks that say why", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const appraised = gate.appraiser.appraisals;
    const refused = expectState(await guest.attest({}, "unknown-measurement"), "refused");
    const detail = await gate.detail(refused.number);
    expect(detail.verdict?.checks.map(({ id, status }) => [id, status])).toEqual([["fake.measurement", "fail"]]);
    expect(gate.appraiser.appraisals).toBe(appraised);
  });

  test("a rejecting verdict refuses, and its evidence is kept", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const refused = expectState(await guest.attest({}, "bad-signature"), "refused");
    const detail = await gate.detail(refused.number);
    expect(detail.verdict?.verdict).toBe("rejected");
    expect(detail.evidence?.guestKey).toBe(Buffer.from(guest.key.publicKey).toString("base64url"));
  });

  test("a replay is refused, as is a nonce that expired or was never made here", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const bundle = await guest.bundle(await guest.challenge());
    expectState(await guest.send(bundle), "released");
    const replayed = expectState(await guest.send(bundle), "refused");
    expect((await gate.detail(replayed.number)).reason?.id).toBe("gate.refusal.nonceUsed");

    const late = await guest.bundle(await guest.challenge());
    gate.pass(121);
    const expired = expectState(await guest.send(late), "refused");
    expect((await gate.detail(expired.number)).reason?.id).toBe("gate.refusal.nonceExpired");

    const challenge = await guest.challenge();
    const forged = { ...challenge, nonce: Buffer.alloc(72, 1).toString("base64url") };
    const foreign = expectState(await guest.send(await guest.bundle(forged)), "refused");
    expect((await gate.detail(foreign.number)).reason?.id).toBe("gate.refusal.nonceForeign");
  });

  test("certificates that can't be had say nothing about the guest: it may come again", async () => {
    const guest = await testGuest(gate.guests, await gate.register());
    const bundle = await guest.bundle(await guest.challenge(), {}, "no-endorsements");
    const answer = await gate.guests.call({ path: "/v1/evidence", body: bundle });
    expect(answer.status).toBe(503);
    expect(answer.headers["retry-after"]).toBe("7");
    expect(answer.body).toMatchObject({ error: "gate.problem.endorsementsUnavailable" });
    await expectRelease(await guest.attest(), guest, diskKey);
  });
});

describe("mode enter", () => {
  test("releases what a person sealed once the guest has attested anew", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    expect(waiting.challenge).toBeUndefined();
    gate.pass(10);
    expect((await gate.act(waiting.request, "enter", await sealFor(guest, binding))).status).toBe(200);
    expect((await gate.detail(waiting.request)).state).toBe("decided");

    const polled = expectState(await guest.poll(waiting.request), "waiting");
    if (polled.challenge === undefined) throw new Error("no challenge");
    const fresh = await guest.bundle(polled.challenge, { request: waiting.request });
    const released = await expectRelease(await guest.send(fresh), guest, passphrase);
    expect(released.release.binding).toBe(binding);
    expect(await guest.poll(waiting.request)).toEqual(released);
  });

  test("releases at once when the evidence is seconds old", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    expect((await gate.act(waiting.request, "enter", await sealFor(guest, binding))).status).toBe(200);
    await expectRelease(await guest.poll(waiting.request), guest, passphrase);
  });

  test("asks for fresh evidence every two minutes, and accepts a secret sealed under an older one", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    for (let round = 0; round < 3; round++) {
      gate.pass(121);
      const polled = expectState(await guest.poll(waiting.request), "waiting");
      if (polled.challenge === undefined) throw new Error("no challenge");
      const refreshed = await guest.send(await guest.bundle(polled.challenge, { request: waiting.request }));
      expect(expectState(refreshed, "waiting").request).toBe(waiting.request);
    }
    expect(bindingIn(await gate.detail(waiting.request))).not.toBe(binding);
    await gate.act(waiting.request, "enter", await sealFor(guest, binding));
    await expectRelease(await guest.poll(waiting.request), guest, passphrase);
  });

  test("refuses a request whose fresh evidence is refused", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    gate.pass(10);
    await gate.act(waiting.request, "enter", await sealFor(guest, binding));
    const refused = expectState(await guest.attest({ request: waiting.request }, "bad-signature"), "refused");
    expect((await gate.detail(waiting.request)).number).toBe(refused.number);
    expect(await guest.poll(waiting.request)).toEqual(refused);
    expect(await guest.attest({ request: waiting.request })).toEqual(refused);
  });

  test("refuses fresh evidence of another boot", async () => {
    const { guest, waiting } = await waitingGuest();
    const bundle = await guest.bundle(await guest.challenge(), { request: waiting.request });
    const report = reportOf(bundle.evidence);
    report[64] = (report[64] ?? 0) ^ 1;
    const evidence = { technology: "sev-snp", report: report.toString("base64") } as const;
    expectState(await guest.send({ ...bundle, evidence }), "refused");
    expect((await gate.detail(waiting.request)).reason?.id).toBe("gate.refusal.reportIdDiffers");
  });

  test("a stranger who names the request neither refreshes nor refuses it", async () => {
    const { guest, waiting } = await waitingGuest();
    const { machineId } = await gate.detail(waiting.request);
    const machine = testMachine(gate.gate.identity, { id: machineId });
    const sameBoot = await testGuest(gate.guests, machine, Buffer.from(guest.reportId));
    const sibling = await testGuest(gate.guests, await gate.register());
    for (const stranger of [sameBoot, sibling]) {
      const refused = expectState(await stranger.attest({ request: waiting.request }), "refused");
      expect((await gate.detail(refused.number)).reason?.id).toBe("gate.refusal.otherGuest");
    }
    expect((await guest.poll(waiting.request)).state).toBe("waiting");
  });

  test("a replay that names the request neither refreshes nor refuses it", async () => {
    const { guest, waiting } = await waitingGuest();
    const bundle = await guest.bundle(await guest.challenge(), { request: waiting.request });
    expectState(await guest.send(bundle), "waiting");
    const before = (await gate.detail(waiting.request)).evidenceAt;
    gate.pass(5);
    expectState(await guest.send(bundle), "waiting");
    expect((await gate.detail(waiting.request)).evidenceAt).toBe(before);
  });

  test("refuses a secret under a binding that no evidence of the request had, and a second secret", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    const foreign = await sealFor(guest, Buffer.alloc(64, 1).toString("base64url"));
    expect((await gate.act(waiting.request, "enter", foreign)).body).toMatchObject({
      error: "gate.problem.bindingUnknown",
    });
    gate.pass(10);
    await gate.act(waiting.request, "enter", await sealFor(guest, binding));
    expect((await gate.act(waiting.request, "enter", await sealFor(guest, binding))).body).toMatchObject({
      error: "gate.problem.alreadyEntered",
    });
  });

  test("a denied request ends, and the guest learns its number only", async () => {
    const { guest, waiting } = await waitingGuest();
    expect((await gate.act(waiting.request, "deny", { reason: "not planned" })).status).toBe(200);
    const { number, reason } = await gate.detail(waiting.request);
    expect(await guest.poll(waiting.request)).toEqual({ state: "refused", number });
    expect(reason).toEqual({ id: "gate.refusal.denied", values: { reason: "not planned" } });
    expect((await gate.act(waiting.request, "deny", { reason: "again" })).body).toMatchObject({
      error: "gate.problem.requestClosed",
    });
  });

  test("a request without fresh evidence runs out", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    gate.pass(15 * 60);
    expectState(await guest.poll(waiting.request), "refused");
    expect((await gate.detail(waiting.request)).state).toBe("expired");
    expect((await gate.act(waiting.request, "enter", await sealFor(guest, binding))).status).toBe(409);
  });

  test("removing the machine ends its open requests", async () => {
    const { guest, waiting } = await waitingGuest();
    const { machineId } = await gate.detail(waiting.request);
    await gate.administrator.call({ method: "DELETE", path: `/v1/admin/machines/${machineId}` });
    expectState(await guest.poll(waiting.request), "refused");
    expect((await gate.detail(waiting.request)).reason?.id).toBe("gate.refusal.machineRemoved");
  });

  test("removing the machine ends its open requests, also beside one whose time has run out", async () => {
    const machine = await gate.register({ releaseMode: "enter" });
    const first = await testGuest(gate.guests, machine);
    const open = expectState(await first.attest(), "waiting");
    const late = expectState(await (await testGuest(gate.guests, machine)).attest(), "waiting");
    gate.pass(14 * 60);
    expectState(await first.attest({ request: open.request }), "waiting");
    gate.pass(2 * 60);
    const { status } = await gate.administrator.call({ method: "DELETE", path: `/v1/admin/machines/${machine.id}` });
    expect(status).toBe(204);
    expect((await gate.detail(open.request)).state).toBe("denied");
    expect((await gate.detail(late.request)).state).toBe("expired");
  });

  test("a header that was registered anew refuses evidence of the old one, also after a decision", async () => {
    const { guest, waiting, binding } = await waitingGuest();
    const { machineId } = await gate.detail(waiting.request);
    const body = { headerDigest: "66".repeat(32) };
    await gate.administrator.call({ path: `/v1/admin/machines/${machineId}/header`, body });
    await gate.act(waiting.request, "enter", await sealFor(guest, binding));
    expect((await gate.detail(waiting.request)).state).toBe("decided");
    expectState(await guest.attest({ request: waiting.request }), "refused");
    expect((await gate.detail(waiting.request)).reason?.id).toBe("gate.refusal.headerDiffers");
  });
});
