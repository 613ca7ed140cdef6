import { describe, expect, test } from "vitest";
import { answer, FakeGate, makeSigningKey } from "../testing/fake-gate.ts";
import { makeConfiguration, makeMachine } from "../testing/machine.ts";
import { disk, secret } from "../testing/run.ts";
import { runAgent } from "./run-agent.ts";

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
