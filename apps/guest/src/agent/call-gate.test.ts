import { describe, expect, test } from "vitest";
import { answer, problem, type Script } from "../testing/fake-gate.ts";
import { ids, run } from "../testing/run.ts";
import type { GateAnswer } from "./ports.ts";

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
