import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { message } from "@sekisho/messages";
import { LaunchError } from "../launch-error.ts";
import { qemuOption } from "../qemu/option.ts";
import { createConsoleReader } from "./console-reader.ts";
import { createEventLog, type EventLog, type EventOf } from "./events.ts";
import { firmwareProbe, watchFirmware } from "./firmware-watch.ts";
import { listenForQmp, type Qmp } from "./qmp.ts";

/** A machine that was started. */
export type RunningMachine = {
  readonly pid: number;
  readonly subscribe: EventLog["subscribe"];
  /** Waits for the first event of some kinds, also a past one; see {@link EventLog}. */
  readonly first: EventLog["first"];
  /** Resolves once QEMU has ended. */
  readonly exited: Promise<EventOf<"exit">>;
  /** Ends QEMU (SIGTERM, after five seconds SIGKILL) and waits for it. Ended machines are left alone. */
  stop(): Promise<void>;
};

export type RunOptions = {
  /** The words of `qemuArguments`, which put the serial console on standard input and output. */
  readonly arguments: readonly string[];
  /** Default: `qemu-system-x86_64` from the PATH. */
  readonly program?: string;
  /** Where everything that the console prints is kept, byte by byte. */
  readonly serialLog?: string;
  /** Called with what the console prints, as it comes. */
  readonly onConsole?: (bytes: Uint8Array) => void;
  /**
   * Whether to look for a firmware that refuses its kernel. It reads the guest's registers, so it works in the lab alone:
   * on real hardware these are encrypted.
   */
  readonly watchFirmware?: boolean;
};

const graceMilliseconds = 5000;
const longestProblem = 4096;

/**
 * Starts a machine, in the lab or on a real host. It ends with this process, as far as this process can still act; wire
 * SIGINT and SIGTERM to `stop`.
 *
 * @throws LaunchError when QEMU is not installed
 */
export async function runMachine(options: RunOptions): Promise<RunningMachine> {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-"));
  const log = createEventLog();
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const socket = join(folder, "qmp");
  const qmp = await listenForQmp(socket, (name, data) => {
    if (name !== "SHUTDOWN") return;
    if (data["reason"] === "guest-reset") log.emit({ kind: "guest-reset", seconds: seconds() });
    if (data["reason"] === "guest-shutdown") log.emit({ kind: "guest-shutdown", seconds: seconds() });
  });
  const tidy = async (): Promise<void> => {
    qmp.close();
    await rm(folder, { recursive: true, force: true });
  };
  const control = ["-chardev", qemuOption("socket", { id: "qmp", path: socket }), "-mon", "chardev=qmp,mode=control"];
  const program = options.program ?? "qemu-system-x86_64";
  const child = await spawnQemu(program, [...options.arguments, ...control]).catch(async (error: unknown) => {
    await tidy();
    throw error;
  });
  const { pid = 0 } = child;
  const killWithParent = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithParent);

  const isSilent = followConsole(child, options, (event) => log.emit({ ...event, seconds: seconds() }));
  const problem = collectProblem(child.stderr);
  const exited = new Promise<EventOf<"exit">>((resolve) => {
    child.once("close", (status, signal) => {
      process.off("exit", killWithParent);
      const event = { kind: "exit", status, signal, problem: problem(), seconds: seconds() } as const;
      log.emit(event);
      void tidy().then(() => resolve(event));
    });
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  if (options.watchFirmware === true) {
    void reportRefusal(
      qmp,
      pid,
      () => running() && isSilent(),
      () => {
        log.emit({ kind: "firmware-refused", seconds: seconds() });
      },
    );
  }

  return {
    pid,
    subscribe: log.subscribe,
    first: log.first,
    exited,
    async stop() {
      if (!running()) return void (await exited);
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMilliseconds);
      await exited;
      clearTimeout(timer);
    },
  };
}

type Qemu = ChildProcessByStdio<null, Readable, Readable>;

function spawnQemu(program: string, words: readonly string[]): Promise<Qemu> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words], { stdio: ["ignore", "pipe", "pipe"] });
    child.once("spawn", () => resolve(child));
    child.once("error", () => reject(new LaunchError(message("launch.qemu.missing", { program }))));
  });
}

/** Reads the console into events; the result tells whether it has printed nothing so far. */
function followConsole(
  child: Qemu,
  { serialLog, onConsole }: RunOptions,
  emit: Parameters<typeof createConsoleReader>[0],
): () => boolean {
  const reader = createConsoleReader(emit);
  const file = serialLog === undefined ? undefined : createWriteStream(serialLog, { mode: 0o600 });
  let silent = true;
  child.stdout.on("data", (bytes: Uint8Array) => {
    silent = false;
    file?.write(bytes);
    onConsole?.(bytes);
    reader.write(bytes);
  });
  child.stdout.once("end", () => {
    reader.end();
    file?.end();
  });
  return () => silent;
}

/** The end of what QEMU writes to standard error, without its warnings, of which TCG alone gives many. */
function collectProblem(stderr: Readable): () => string {
  let text = "";
  stderr.setEncoding("utf8");
  stderr.on("data", (more: string) => {
    text = (text + more).slice(-longestProblem);
  });
  const isWarning = (line: string): boolean => line.includes(" warning: ");
  return () =>
    text
      .split("\n")
      .filter((line) => line !== "" && !isWarning(line))
      .join("\n");
}

async function reportRefusal(qmp: Qmp, pid: number, isSilent: () => boolean, report: () => void): Promise<void> {
  if (await watchFirmware(firmwareProbe(qmp, pid, isSilent))) report();
}
