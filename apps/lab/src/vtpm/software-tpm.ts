import { spawn, type ChildProcess } from "node:child_process";
import { access, mkdir, rm } from "node:fs/promises";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import {
  connectSwtpm,
  createEndorsementPrimary,
  endorsementKeyTemplate,
  flushContext,
  type TpmTransport,
} from "@sekisho/guest/tpm";
import { message } from "@sekisho/messages";
import { LabError } from "../service/lab-error.ts";

/** What a TPM may be asked for beside what it is. */
export type TpmOptions = {
  /** A file to which it writes every command that it is given and every answer: `registerExtensions` reads it. */
  readonly record?: string;
};

/** A running swtpm; it ends with this process, as far as this process can still act. */
export type SoftwareTpm = {
  /** The Unix socket that was asked for. */
  readonly socket: string;
  /** Ends it and waits for that. What its state folder holds stays: a TPM that starts there again has the same seeds. */
  stop(): Promise<void>;
};

/**
 * Starts a TPM for a virtual machine: `socket` is swtpm's control channel, through which QEMU powers it on.
 *
 * @param state a folder of this TPM alone; an empty one makes a new TPM with seeds of its own
 * @throws LabError when swtpm can't be run
 */
export function startMachineTpm(state: string, socket: string, options: TpmOptions = {}): Promise<SoftwareTpm> {
  // The end of the machine is that of its TPM.
  return start(state, socket, ["--ctrl", `type=unixio,path=${socket}`, "--terminate", ...recordWords(options)]);
}

/**
 * Starts a TPM for a guest that is a process: `socket` is swtpm's data channel, which takes bare commands from one client at
 * a time. It is powered on and started (TPM2_Startup, CLEAR), and keeps its PCRs from client to client.
 *
 * @param state a folder of this TPM alone; an empty one makes a new TPM with seeds of its own
 * @throws LabError when swtpm can't be run
 */
export async function startGuestTpm(state: string, socket: string, options: TpmOptions = {}): Promise<SoftwareTpm> {
  const tpm = await start(state, socket, [
    "--server",
    `type=unixio,path=${socket}`,
    "--flags",
    "not-need-init,startup-clear",
    ...recordWords(options),
  ]);
  await (await connectPatiently(socket)).close();
  return tpm;
}

/** From level 5 on swtpm logs commands and answers whole. */
function recordWords({ record }: TpmOptions): readonly string[] {
  return record === undefined ? [] : ["--log", `file=${record},level=5`];
}

/** The socket is there a moment before swtpm listens on it. */
const connectAttempts = 50;

async function connectPatiently(socket: string): Promise<TpmTransport> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connectSwtpm(socket);
    } catch (error) {
      if (attempt === connectAttempts) throw error;
      await sleep(pollMilliseconds);
    }
  }
}

/** Does something with a TPM of {@link startGuestTpm}, as its only client. */
export async function withTpm<T>(socket: string, use: (tpm: TpmTransport) => Promise<T>): Promise<T> {
  const tpm = await connectSwtpm(socket);
  try {
    return await use(tpm);
  } finally {
    await tpm.close();
  }
}

/**
 * TPMT_PUBLIC of the endorsement key of the TPM whose state is in a folder; there is none yet, it is made.
 * The TPM must not run meanwhile.
 *
 * @param socket where it may stand while it is asked
 */
export async function endorsementKeyIn(state: string, socket: string): Promise<Uint8Array> {
  const tpm = await startGuestTpm(state, socket);
  try {
    return await withTpm(socket, async (transport) => {
      const { handle, publicArea } = await createEndorsementPrimary(transport, endorsementKeyTemplate());
      await flushContext(transport, handle);
      return publicArea.bytes;
    });
  } finally {
    await tpm.stop();
  }
}

const startMilliseconds = 10_000;
const graceMilliseconds = 2000;
const pollMilliseconds = 20;

async function start(state: string, socket: string, channel: readonly string[]): Promise<SoftwareTpm> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  // What a TPM that was killed left behind.
  await rm(socket, { force: true });
  const words = ["socket", "--tpm2", "--tpmstate", `dir=${state}`, ...channel];
  const child = spawn("swtpm", words, { stdio: ["ignore", "ignore", "pipe"] });
  let problem = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    problem = (problem + text).slice(-1000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      problem = error.message;
      resolve();
    });
  });
  const killWithParent = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithParent);
  void ended.then(() => process.off("exit", killWithParent));
  const stop = async (): Promise<void> => {
    if (!isRunning(child)) return ended;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
    await ended;
    clearTimeout(timer);
    await rm(socket, { force: true });
  };
  if (!(await appears(socket, child))) {
    await stop();
    throw new LabError(message("lab.tpm", { reason: problem.trim() }));
  }
  return { socket, stop };
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function appears(path: string, child: ChildProcess): Promise<boolean> {
  const deadline = performance.now() + startMilliseconds;
  while (isRunning(child) && performance.now() < deadline) {
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return true;
    await sleep(pollMilliseconds);
  }
  return false;
}
