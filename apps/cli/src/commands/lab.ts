import { spawn } from "node:child_process";
import { mkdir, open } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError, labStatus, products, serveLab, stopLab, type LabStatus, type Product } from "@sekisho/lab";
import { message } from "@sekisho/messages";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { runInLab, withLabErrors, type MachineOptions } from "../lab/run-machine.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = { readonly directory: string; readonly json?: true };
type UpOptions = Options &
  MachineOptions & { readonly product: Product; readonly port?: number; readonly detach?: true };

/** How long a lab may take to come up: three RSA-4096 keys on a slow machine. */
const startSeconds = 120;

/** `sekisho lab up | down | status` */
export const registerLab: RegisterCommand = (program, context) => {
  const lab = program
    .command("lab")
    .description("a confidential cloud in software, for trying Sekisho: its root is trusted by no default policy");
  withPlace(lab.command("up"))
    .description("start the lab's key server and secure processor, and a machine; runs until Ctrl-C unless --detach")
    .option("--machine <machine.json>", "start this machine in QEMU, with the genuine firmware")
    .option("--keep-disk", "keep what the machine writes to its disk")
    .option("--serial-log <file>", "keep what the machine's console prints")
    .option("--append <words>", "as a hostile host: add to the kernel command line")
    .option("--kernel <file>", "as a hostile host: another kernel")
    .option("--initrd <file>", "as a hostile host: another initrd")
    .option("--disk <file>", "as a hostile host: another disk")
    .option("--debug", "as a hostile host: a debug guest, whose memory the host can read")
    .addOption(new Option("--vmpl <level>", "as a hostile host: another VMPL").argParser(vmpl))
    .option("--unknown-root", "as a hostile host: reports under a root that nobody named")
    .option("--unmeasured", "as a hostile host: measure the genuine files, and start the changed ones")
    .addOption(new Option("--product <name>", "the processor family").choices(products).default("Genoa"))
    .option("--port <number>", "the key server's port on 127.0.0.1 (default: any free one)", portNumber)
    .option("--detach", "go on in the background")
    .action((options: UpOptions) => withLabErrors(() => up(options, context)));
  withPlace(lab.command("down"))
    .description("stop the lab")
    .action((options: Options) => withLabErrors(() => down(options, context)));
  withPlace(lab.command("status"))
    .description("say whether the lab runs, and where")
    .action((options: Options) => withLabErrors(() => status(options, context)));
};

function withPlace(command: Command): Command {
  return command
    .option("--directory <path>", "where the lab keeps its keys", defaultDirectory())
    .option("--json", "print one JSON object");
}

function defaultDirectory(): string {
  const state = process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  return join(state, "sekisho", "lab");
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535) throw new InvalidArgumentError("a number from 1 to 65535");
  return port;
}

function vmpl(text: string): number {
  if (!/^[0-3]$/.test(text)) throw new InvalidArgumentError("a number from 0 to 3");
  return Number(text);
}

async function up(options: UpOptions, context: Context): Promise<void> {
  if (options.detach === true) return upDetached(options, context);
  const { directory, product, port } = options;
  context.say(`${context.render(message("cli.lab.starting", { directory: resolve(directory) }))}\n`);
  const service = await serveLab({ directory, product, ...(port === undefined ? {} : { keyServerPort: port }) });
  show(service.status(), options, context);
  const stop = (): void => void service.close();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    if (options.machine === undefined) await service.down;
    else await runInLab(service, options.machine, directory, options, context);
  } finally {
    await service.close();
  }
  process.off("SIGINT", stop).off("SIGTERM", stop);
  context.say(`${context.render(message("cli.lab.stopped"))}\n`);
}

/** The same command again as a process of its own; its prose goes to `lab.log` in the lab's directory. */
async function upDetached(options: UpOptions, context: Context): Promise<void> {
  const directory = resolve(options.directory);
  const running = await labStatus(directory);
  if (running !== undefined) throw new LabError(message("lab.running", { directory }));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const log = join(directory, "lab.log");
  const file = await open(log, "w", 0o600);
  const words = ["lab", "up", ...wordsOf({ ...options, directory })];
  const entry = new URL("../../bin/sekisho.js", import.meta.url).pathname;
  const child = spawn(process.execPath, [entry, ...words], {
    detached: true,
    stdio: ["ignore", file.fd, file.fd],
  });
  const ended = new Promise<"ended">((resolveEnded) => child.once("exit", () => resolveEnded("ended")));
  try {
    for (let waited = 0; waited < startSeconds; waited += 0.2) {
      if ((await Promise.race([ended, sleep(200)])) === "ended") break;
      const found = await labStatus(directory);
      if (found === undefined) continue;
      child.unref();
      show(found, options, context);
      return;
    }
  } finally {
    await file.close();
  }
  throw new UsageError(message("cli.lab.notStarted", { log }));
}

/** The command line that says the same, but for how the result is shown. */
function wordsOf(options: UpOptions): string[] {
  const { json: _, detach: __, ...others } = options;
  return Object.entries(others).flatMap(([name, value]) => {
    const word = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [word] : [word, String(value)];
  });
}

async function down(options: Options, context: Context): Promise<void> {
  const stopped = await stopLab(options.directory);
  if (options.json === true) context.print(`${JSON.stringify({ stopped })}\n`);
  const text = message(stopped ? "cli.lab.stopped" : "cli.lab.absent", { directory: resolve(options.directory) });
  if (options.json !== true) context.print(`${context.render(text)}\n`);
}

async function status(options: Options, context: Context): Promise<void> {
  show(await labStatus(options.directory), options, context);
}

function show(found: LabStatus | undefined, options: Options, { print, render }: Context): void {
  if (options.json === true) {
    print(`${JSON.stringify(found === undefined ? { running: false } : { running: true, ...found })}\n`);
  } else if (found === undefined) {
    print(`${render(message("cli.lab.absent", { directory: resolve(options.directory) }))}\n`);
  } else {
    const { product, keyServer, rootDigest, intelRootDigest } = found;
    const lines = ["cli.lab.running", "cli.lab.keyServer", "cli.lab.root", "cli.lab.intelRoot", "cli.lab.untrusted"];
    for (const id of lines) print(`${render(message(id, { product, keyServer, rootDigest, intelRootDigest }))}\n`);
  }
}
