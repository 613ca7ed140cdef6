import process from "node:process";
import { fromHex } from "@sekisho/encoding";
import {
  checkMachineFiles,
  checkSnpHost,
  LaunchError,
  libvirtDomain,
  machineFiles,
  qemuArguments,
  runMachine,
  shellCommand,
  snpDefaults,
  type SnpTarget,
} from "@sekisho/launch";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { Option } from "commander";
import type { Context } from "../context.ts";
import { readIdentity, type IdentityOptions } from "../launch/identity.ts";
import { readMachineFolder } from "../launch/machine-file.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = IdentityOptions & {
  readonly print?: "qemu" | "libvirt";
  readonly bridge?: string;
  readonly hostData?: string;
  readonly cbitpos?: string;
  readonly reducedPhysBits?: string;
  readonly serialLog?: string;
};

const qemu = "qemu-system-x86_64";

/** `sekisho launch machine.json` */
export const registerLaunch: RegisterCommand = (program, context) => {
  program
    .command("launch")
    .description("start a machine on this SEV-SNP host, or print what starts it on another")
    .argument("<machine.json>", "the machine, with its files beside it")
    .addOption(new Option("--print <form>", "print a QEMU command or libvirt XML instead").choices(["qemu", "libvirt"]))
    .option("--id-block <file>", "the owner's signed ID block (base64)")
    .option("--id-auth <file>", "the signatures over it (base64)")
    .option("--author-key", "have the author key in --id-auth checked and reported")
    .option("--host-data <hex>", "HOST_DATA of the report: 32 bytes")
    .option("--bridge <name>", "connect the machine to a bridge of the host (default: QEMU's own network)")
    .option("--cbitpos <number>", `position of the C-bit (default: ${snpDefaults.cbitPosition})`)
    .option(
      "--reduced-phys-bits <number>",
      `address bits that encryption costs (default: ${snpDefaults.reducedPhysBits})`,
    )
    .option("--serial-log <file>", "keep what the machine's console prints")
    .action((path: string, options: Options) => withLaunchErrors(() => launch(path, options, context)));
};

async function launch(path: string, options: Options, context: Context): Promise<void> {
  const { machine, folder } = await readMachineFolder(path);
  const files = machineFiles(machine, folder);
  const target = await snpTarget(machine, options);
  switch (options.print) {
    case "qemu":
      context.print(shellCommand(qemu, qemuArguments(machine, files, target)));
      return;
    case "libvirt":
      context.print(libvirtDomain(machine, files, target));
      return;
    case undefined: {
      // First what no host would change: the kind of boot, and the shape.
      const words = qemuArguments(machine, files, target);
      await checkSnpHost();
      await checkMachineFiles(machine, files);
      await run(machine, words, options.serialLog, context);
    }
  }
}

async function run(
  machine: Machine,
  words: readonly string[],
  serialLog: string | undefined,
  context: Context,
): Promise<void> {
  const { name } = machine;
  const decoder = new TextDecoder();
  const running = await runMachine({
    arguments: words,
    program: qemu,
    onConsole: (bytes) => context.print(decoder.decode(bytes, { stream: true })),
    ...(serialLog === undefined ? {} : { serialLog }),
  });
  context.say(`${context.render(message("cli.launch.started", { name, pid: running.pid }))}\n`);
  const stop = (): void => void running.stop();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const { status, signal, problem } = await running.exited;
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (status !== 0) throw new UsageError(message("cli.launch.failed", { status: status ?? signal ?? "", problem }));
  context.say(`${context.render(message("cli.launch.ended", { name }))}\n`);
}

async function snpTarget(machine: Machine, options: Options): Promise<SnpTarget> {
  const identity = await readIdentity(machine, options);
  const hostData = hostDataOption(options.hostData);
  return {
    kind: "sev-snp",
    network: options.bridge === undefined ? { kind: "user" } : { kind: "bridge", name: options.bridge },
    cbitPosition: numberOption("--cbitpos", options.cbitpos, 32, 63) ?? snpDefaults.cbitPosition,
    reducedPhysBits: numberOption("--reduced-phys-bits", options.reducedPhysBits, 1, 63) ?? snpDefaults.reducedPhysBits,
    ...(identity === undefined ? {} : { identity }),
    ...(hostData === undefined ? {} : { hostData }),
  };
}

function hostDataOption(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromHex("--host-data", text);
  if (!bytes.ok || bytes.value.length !== 32) throw new UsageError(message("cli.launch.host-data"));
  return bytes.value;
}

function numberOption(option: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,3}$/.test(value) ? Number(value) : -1;
  if (number < least || number > most) {
    throw new UsageError(message("cli.launch.number", { option, value, least, most }));
  }
  return number;
}

async function withLaunchErrors(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw error instanceof LaunchError ? new UsageError(error.problem) : error;
  }
}
