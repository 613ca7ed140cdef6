import { describe, expect, test } from "vitest";
import { testGate } from "./test-support/gate.ts";
import { testGuest } from "./test-support/guest.ts";

describe("many calls at once", () => {
  test("one nonce sent 50 times in parallel is accepted once", async () => {
    const gate = await testGate();
    const guest = await testGuest(gate.guests, await gate.register());
    const bundle = await guest.bundle(await guest.challenge());
    const answers = await Promise.all(Array.from({ length: 50 }, () => guest.send(bundle)));
    expect(answers.filter(({ state }) => state === "released")).toHaveLength(1);
    expect(answers.filter(({ state }) => state === "refused")).toHaveLength(49);
    expect(gate.appraiser.appraisals).toBe(1);
    await gate.stop();
  });

  test("20 agents in one booted VM get one release", async () => {
    const gate = await testGate();
    const machine = await gate.register();
    const first = await testGuest(gate.guests, machine);
    const reportId = Buffer.from(first.reportId);
    const agents = await Promise.all(Array.from({ length: 20 }, () => testGuest(gate.guests, machine, reportId)));
    const answers = await Promise.all(agents.map((agent) => agent.attest()));
    expect(answers.filter(({ state }) => state === "released")).toHaveLength(1);
    await gate.stop();
  });

  test("one guest that attests 20 times at once with one key has one request and one release", async () => {
    const gate = await testGate();
    const guest = await testGuest(gate.guests, await gate.register());
    const answers = await Promise.all(Array.from({ length: 20 }, () => guest.attest()));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.state).toBe("released");
    await gate.stop();
  });

  test("20 different guests of 20 machines all get theirs", async () => {
    const gate = await testGate();
    const guests = await Promise.all(
      Array.from({ length: 20 }, async () => testGuest(gate.guests, await gate.register())),
    );
    const answers = await Promise.all(guests.map((guest) => guest.attest()));
    expect(answers.map(({ state }) => state)).toEqual(guests.map(() => "released"));
    await gate.stop();
  });
});
