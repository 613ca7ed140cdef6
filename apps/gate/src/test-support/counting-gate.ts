import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { dataDirectory } from "../keys/data-directory.ts";
import { socketClient, tlsClient, type Client } from "./client.ts";

/** A gate as a process of its own that can be told to kill itself at its n-th SQL statement from then on. */
export type CountingGate = {
  readonly child: ChildProcess;
  readonly guests: Client;
  readonly administrator: Client;
  /** Its door for people. */
  readonly people: { readonly origin: string; readonly port: number };
  /** Kills it before or after that statement; 0: never, only counts. */
  arm(at: number, when: "before" | "after"): Promise<void>;
  /** How many statements there were since it was armed. */
  count(): Promise<number>;
  /** Waits until it has ended, and lets its connections go. */
  ended(): Promise<void>;
};

export async function countingGate(data: string): Promise<CountingGate> {
  const script = new URL("./kill-at-statement.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data], { stdio: ["pipe", "pipe", "inherit"] });
  const reader = createInterface({ input: child.stdout });
  const lines: string[] = [];
  reader.on("line", (line) => void lines.push(line));
  const exit = once(child, "exit");
  const said = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const at = lines.findIndex((line) => pattern.test(line));
      const found = pattern.exec(lines.splice(0, at + 1).at(-1) ?? "");
      if (found !== null) return found;
      await once(reader, "line");
    }
  };
  const [, door] = await said(/^people (\d+)$/);
  const [, port] = await said(/^port (\d+)$/);
  const guests = tlsClient(Number(port));
  return {
    child,
    guests,
    administrator: socketClient(dataDirectory(data).socket),
    people: { origin: `http://localhost:${door}`, port: Number(door) },
    arm: async (at, when) => {
      child.stdin.write(`${at} ${when}\n`);
      await said(/^armed$/);
    },
    count: async () => {
      child.stdin.write("count\n");
      return Number((await said(/^statements (\d+)$/))[1]);
    },
    ended: async () => {
      await exit;
      guests.close();
    },
  };
}
