import { luks2Catalogue } from "@sekisho/evidence/luks2";
import { createRenderer, locales } from "@sekisho/messages";
import { describe, expect, test } from "vitest";
import { guestCatalogue } from "../locales/index.ts";
import { answer, FakeGate, makeSigningKey, problem } from "../testing/fake-gate.ts";
import { machineId, makeConfiguration, makeMachine } from "../testing/machine.ts";
import { disk, header, ids, run, secret } from "../testing/run.ts";
import type { GateAnswer } from "./ports.ts";
import { runAgent } from "./run-agent.ts";

describe("a gate that releases at once", () => {
  test("gets evidence that binds machine, gate, nonce, guest key and disk, and its key opens the disk", async () => {
    const { outcome, gate, machine } = await run();
    expect(outcome).toEqual({ kind: "opened" });
    expect(gate.calls).toEqual(["/v1/challenge", "/v1/evidence"]);
    expect(machine.bindings).toEqual([gate.evidence[0]?.binding]);
    expect(gate.evidence[0]?.bundle).toMatchObject({ machineId, gateKeyDigest: gate.signingKey.digest });
    expect(gate.evidence[0]?.bundle.request).toBeUndefined();
    expect(machine.opened).toMatchObject([{ key: secret, header }]);
  });

  test("leaves no key behind: the buffer is wiped, and the console shows nothing of it", async () => {
    const { machine } = await run();
    expect(machine.opened[0]?.buffer).toEqual(new Uint8Array(secret.length));
    expect(JSON.stringify(machine.said)).not.toContain(secret);
    expect(ids(machine.said)).toEqual(["guest.start", "guest.opened"]);
  });

  test("may sign with the next pinned key, and name it in the challenge", async () => {
    const [current, next] = [makeSigningKey(), makeSigningKey()];
    const onChallenge = (gate: FakeGate): GateAnswer => answer({ ...gate.challenge(), gateKeyDigest: next.digest });
    const gate = new FakeGate(secret, { onChallenge }, next);
    const machine = makeMachine({ disk, gate });
    expect(await runAgent(machine.ports, makeConfiguration([current, next]))).toEqual({ kind: "opened" });
    expect(gate.evidence[0]?.bundle.gateKeyDigest).toBe(next.digest);
  });

  test("does not open a disk that rejects the key, and the key is wiped then too", async () => {
    for (const opening of ["key-rejected", "failed"] as const) {
      const gate = new FakeGate(secret);
      const reason = { id: "guest.open.failed", values: { reason: "ENOENT" } };
      const machine = makeMachine({ disk, gate, open: () => ({ kind: opening, reason }) });
      const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey]));
      expect(outcome).toMatchObject({ kind: "not-opened" });
      expect(machine.opened[0]?.buffer).toEqual(new Uint8Array(secret.length));
    }
  });
});

describe("a gate that waits for a person", () => {
  test("is polled as often as it says, until the key comes", async () => {
    const { outcome, machine, gate } = await run({
      onEvidence: (it) => Promise.resolve(it.waiting(7)),
      onPoll: (it, _, turn) => {
        const [first] = it.evidence;
        if (first === undefined || turn < 3) return Promise.resolve(it.waiting(11));
        return it.released(first);
      },
    });
    expect(outcome).toEqual({ kind: "opened" });
    expect(machine.slept).toEqual([7, 11, 11, 11]);
    expect(gate.calls.slice(2)).toEqual(["/v1/release", "/v1/release", "/v1/release", "/v1/release"]);
    expect(ids(machine.said)).toEqual(["guest.start", "guest.waiting", "guest.opened"]);
  });

  test("gets fresh evidence for the same guest key when it sends a challenge, and may use any binding of the request", async () => {
    for (const used of [0, 1, 2]) {
      const { outcome, gate } = await run({
        onEvidence: (it, _, turn) => {
          const chosen = it.evidence[used];
          return turn < 2 || chosen === undefined ? Promise.resolve(it.waiting(5)) : it.released(chosen);
        },
        onPoll: (it) => Promise.resolve(it.waiting(5, it.challenge())),
      });
      expect(outcome).toEqual({ kind: "opened" });
      const bundles = gate.evidence.map(({ bundle }) => bundle);
      expect(new Set(bundles.map(({ guestKey }) => guestKey)).size).toBe(1);
      expect(new Set(bundles.map(({ nonce }) => nonce)).size).toBe(3);
      expect(bundles.map(({ request }) => request)).toEqual([undefined, gate.request, gate.request]);
    }
  });

  test("never makes the secure processor work more often than every two seconds", async () => {
    const { machine } = await run({
      onEvidence: (it, evidence, turn) =>
        turn < 5 ? Promise.resolve(it.waiting(1, it.challenge())) : it.released(evidence),
    });
    expect(machine.reportTimes).toEqual([0, 2, 4, 6, 8, 10]);
  });

  test("that forgot the request is asked anew, and a release for a binding of the old request is refused", async () => {
    const { outcome, gate, machine } = await run({
      onEvidence: (it, _, turn) => {
        const [first] = it.evidence;
        return turn === 0 || first === undefined ? Promise.resolve(it.waiting()) : it.released(first);
      },
      onPoll: () => Promise.resolve(problem(404, "gate.problem.requestUnknown")),
    });
    expect(gate.evidence.map(({ bundle }) => bundle.request)).toEqual([undefined, undefined]);
    expect(ids(machine.said)).toContain("guest.gate.requestForgotten");
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.release.binding" } });
  });
});

test("a refusal shows its number only, and nothing is opened", async () => {
  const { outcome, machine } = await run({
    onEvidence: () => Promise.resolve(answer({ state: "refused", number: 42 })),
  });
  expect(outcome).toEqual({ kind: "refused", number: 42 });
  expect(machine.opened).toEqual([]);
  expect(machine.said.at(-1)).toEqual({ id: "guest.refused", values: { number: 42 } });
});

test("every sentence of a run exists in both languages", async () => {
  const runs = [await run(), await run({ onEvidence: () => Promise.resolve(answer({ state: "refused", number: 1 })) })];
  for (const locale of locales) {
    const render = createRenderer(locale, [guestCatalogue, luks2Catalogue]);
    for (const { machine } of runs) for (const said of machine.said) expect(render(said)).not.toMatch(/^guest\.|\{/);
  }
});
