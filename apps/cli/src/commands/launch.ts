import process from "node:process";
import { fromBase64, fromHex } from "@sekisho/encoding";
import {
  checkMachineFiles,
  checkSnpHost,
  checkTdxHost,
  LaunchError,
  libvirtDomain,
  machineFiles,
  qemuArguments,
  runMachine,
  shellCommand,
  snpDefaults,
  tdxDefaults,
  type OwnerFile,
  type SevTarget,
  type SnpTarget,
  type TdxTarget,
} from "@sekisho/launch";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { Option } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
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
  readonly quoteSocket?: string;
  readonly mrConfigId?: string;
  readonly mrOwner?: string;
  readonly mrOwnerConfig?: string;
  readonly dhCert?: string;
  readonly session?: string;
  readonly serialLog?: string;
};

const qemu = "qemu-system-x86_64";

/** `sekisho launch machine.json` */
export const registerLaunch: RegisterCommand = (program, context) => {
  program
    .command("launch")
    .description("start a machine on this SEV-SNP or TDX host, or print what starts it on another")
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
    .option(
      "--quote-socket <path>",
      `TDX: where the quote generation service listens (default: ${tdxDefaults.quoteService.path})`,
    )
    .option("--mr-config-id <hex>", "TDX: MRCONFIGID of the quote: 48 bytes")
    .option("--mr-owner <hex>", "TDX: MROWNER of the quote: 48 bytes")
    .option("--mr-owner-config <hex>", "TDX: MROWNERCONFIG of the quote: 48 bytes")
    .option("--dh-cert <file>", "SEV: the owner's certificate, as `sekisho sev session` made it for this launch")
    .option("--session <file>", "SEV: the session that goes with it")
    .option("--serial-log <file>", "keep what the machine's console prints")
    .action((path: string, options: Options) => withLaunchErrors(() => launch(path, options, context)));
};

async function launch(path: string, options: Options, context: Context): Promise<void> {
  const { machine, folder } = await readMachineFolder(path);
  const files = machineFiles(machine, folder);
  demandOwnOptions(machine, options);
  const target = await targetOf(machine, options);
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
      if (target.kind === "sev") throw new UsageError(message("cli.launch.sev-owner"));
      await (target.kind === "tdx" ? checkTdxHost(target.quoteService) : checkSnpHost());
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

async function targetOf(machine: Machine, options: Options): Promise<SnpTarget | SevTarget | TdxTarget> {
  switch (machine.technology) {
    case "sev":
    case "sev-es":
      return sevTarget(options);
    case "tdx":
      return tdxTarget(options);
    default:
      return snpTarget(machine, options);
  }
}

/** The place of the C-bit differs between processors with SEV; libvirt looks for itself, QEMU must be told. */
async function sevTarget(options: Options): Promise<SevTarget> {
  const { dhCert, session, print } = options;
  if (dhCert === undefined || session === undefined) throw new UsageError(message("cli.launch.sev-session"));
  const cbitPosition = numberOption("--cbitpos", options.cbitpos, 32, 63);
  const reducedPhysBits = numberOption("--reduced-phys-bits", options.reducedPhysBits, 1, 63);
  if (print === "qemu" && cbitPosition === undefined) throw new UsageError(message("cli.launch.sev-cbitpos"));
  return {
    kind: "sev",
    network: networkOf(options),
    cbitPosition,
    reducedPhysBits: print === "qemu" ? (reducedPhysBits ?? snpDefaults.reducedPhysBits) : reducedPhysBits,
    session: {
      certificate: await ownerFile("--dh-cert", dhCert, 2084),
      data: await ownerFile("--session", session, 128),
    },
  };
}

/** @throws UsageError when it is not base64 of so many bytes */
async function ownerFile(option: string, path: string, size: number): Promise<OwnerFile> {
  const text = Buffer.from(await readInput(path))
    .toString()
    .trim();
  const bytes = fromBase64(option, text);
  if (bytes.ok && bytes.value.length === size) return { file: path, text };
  throw new UsageError(message("cli.launch.identity-unreadable", { path, option, size }));
}

async function snpTarget(machine: Machine, options: Options): Promise<SnpTarget> {
  const identity = await readIdentity(machine, options);
  const hostData = bytesOption("--host-data", options.hostData, 32);
  return {
    kind: "sev-snp",
    network: networkOf(options),
    cbitPosition: numberOption("--cbitpos", options.cbitpos, 32, 63) ?? snpDefaults.cbitPosition,
    reducedPhysBits: numberOption("--reduced-phys-bits", options.reducedPhysBits, 1, 63) ?? snpDefaults.reducedPhysBits,
    ...(identity === undefined ? {} : { identity }),
    ...(hostData === undefined ? {} : { hostData }),
  };
}

function tdxTarget(options: Options): TdxTarget {
  const { quoteSocket } = options;
  const mrConfigId = bytesOption("--mr-config-id", options.mrConfigId, 48);
  const mrOwner = bytesOption("--mr-owner", options.mrOwner, 48);
  const mrOwnerConfig = bytesOption("--mr-owner-config", options.mrOwnerConfig, 48);
  return {
    kind: "tdx",
    network: networkOf(options),
    quoteService: quoteSocket === undefined ? tdxDefaults.quoteService : { kind: "unix", path: quoteSocket },
    ...(mrConfigId === undefined ? {} : { mrConfigId }),
    ...(mrOwner === undefined ? {} : { mrOwner }),
    ...(mrOwnerConfig === undefined ? {} : { mrOwnerConfig }),
  };
}

function networkOf({ bridge }: Options): SnpTarget["network"] {
  return bridge === undefined ? { kind: "user" } : { kind: "bridge", name: bridge };
}

const optionsOfSnp = ["idBlock", "idAuth", "authorKey", "hostData", "cbitpos", "reducedPhysBits"] as const;
const optionsOfTdx = ["quoteSocket", "mrConfigId", "mrOwner", "mrOwnerConfig"] as const;
const optionsOfSev = ["dhCert", "session"] as const;
/** The first four alone are SEV-SNP's; the others are of every AMD processor. */
const optionsOfSnpAlone = optionsOfSnp.slice(0, 4);

function foreignOptions(technology: Machine["technology"]): readonly (keyof Options)[] {
  switch (technology) {
    case "tdx":
      return [...optionsOfSnp, ...optionsOfSev];
    case "sev":
    case "sev-es":
      return [...optionsOfSnpAlone, ...optionsOfTdx];
    default:
      return [...optionsOfTdx, ...optionsOfSev];
  }
}

/** What the machine's technology has nothing for is said, and not left out. */
function demandOwnOptions({ technology }: Machine, options: Options): void {
  const name = foreignOptions(technology).find((one) => options[one] !== undefined);
  if (name === undefined) return;
  const option = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(message("cli.launch.foreign-option", { option, technology }));
}

function bytesOption(option: string, text: string | undefined, size: number): Uint8Array | undefined {
  if (text === undefined) return undefined;
  const bytes = fromHex(option, text);
  if (bytes.ok && bytes.value.length === size) return bytes.value;
  throw new UsageError(message("cli.launch.bytes", { option, size, digits: 2 * size }));
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
