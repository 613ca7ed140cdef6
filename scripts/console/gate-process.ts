import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { gateIdentitySchema, type GateIdentity } from "@sekisho/release";
import { z } from "zod";

const program = join(import.meta.dirname, "..", "..", "apps", "cli", "bin", "sekisho.js");
const servingSchema = z.looseObject({
  port: z.int().positive(),
  socket: z.string(),
  identity: gateIdentitySchema,
  origin: z.url().optional(),
});

/** `sekisho gate serve` as a process of its own, whose memory can be looked at. */
export type GateProcess = {
  readonly pid: number;
  readonly identity: GateIdentity;
  readonly port: number;
  readonly socket: string;
  /** Where people reach it; undefined without a door for them. */
  readonly origin: string | undefined;
  /** Everything that it wrote to standard output and error so far. */
  readonly said: () => string;
  /** Has it write a snapshot of its JavaScript heap, and returns the file's path. */
  heapSnapshot(): Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts it with these words after `gate serve`.
 *
 * @param folder where it runs, and so where its heap snapshots go
 */
export async function startGateProcess(folder: string, words: readonly string[]): Promise<GateProcess> {
  const command = ["--heapsnapshot-signal=SIGUSR2", program, "gate", "serve", "--json", ...words];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (said += text));
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => {
    throw new Error(`the gate ended: ${said}`);
  });
  ended.catch(() => {});
  const [first] = (await Promise.race([once(lines, "line"), ended])) as [string];
  said += first;
  lines.on("line", (line: string) => void (said += line));
  const { port, socket, identity, origin } = servingSchema.parse(JSON.parse(first));
  const { pid } = child;
  if (pid === undefined) throw new Error("the gate has no process");
  return {
    pid,
    identity,
    port,
    socket,
    origin,
    said: () => said,
    heapSnapshot: () => heapSnapshot(child, folder),
    close: async () => {
      child.kill("SIGTERM");
      await ended.catch(() => {});
    },
  };
}

/** The file is there before it is whole, so its size is watched. */
async function heapSnapshot(child: ChildProcess, folder: string): Promise<string> {
  const snapshots = async (): Promise<string[]> =>
    (await readdir(folder)).filter((name) => name.endsWith(".heapsnapshot"));
  const before = await snapshots();
  child.kill("SIGUSR2");
  let size = -1;
  for (let waited = 0; waited < 60; waited++) {
    await sleep(500);
    const name = (await snapshots()).find((one) => !before.includes(one));
    if (name === undefined) continue;
    const path = join(folder, name);
    const now = (await stat(path)).size;
    if (now > 0 && now === size) return path;
    size = now;
  }
  throw new Error("the gate wrote no heap snapshot");
}
