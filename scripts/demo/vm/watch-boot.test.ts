import type { MachineEvent, RunningMachine } from "@sekisho/launch";
import { describe, expect, it } from "vitest";
import type { BootEnd } from "../driver.ts";
import { watchBoot } from "./console.ts";

const exit = (problem: string): MachineEvent => ({ kind: "exit", status: 0, signal: null, problem, seconds: 9 });
const firmwareRefusal: BootEnd = { kind: "firmware-refused", reason: "stopped", expected: null, actual: null };

/** The end of a boot whose machine shows these events. */
function endOf(events: readonly MachineEvent[]): Promise<BootEnd> {
  const subscribe: RunningMachine["subscribe"] = (listener) => {
    queueMicrotask(() => events.forEach((event) => listener(event)));
    return () => {};
  };
  const running = { subscribe } as RunningMachine;
  return watchBoot(running, { pins: [], firmwareRefusal, timeoutSeconds: 1 });
}

describe("how a boot ended", () => {
  it("is a crash when the machine ended before the initrd said a word", async () => {
    expect(await endOf([exit("")])).toEqual({ kind: "crashed", reason: "" });
  });

  it("is a failure when the agent had begun, or QEMU itself complained", async () => {
    expect(await endOf([{ kind: "agent", text: "network up", seconds: 8 }, exit("")])).toMatchObject({
      kind: "failed",
    });
    expect(await endOf([exit("no such file")])).toEqual({ kind: "failed", reason: "no such file" });
  });

  it("is a failure when nothing came in time", async () => {
    expect(await endOf([])).toMatchObject({ kind: "failed" });
  });

  it("is a refusal by the firmware when that stopped", async () => {
    expect(await endOf([{ kind: "firmware-refused", seconds: 4 }, exit("")])).toBe(firmwareRefusal);
  });
});
