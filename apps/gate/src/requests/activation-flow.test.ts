import { rsaKey } from "@sekisho/evidence/tpm/testing";
import { toBase64Url } from "@sekisho/encoding";
import {
  bindingOfEvidence,
  requestListSchema,
  signingKeyOf,
  verifySignedRelease,
  type EvidenceBundle,
  type Machine,
  type RequestStatus,
} from "@sekisho/release";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealToGuest } from "@sekisho/verifier";
import { diskKey, testGate, type TestGate } from "../test-support/gate.ts";
import { testGuest, type TestGuest } from "../test-support/guest.ts";
import { diskBoot } from "../test-support/machines.ts";
import { softwareTpm, type SoftwareTpm } from "../test-support/software-tpm.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await testGate();
});
afterAll(() => gate.stop());

type Waiting = Extract<RequestStatus, { state: "waiting" }>;

function demand<S extends RequestStatus["state"]>(
  status: RequestStatus,
  state: S,
): Extract<RequestStatus, { state: S }> {
  expect(status.state).toBe(state);
  return status as Extract<RequestStatus, { state: S }>;
}

type Place = { readonly machine: Machine; readonly tpm: SoftwareTpm; readonly guest: TestGuest };

async function place(releaseMode: "auto" | "enter" = "auto", changes: Partial<Machine> = {}): Promise<Place> {
  const machine = await gate.register({ ...diskBoot(), releaseMode, ...changes });
  const tpm = await softwareTpm();
  return { machine, tpm, guest: await guestOf(machine, tpm) };
}

function guestOf(machine: Machine, tpm?: SoftwareTpm, reportId?: Uint8Array): Promise<TestGuest> {
  return testGuest(gate.guests, machine, reportId === undefined ? undefined : Buffer.from(reportId), undefined, tpm);
}

async function activating(guest: TestGuest): Promise<Waiting> {
  const status = demand(await guest.attest(), "waiting");
  expect(status.activation).toBeDefined();
  return status;
}

async function waiting(guest: TestGuest): Promise<Waiting> {
  const status = demand(await guest.activate(await activating(guest)), "waiting");
  expect(status.activation).toBeUndefined();
  return status;
}

async function reasonOf(status: RequestStatus): Promise<string | undefined> {
  return (await gate.detail(demand(status, "refused").number)).reason?.id;
}

/** What a person's device sends after it verified the newest evidence. */
async function entered(request: string, secret = "typed by a person"): Promise<Record<string, unknown>> {
  const { evidence } = await gate.detail(request);
  if (evidence === null) throw new Error("no evidence");
  const binding = await bindingOfEvidence(evidence);
  return { binding: toBase64Url(binding), ...(await sealToGuest(evidence, binding, Buffer.from(secret))) };
}

async function listed(state: "open" | "all", machine: Machine): Promise<string[]> {
  const path = `/v1/admin/requests?state=${state}&machine=${machine.id}`;
  const answer = await gate.administrator.call({ method: "GET", path });
  return requestListSchema.parse(answer.body).requests.map((request) => request.state);
}

describe("mode auto", () => {
  test("releases only once the TPM has opened the credential, and seals the key to that TPM", async () => {
    const { machine, guest } = await place();
    const asked = await activating(guest);
    expect(await listed("all", machine)).toEqual(["activating"]);
    expect(await listed("open", machine)).toEqual([]);
    const { release } = demand(await guest.activate(asked), "released");
    expect(await guest.open(release)).toBe(diskKey);
    expect(await gate.detail(asked.request)).toMatchObject({ state: "released" });
    expect(demand(await guest.poll(asked.request), "released").release).toEqual(release);
  });

  test("a release that lost its credential on the way is neither signed any more nor opens", async () => {
    const { guest } = await place();
    const { release } = demand(await guest.activate(await activating(guest)), "released");
    const { credential: _, ...stripped } = release;
    const spki = signingKeyOf(gate.gate.identity, release.gateKeyDigest) ?? new Uint8Array();
    expect(await verifySignedRelease(release, spki)).toBe(true);
    expect(await verifySignedRelease(stripped, spki)).toBe(false);
    expect(await guest.open(stripped)).toBeUndefined();
  });

  test("gives a boot one key, however it comes back", async () => {
    const { machine, tpm, guest } = await place();
    demand(await guest.activate(await activating(guest)), "released");
    const inside = await guestOf(machine, tpm, guest.reportId);
    expect(await reasonOf(await inside.attest())).toBe("gate.refusal.reportIdSpent");
  });

  test("two guests of one boot that both were asked: the second to answer gets nothing", async () => {
    const { machine, tpm, guest } = await place();
    const inside = await guestOf(machine, tpm, guest.reportId);
    const [first, second] = [await activating(guest), await activating(inside)];
    demand(await guest.activate(first), "released");
    expect(await reasonOf(await inside.activate(second))).toBe("gate.refusal.reportIdSpent");
  });

  test("one answer that comes twenty times at once has one release", async () => {
    const { guest } = await place();
    const asked = await activating(guest);
    const all = await Promise.all(Array.from({ length: 20 }, () => guest.activate(asked)));
    const releases = all.map((status) => demand(status, "released").release.signature);
    expect(new Set(releases).size).toBe(1);
  });

  test("what is registered when the TPM answers decides, not what was when the evidence came", async () => {
    const { machine, guest } = await place();
    const asked = await activating(guest);
    const body = { headerDigest: "66".repeat(32) };
    await gate.administrator.call({ path: `/v1/admin/machines/${machine.id}/header`, body });
    expect(await reasonOf(await guest.activate(asked))).toBe("gate.refusal.headerDiffers");
  });
});

describe("the TPM's answer", () => {
  const wrong = new Uint8Array(32).fill(7);

  test("may be wrong twice", async () => {
    const { guest } = await place();
    const asked = await activating(guest);
    for (let times = 0; times < 2; times++) {
      expect(demand(await guest.poll(asked.request, wrong), "waiting").activation).toEqual(asked.activation);
    }
    demand(await guest.activate(asked), "released");
  });

  test("refuses the request when it is wrong a third time", async () => {
    const { guest } = await place();
    const asked = await activating(guest);
    await guest.poll(asked.request, wrong);
    await guest.poll(asked.request, wrong);
    expect(await reasonOf(await guest.poll(asked.request, wrong))).toBe("gate.refusal.activationFailed");
    demand(await guest.activate(asked), "refused");
  });

  test("is asked for again by each poll, and anew with each evidence", async () => {
    const { guest } = await place();
    const asked = await activating(guest);
    expect(demand(await guest.poll(asked.request), "waiting").activation).toEqual(asked.activation);
    const again = await activating(guest);
    expect(again.request).toBe(asked.request);
    expect(again.activation).not.toEqual(asked.activation);
    expect(demand(await guest.activate(asked), "waiting").activation).toEqual(again.activation);
    demand(await guest.activate(again), "released");
  });

  test("comes too late when the evidence is old: fresh evidence is asked for instead", async () => {
    const { guest } = await place();
    const asked = await activating(guest);
    gate.pass(121);
    const late = demand(await guest.activate(asked), "waiting");
    expect(late.activation).toBeUndefined();
    if (late.challenge === undefined) throw new Error("no challenge");
    const fresh = await guest.send(await guest.bundle(late.challenge, { request: asked.request }));
    expect(demand(fresh, "waiting").request).toBe(asked.request);
    demand(await guest.activate(fresh), "released");
  });

  test("a TPM without the endorsement key, or with another attestation key, can't give it", async () => {
    const { machine, tpm, guest } = await place();
    const { activation } = await activating(guest);
    if (activation === undefined) throw new Error("no activation");
    const other = await tpm.withOtherKey();
    expect(() => other.open(activation)).toThrow("TPM_RC_INTEGRITY");
    const stranger = await softwareTpm();
    expect(() => stranger.open(activation)).toThrow(/rsa routines/);
    expect(await listed("all", machine)).toEqual(["activating"]);
  });
});

describe("mode enter", () => {
  test("asks a person only once the TPM has answered", async () => {
    const { machine, guest } = await place("enter");
    const asked = await activating(guest);
    const early = await gate.act(asked.request, "enter", await entered(asked.request));
    expect(early.body).toMatchObject({ error: "gate.problem.stillActivating" });
    const { request } = demand(await guest.activate(asked), "waiting");
    expect(await listed("open", machine)).toEqual(["waiting"]);
    expect((await gate.act(request, "enter", await entered(request))).status).toBe(200);
    const { release } = demand(await guest.poll(request), "released");
    expect(await guest.open(release)).toBe("typed by a person");
  });

  test("takes no secret that is not sealed to the TPM, and none that is where there is no TPM", async () => {
    const { guest } = await place("enter");
    const { request } = await waiting(guest);
    const { credential, ...stripped } = await entered(request);
    const answer = await gate.act(request, "enter", stripped);
    expect(answer.body).toMatchObject({ error: "gate.problem.credentialMissing" });

    const machine = await gate.register({ releaseMode: "enter" });
    const direct = demand(await (await guestOf(machine)).attest(), "waiting");
    const added = { ...(await entered(direct.request)), credential };
    expect((await gate.act(direct.request, "enter", added)).body).toMatchObject({
      error: "gate.problem.credentialMissing",
    });
  });

  test("a guest does not open what a gate passed on without the person's credential", async () => {
    const { guest } = await place("enter");
    const { request } = await waiting(guest);
    await gate.act(request, "enter", await entered(request));
    const { release } = demand(await guest.poll(request), "released");
    const { credential: _, ...stripped } = release;
    expect(await guest.open(stripped)).toBeUndefined();
    const own = await entered(request, "another");
    expect(
      await guest.open({ ...release, credential: own["credential"] as typeof release.credential }),
    ).toBeUndefined();
    expect(await guest.open(release)).toBe("typed by a person");
  });

  test("fresh evidence with the same keys needs no new answer, also after a decision", async () => {
    const { guest } = await place("enter");
    const { request } = await waiting(guest);
    gate.pass(121);
    const due = demand(await guest.poll(request), "waiting");
    if (due.challenge === undefined) throw new Error("no challenge");
    const refreshed = demand(await guest.send(await guest.bundle(due.challenge, { request })), "waiting");
    expect([refreshed.request, refreshed.activation]).toEqual([request, undefined]);
    gate.pass(10);
    await gate.act(request, "enter", await entered(request));
    const { release } = demand(await guest.attest({ request }), "released");
    expect(await guest.open(release)).toBe("typed by a person");
  });

  test("evidence with another attestation key is another guest's, whatever else agrees", async () => {
    const { tpm, guest } = await place("enter");
    const { request } = await waiting(guest);
    const other = await tpm.withOtherKey();
    const challenge = await guest.challenge();
    const attestationKeyName = toBase64Url(other.attestationKeyName);
    const bundle = await guest.bundle(challenge, { request, attestationKeyName });
    const forged = { ...bundle, vtpm: other.evidence(await bindingOfEvidence(bundle)) };
    expect(await reasonOf(await guest.send(forged))).toBe("gate.refusal.otherGuest");
    const { request: _, ...unnamed } = forged;
    const again = { ...unnamed, nonce: (await guest.challenge()).nonce };
    const second = demand(await guest.send(again), "waiting");
    expect(second.request).not.toBe(request);
    expect(second.activation).toBeDefined();
    expect(demand(await guest.poll(request), "waiting").activation).toBeUndefined();
  });
});

function without(bundle: EvidenceBundle): EvidenceBundle {
  const { vtpm: _, ...bare } = bundle;
  return bare;
}

describe("evidence of another kind than the machine's", () => {
  const sent = async (
    guest: TestGuest,
    change: (bundle: EvidenceBundle) => EvidenceBundle,
  ): Promise<string | undefined> => reasonOf(await guest.send(change(await guest.bundle(await guest.challenge()))));

  test("leaving out the TPM switches no check off", async () => {
    const { machine, guest } = await place();
    expect(await sent(guest, without)).toBe("gate.refusal.vtpmMissing");
    expect(await reasonOf(await (await guestOf(machine)).attest())).toBe("gate.refusal.vtpmMissing");
  });

  test("another provider, another technology, a TPM where none is", async () => {
    const { machine } = await place();
    const device = await guestOf(machine, await softwareTpm("device"));
    expect(await reasonOf(await device.attest())).toBe("gate.refusal.vtpmProviderDiffers");
    const { guest } = await place();
    const other = await sent(guest, (bundle) => ({ ...bundle, evidence: { technology: "tpm" } }));
    expect(other).toBe("gate.refusal.technologyDiffers");
    const direct = await guestOf(await gate.register(), await softwareTpm());
    expect(await reasonOf(await direct.attest())).toBe("gate.refusal.vtpmUnexpected");
  });

  test("an endorsement key that opens no credentials", async () => {
    const { machine } = await place();
    const useless = await softwareTpm("svsm", rsaKey(2048));
    expect(await reasonOf(await (await guestOf(machine, useless)).attest())).toBe(
      "gate.refusal.endorsementKeyUnusable",
    );
  });
});

test("a machine with a TPM alone is known by its endorsement key and how often it was reset", async () => {
  const vtpm: Machine["vtpm"] = { provider: "device", endorsementKeys: [], roots: [] };
  const { machine } = await place("auto", { technology: "tpm", vtpm });
  const tpm = await softwareTpm("device");
  const guest = await testGuest(gate.guests, machine, undefined, () => ({ technology: "tpm" }), tpm);
  const { release } = demand(await guest.activate(await activating(guest)), "released");
  expect(await guest.open(release)).toBe(diskKey);
  const again = await testGuest(gate.guests, machine, undefined, () => ({ technology: "tpm" }), tpm);
  const refused = demand(await again.attest(), "refused");
  const { reason } = await gate.detail(refused.number);
  expect(reason?.values["reportId"]).toMatch(/^tpm:[0-9a-f]{64}:7$/);
});
