import { resolve } from "node:path";
import { message } from "@sekisho/messages";
import { buildImage, openCache, refreshImage, sourceAt, type RootfsSource } from "@sekisho/image";
import { releaseModes, type ReleaseMode } from "@sekisho/release";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import {
  bootChoice,
  signingKeyFrom,
  withBootOptions,
  withSigningOptions,
  type BootOptions,
  type SigningOptions,
} from "../image/boot-options.ts";
import { readGate, readSshKeys, withImageErrors } from "../image/inputs.ts";
import { notes, summary } from "../image/summary.ts";
import { cloudName, commaList, digest, hexNumber, machineName, wholeNumber } from "../image/values.ts";
import { createProgressView } from "../progress.ts";
import { generateKey, readKey, readPassphrase } from "../secrets.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type SourceOptions = {
  readonly suite?: string;
  readonly from?: string;
  readonly mirror?: string;
  readonly packages: readonly string[];
  readonly agent?: string;
  readonly cache?: string;
  readonly json?: true;
};

type BuildOptions = SourceOptions &
  BootOptions & {
    readonly gate: string;
    readonly output: string;
    readonly name: string;
    readonly mode: ReleaseMode;
    readonly vcpus: number;
    readonly vcpuType: string;
    readonly memory: number;
    readonly guestPolicy?: string;
    readonly size?: number;
    readonly hostname?: string;
    readonly sshKey: readonly string[];
    readonly keyFile?: string;
    readonly generateKey?: true;
    readonly allowPassphrasePrompt?: true;
    readonly additionalRoot: readonly string[];
    readonly cloud?: string;
    readonly append?: string;
    readonly fresh?: true;
  };

type RefreshOptions = SourceOptions & SigningOptions & { readonly dryRun?: true; readonly fresh: boolean };

/** `sekisho image build | refresh` */
export const registerImage: RegisterCommand = (program, context) => {
  const image = program
    .command("image")
    .description("make an encrypted machine of a root filesystem, and keep it current");
  withBootOptions(withSource(image.command("build")))
    .description("make the encrypted disk, kernel, initrd, keys and machine.json of a new machine")
    .requiredOption("--gate <file>", "gate.json of the gate that is to hold or release the key")
    .requiredOption("--output <folder>", "the folder to make")
    .requiredOption("--name <name>", "the machine's name", machineName)
    .addOption(new Option("--mode <mode>", "who holds the disk key").choices(releaseModes).default("auto"))
    .option("--vcpus <number>", "virtual CPUs", wholeNumber(1, 512), 2)
    .option("--vcpu-type <type>", "as QEMU names it", "EPYC-v4")
    .option("--memory <MiB>", "the guest's memory", wholeNumber(256, 16_777_216), 2048)
    .option(
      "--guest-policy <number>",
      "guest policy of SEV-SNP (default: 0x30000), or the attributes of a TD (default: 0x10000000)",
      hexNumber,
    )
    .option("--size <MiB>", "the disk's size (default: what the files need)", wholeNumber(1, 67_108_864))
    .option("--hostname <name>", "default: the machine's name")
    .option("--ssh-key <file>", "public keys that may log in as root; can be given again", collect, [])
    .option("--key-file <file>", "auto, approve: the disk key; enter: the passphrase in its first line")
    .option("--generate-key", "auto, approve: make a random disk key (the default)")
    .option("--allow-passphrase-prompt", "the guest may ask on its console, which the host sees, when the gate is away")
    .option(
      "--additional-root <sha256>",
      "also trust this root (a lab's)",
      (text, all: string[]) => [...all, digest(text)],
      [],
    )
    .option("--cloud <name>", "where it is to run, for people: sakura, azure, google, aws, own …", cloudName)
    .option("--append <words>", "added to the measured kernel command line")
    .option("--fresh", "build the suite anew, also when a recent one is cached")
    .action((options: BuildOptions) => withImageErrors(() => build(options, context)));
  withSigningOptions(withSource(image.command("refresh")))
    .description("put in a new kernel and initrd, and add their reference value; what is encrypted stays as it is")
    .argument("<folder>", "the image's folder")
    .option("--dry-run", "only say what would change")
    .option("--no-fresh", "take the cached tree of the suite")
    .action((folder: string, options: RefreshOptions) => withImageErrors(() => refresh(folder, options, context)));
};

function withSource(command: Command): Command {
  return command
    .option("--suite <suite>", "build from this Debian suite (trixie)")
    .option("--from <path>", "build from a folder or a tar file, as docker export writes it")
    .option("--mirror <url>", "the suite's mirror (default: the one this machine uses)")
    .option("--packages <names>", "further packages for the suite, separated by commas", commaList, [])
    .option("--agent <file>", "the guest agent (default: built now)")
    .option("--cache <folder>", "default: $XDG_CACHE_HOME/sekisho")
    .option("--json", "print one JSON object");
}

async function build(options: BuildOptions, context: Context): Promise<void> {
  const { say, render, print } = context;
  const source = await sourceOf(options);
  if (source === undefined) throw new UsageError(message("cli.image.no-source"));
  const gate = await readGate(options.gate);
  const sshKeys = await readSshKeys(options.sshKey);
  const cache = await openCache(options.cache);
  const secret = { releaseMode: options.mode, bytes: await secretOf(options, context) };
  const view = createProgressView(context);
  try {
    const choice = await bootChoice(options, { cache, progress: view.progress });
    const agent = await agentOf(options, view.progress);
    const { machine, folder } = await buildImage({
      source: source.kind === "suite" && sshKeys.length > 0 ? withSsh(source) : source,
      output: resolve(options.output),
      name: options.name,
      gate,
      agent,
      ...choice,
      shape: { vcpus: options.vcpus, vcpuType: options.vcpuType, vmmType: "QEMU", guestFeatures: "0x1" },
      memoryMiB: options.memory,
      guestPolicy: options.guestPolicy,
      secret,
      allowPassphrasePrompt: options.allowPassphrasePrompt === true,
      additionalRoots: options.additionalRoot,
      cloud: options.cloud,
      hostname: options.hostname,
      sshKeys,
      append: options.append,
      sizeMiB: options.size,
      fresh: options.fresh === true,
      cache,
      progress: view.progress,
    });
    view.close();
    for (const line of notes(machine, folder, options)) say(`${render(line)}\n`);
    if (options.json === true) print(`${JSON.stringify({ folder, machine })}\n`);
    else for (const line of summary(machine, folder)) print(`${render(line)}\n`);
  } finally {
    view.close();
    secret.bytes.fill(0);
  }
}

async function refresh(folder: string, options: RefreshOptions, context: Context): Promise<void> {
  const { render, print } = context;
  const source = await sourceOf(options);
  const signingKey = await signingKeyFrom(options);
  const cache = await openCache(options.cache);
  const view = createProgressView(context);
  try {
    const { progress } = view;
    const agent = await agentOf(options, progress);
    const { dryRun = false, fresh } = options;
    const refreshed = await refreshImage({ folder, source, agent, signingKey, fresh, dryRun, cache, progress });
    view.close();
    const { changed, added, addedBoots } = refreshed;
    if (options.json === true) {
      print(`${JSON.stringify({ changed, added, addedBoots, dryRun })}\n`);
      return;
    }
    const id = dryRun ? "cli.image.would-change" : "cli.image.changed";
    for (const change of changed) print(`${render(message(id, change))}\n`);
    if (changed.length === 0) print(`${render(message("cli.image.current"))}\n`);
    else if (!dryRun) print(`${render(message("cli.image.tell-gate", { folder, name: refreshed.machine.name }))}\n`);
  } finally {
    view.close();
  }
}

async function sourceOf({ suite, from, mirror, packages }: SourceOptions): Promise<RootfsSource | undefined> {
  if (suite !== undefined && from !== undefined) throw new UsageError(message("cli.image.two-sources"));
  if (from !== undefined && packages.length > 0) throw new UsageError(message("cli.image.packages-from"));
  if (from !== undefined) return sourceAt(from);
  return suite === undefined ? undefined : { kind: "suite", suite, mirror, packages };
}

/** A machine that takes SSH keys needs a server for them. */
function withSsh(source: RootfsSource & { kind: "suite" }): RootfsSource {
  return { ...source, packages: [...new Set([...source.packages, "openssh-server"])] };
}

async function secretOf(options: BuildOptions, context: Context): Promise<Uint8Array> {
  const { mode, keyFile, generateKey: generate } = options;
  if (generate === true && keyFile !== undefined) throw new UsageError(message("cli.image.two-keys"));
  if (mode === "enter") {
    if (generate === true) throw new UsageError(message("cli.image.enter-generate"));
    return readPassphrase(keyFile, "new", context);
  }
  return keyFile === undefined ? generateKey() : readKey(keyFile);
}

async function agentOf(
  { agent }: SourceOptions,
  progress: ReturnType<typeof createProgressView>["progress"],
): Promise<string> {
  if (agent !== undefined) return resolve(agent);
  progress({ step: message("cli.image.agent"), fraction: 0 });
  const { buildGuestExecutable } = await import("@sekisho/guest/executable");
  return (await buildGuestExecutable()).path;
}

function collect(text: string, all: readonly string[]): readonly string[] {
  return [...all, text];
}
