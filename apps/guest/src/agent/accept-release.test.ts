import { toBase64Url } from "@sekisho/encoding";
import { generateGuestKey, sealSecret, type ReleaseStatement } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import { answer, FakeGate } from "../testing/fake-gate.ts";
import { machineId } from "../testing/machine.ts";
import { run, secret } from "../testing/run.ts";
import type { GateAnswer } from "./ports.ts";

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

function flipped(character: string): string {
  return character === "A" ? "B" : "A";
}
