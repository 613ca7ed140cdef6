import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { GateIdentity } from "@sekisho/release";
import type { GateAnswer, GateQuestion } from "./gate-process.ts";

/** A gate that runs in another process. */
export type GateProcess = {
  readonly identity: GateIdentity;
  readonly port: number;
  readonly adminSocket: string;
  /** How long it has computed since its start, in milliseconds. */
  cpu(): Promise<number>;
  close(): Promise<void>;
};

/**
 * Starts a gate in a process of its own.
 *
 * @param data its data directory
 * @param keyServer where it asks for certificates
 */
export async function startGateProcess(data: string, keyServer: string): Promise<GateProcess> {
  const script = fileURLToPath(new URL("./gate-process.ts", import.meta.url));
  const child = fork(script, [data, keyServer], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const listening = await nextAnswer(child);
  if (listening.kind !== "listening") throw new Error("the gate's process does not keep to its own protocol");
  const { identity, port, adminSocket } = listening;
  return {
    identity,
    port,
    adminSocket,
    cpu: async () => {
      const answered = nextAnswer(child);
      child.send("cpu" satisfies GateQuestion);
      const answer = await answered;
      if (answer.kind !== "cpu") throw new Error("the gate's process does not keep to its own protocol");
      return answer.milliseconds;
    },
    close: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function nextAnswer(child: ChildProcess): Promise<GateAnswer> {
  const ended = new AbortController();
  try {
    const [answer] = await Promise.race([
      once(child, "message", { signal: ended.signal }) as Promise<[GateAnswer]>,
      once(child, "exit", { signal: ended.signal }).then(([status]) => {
        throw new Error(`the gate's process ended with status ${String(status)}`);
      }),
    ]);
    return answer;
  } finally {
    ended.abort();
  }
}
