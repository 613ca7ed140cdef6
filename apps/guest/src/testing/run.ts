import type { Message } from "@sekisho/messages";
import type { AgentLimits } from "../agent/configuration.ts";
import type { Outcome } from "../agent/outcome.ts";
import { runAgent } from "../agent/run-agent.ts";
import { FakeGate, type Script } from "./fake-gate.ts";
import { headerLength, makeDisk } from "./headers.ts";
import { makeConfiguration, makeMachine, type FakeMachine } from "./machine.ts";

export const secret = "the disk's key, which nobody else may see";
export const disk = makeDisk();
export const header = disk.subarray(0, headerLength);

export type Run = { readonly outcome: Outcome; readonly gate: FakeGate; readonly machine: FakeMachine };

/** Runs the agent against a gate that follows `script`, with a genuine disk. */
export async function run(script: Script = {}, limits: Partial<AgentLimits> = {}): Promise<Run> {
  const gate = new FakeGate(secret, script);
  const machine = makeMachine({ disk, gate });
  const outcome = await runAgent(machine.ports, makeConfiguration([gate.signingKey], { limits }));
  return { outcome, gate, machine };
}

/** The identifiers of messages. */
export function ids(said: readonly Message[]): string[] {
  return said.map(({ id }) => id);
}
