import { toBase64Url } from "@sekisho/encoding";
import { luks2Catalogue, rewriteMetadata } from "@sekisho/evidence/luks2";
import { createRenderer, locales, type Message } from "@sekisho/messages";
import { generateGuestKey, sealSecret, type ReleaseStatement } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { guestCatalogue } from "../locales/index.ts";
import { answer, FakeGate, makeSigningKey, problem, type Script } from "../testing/fake-gate.ts";
import { headerLength, makeDisk } from "../testing/headers.ts";
import { machineId, makeConfiguration, makeMachine, type FakeMachine } from "../testing/machine.ts";
import type { AgentLimits } from "./configuration.ts";
import type { Outcome } from "./outcome.ts";
import type { GateAnswer } from "./ports.ts";
import { runAgent } from "./run-agent.ts";

const secret = "the disk's key, which nobody else may see";
const disk = makeDisk();
const header = disk.subarray(0, headerLength);

type Run = { readonly outcome: Outcome; readonly gate: FakeGate; readonly machine: FakeMachine };

async function run(script: Script = {}, limits: Partial<AgentLimits> = {}): Promise<Run> {
  const gate = new FakeGate(secret, script);
  const machine = makeMachine({ disk, gate });
  const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey], { limits }));
  return { outcome, gate, machine };
}

const ids = (said: readonly Message[]): string[] => said.map(({ id }) => id);

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

describe("a release is refused", () => {
  const changed = async (change: (release: ReleaseStatement) => ReleaseStatement | Promise<ReleaseStatement>) =>
    run({
      onEvidence: async (it, evidence) => {
        const statement = await change(await it.release(evidence));
        return it.released(evidence, () => ({ ...statement }));
      },
    });

  test.each<[string, string, (release: ReleaseStatement) => ReleaseStatement]>([
    ["for another machine", "machine", (release) => ({ ...release, machineId: machineId.replace("3", "4") })],
    ["for another request", "request", (release) => ({ ...release, request: crypto.randomUUID() })],
    ["for another disk", "header", (release) => ({ ...release, headerDigest: "11".repeat(32) })],
    ["for a binding never made", "binding", (release) => ({ ...release, binding: toBase64Url(new Uint8Array(64)) })],
    [
      "with a changed ciphertext",
      "sealed",
      (release) => ({ ...release, ciphertext: release.ciphertext.replace(/^./, flipped) }),
    ],
    ["by a key that is not pinned", "keyNotPinned", (release) => ({ ...release, gateKeyDigest: "22".repeat(32) })],
  ])("%s", async (_, reason, change) => {
    const { outcome, machine } = await changed(change);
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: `guest.release.${reason}` } });
    expect(machine.opened).toEqual([]);
  });

  test("sealed to another guest's key", async () => {
    const other = await generateGuestKey();
    const { outcome } = await run({
      onEvidence: async (it, evidence) => {
        const sealed = await sealSecret({ guestKey: other.publicKey, binding: evidence.binding, secret: it.secret });
        return it.released(evidence, (release) => ({
          ...release,
          encapsulatedKey: toBase64Url(sealed.encapsulatedKey),
          ciphertext: toBase64Url(sealed.ciphertext),
        }));
      },
    });
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.release.sealed" } });
  });

  test("whose signature is another key's, or over something else", async () => {
    const rogue = new FakeGate(secret, {});
    const { outcome } = await run({
      onEvidence: async (it, evidence) => {
        rogue.request = it.request;
        return rogue.released(evidence, (release) => ({ ...release, gateKeyDigest: it.signingKey.digest }));
      },
    });
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.release.signature" } });
    const edited = await run({
      onEvidence: async (it, evidence) => {
        const release = await it.release(evidence);
        return answer({
          state: "released",
          request: it.request,
          release: { ...release, headerDigest: "33".repeat(32) },
        });
      },
    });
    expect(edited.outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.release.signature" } });
  });

  test("before it is even made, when the challenge names a key that is not pinned", async () => {
    const onChallenge = (gate: FakeGate): GateAnswer => answer({ ...gate.challenge(), gateKeyDigest: "44".repeat(32) });
    const { outcome, gate } = await run({ onChallenge });
    expect(outcome).toMatchObject({ kind: "release-refused", reason: { id: "guest.gate.keyNotPinned" } });
    expect(gate.calls).toEqual(["/v1/challenge"]);
  });
});

describe("a disk is refused before the gate is asked", () => {
  const text = (): string => {
    const json = new TextDecoder().decode(header.subarray(4096, 16_384));
    return json.slice(0, json.indexOf("\0"));
  };
  const refusedDisk = async (content: Uint8Array): Promise<Run & { readonly reasons: string[] }> => {
    const gate = new FakeGate(secret);
    const machine = makeMachine({ disk: content, gate });
    const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey]));
    expect(gate.calls).toEqual([]);
    expect(machine.opened).toEqual([]);
    const reasons = outcome.kind === "disk-refused" ? ids(outcome.reasons) : [];
    return { outcome, gate, machine, reasons };
  };

  test("with a null cipher, in its segment or its key slots", async () => {
    const segment = await refusedDisk(
      await rewriteMetadata(header, text().replace('aes-xts-plain64","sector', 'cipher_null-ecb","sector')),
    );
    expect(segment.reasons).toEqual(["luks2.segment.cipher.null"]);
    const slot = await refusedDisk(
      await rewriteMetadata(header, text().replace('aes-xts-plain64","key_size', 'cipher_null-ecb","key_size')),
    );
    expect(slot.reasons).toEqual(["luks2.keyslot.cipher.fail"]);
    expect(slot.machine.said).toContainEqual({
      id: "guest.disk.check",
      values: {
        check: "luks2.keyslot.cipher",
        expected: "aes-xts-plain64, 512 bit",
        actual: "0: cipher_null-ecb, 512 bit",
      },
    });
  });

  test("that is empty, unencrypted, a volume group, truncated or missing", async () => {
    const with1 = (offset: number, ...bytes: readonly number[]): Uint8Array => {
      const content = new Uint8Array(65_536);
      content.set(bytes, offset);
      return content;
    };
    expect((await refusedDisk(new Uint8Array(65_536))).reasons).toEqual(["guest.disk.empty"]);
    expect((await refusedDisk(new Uint8Array())).reasons).toEqual(["guest.disk.empty"]);
    expect((await refusedDisk(with1(1080, 0x53, 0xef))).reasons).toEqual(["guest.disk.ext"]);
    expect((await refusedDisk(with1(512, ...Buffer.from("LABELONE")))).reasons).toEqual(["guest.disk.lvm"]);
    expect((await refusedDisk(with1(9, 1))).reasons).toEqual(["guest.disk.unknown"]);
    expect((await refusedDisk(header.subarray(0, 20_000))).reasons).toEqual(["malformed.truncated"]);
    const machine = makeMachine({ disk, gate: new FakeGate(secret) });
    const reason = { id: "guest.disk.missing", values: { device: "/dev/vda", reason: "ENOENT" } };
    const ports = { ...machine.ports, openDisk: () => Promise.resolve({ ok: false, reason } as const) };
    expect(await runAgent(ports, makeConfiguration([makeSigningKey()]))).toEqual({
      kind: "disk-refused",
      reasons: [reason],
    });
  });
});

test("without a report nothing is sent", async () => {
  const gate = new FakeGate(secret);
  const reason = { id: "guest.tsm.missing", values: {} };
  const machine = makeMachine({ disk, gate, report: () => Promise.resolve({ ok: false, reason }) });
  expect(await runAgent(machine.ports, makeConfiguration([gate.signingKey]))).toEqual({ kind: "no-report", reason });
  expect(gate.calls).toEqual(["/v1/challenge"]);
});

describe("while the gate is away", () => {
  const always = (reply: GateAnswer): Script => ({ onChallenge: () => reply });

  test("the pauses double up to a minute, each is said, and at the limit the agent gives up", async () => {
    const { outcome, machine } = await run(always({ kind: "unreachable", reason: "ECONNREFUSED" }), { attempts: 10 });
    expect(outcome).toEqual({ kind: "gate-unavailable" });
    expect(machine.slept).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(machine.said[1]).toEqual({ id: "guest.gate.unreachable", values: { reason: "ECONNREFUSED", seconds: 1 } });
  });

  test("a pause that the gate asks for is kept", async () => {
    const { machine } = await run(always(problem(503, "gate.problem.closing", 25)), { attempts: 3 });
    expect(machine.slept).toEqual([25, 25]);
  });

  test("whoever else answers at its address is not believed, however long", async () => {
    const stranger: GateAnswer = { kind: "not-pinned", actual: "ab".repeat(32) };
    const { outcome, machine } = await run(always(stranger), { notPinnedAttempts: 3 });
    expect(outcome).toEqual({ kind: "gate-not-pinned" });
    expect(ids(machine.said)).toEqual([
      "guest.start",
      "guest.gate.notPinned",
      "guest.gate.notPinned",
      "guest.ended.gateNotPinned",
    ]);
  });

  test("an answer that makes no sense counts as none", async () => {
    for (const body of [undefined, {}, { nonce: "!", expiresAt: "now" }, "challenge", null]) {
      const { outcome } = await run(always(answer(body)), { attempts: 2 });
      expect(outcome).toEqual({ kind: "gate-unavailable" });
    }
  });

  test("a release for evidence whose answer was lost is still this guest's", async () => {
    const { outcome, gate } = await run({
      onEvidence: (it, _, turn) => {
        const [first] = it.evidence;
        if (turn === 0 || first === undefined) return Promise.resolve({ kind: "unreachable", reason: "ECONNRESET" });
        return it.released(first);
      },
    });
    expect(gate.evidence).toHaveLength(2);
    expect(outcome).toEqual({ kind: "opened" });
  });

  test("a lost answer to evidence leads to a new challenge, with growing pauses all the same", async () => {
    const { outcome, gate, machine } = await run(
      {
        onEvidence: (it, evidence, turn) =>
          turn < 3 ? Promise.resolve({ kind: "unreachable", reason: "ECONNRESET" } as const) : it.released(evidence),
      },
      { attempts: 4 },
    );
    expect(outcome).toEqual({ kind: "opened" });
    // After the first pause, one second is missing to the two between reports.
    expect(machine.slept).toEqual([1, 1, 2, 4]);
    expect(new Set(gate.evidence.map(({ bundle }) => bundle.nonce)).size).toBe(4);
  });
});

describe("the passphrase prompt", () => {
  const away = { handle: () => Promise.resolve({ kind: "unreachable", reason: "ENETUNREACH" } as const) };
  const prompted = async (allowPassphrasePrompt: boolean, typed: readonly (string | undefined)[]) => {
    const open = (key: string) => ({ kind: key === "right" ? "opened" : "key-rejected" }) as const;
    const machine = makeMachine({ disk, gate: away, open, typed });
    const outcome = await runAgent(machine.ports, makeConfiguration([makeSigningKey()], { allowPassphrasePrompt }));
    return { outcome, machine };
  };

  test("opens the disk where the image allows it, after a typing error too, and wipes what was typed", async () => {
    const { outcome, machine } = await prompted(true, ["wrong", "right"]);
    expect(outcome).toEqual({ kind: "opened" });
    expect(machine.opened.map(({ key }) => key)).toEqual(["wrong", "right"]);
    expect(machine.opened.map(({ buffer }) => buffer)).toEqual([new Uint8Array(5), new Uint8Array(5)]);
    expect(machine.slept).toHaveLength(5);
  });

  test("never appears where the image does not allow it", async () => {
    const { outcome, machine } = await prompted(false, ["right"]);
    expect(outcome).toEqual({ kind: "gate-unavailable" });
    expect(machine.opened).toEqual([]);
  });

  test("ends after three errors, or when nobody types", async () => {
    const wrong = await prompted(true, ["a", "b", "c", "right"]);
    expect(wrong.outcome).toMatchObject({ kind: "not-opened", reason: { id: "guest.open.keyRejected" } });
    expect((await prompted(true, [undefined])).outcome).toEqual({ kind: "gate-unavailable" });
  });

  test("never appears after a refusal", async () => {
    const gate = new FakeGate(secret, { onEvidence: () => Promise.resolve(answer({ state: "refused", number: 1 })) });
    const machine = makeMachine({ disk, gate, typed: ["right"] });
    const outcome = await runAgent(
      machine.ports,
      makeConfiguration([gate.signingKey], { allowPassphrasePrompt: true }),
    );
    expect(outcome).toEqual({ kind: "refused", number: 1 });
    expect(machine.opened).toEqual([]);
  });
});

test("every sentence of a run exists in both languages", async () => {
  const runs = [await run(), await run({ onEvidence: () => Promise.resolve(answer({ state: "refused", number: 1 })) })];
  for (const locale of locales) {
    const render = createRenderer(locale, [guestCatalogue, luks2Catalogue]);
    for (const { machine } of runs) for (const said of machine.said) expect(render(said)).not.toMatch(/^guest\.|\{/);
  }
});

function flipped(character: string): string {
  return character === "A" ? "B" : "A";
}
