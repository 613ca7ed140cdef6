import { resolve } from "node:path";
import { exportMachine, importMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { withImageErrors } from "../image/inputs.ts";
import { readPassphrase } from "../secrets.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type ExportOptions = { readonly output: string; readonly passphraseFile?: string; readonly json?: true };
type ImportOptions = {
  readonly output?: string;
  readonly disk?: string;
  readonly verify?: true;
  readonly passphraseFile?: string;
  readonly json?: true;
};

/** `sekisho machine export | import`: beside the gate's commands about machines, if those are there. */
export const registerMachineExport: RegisterCommand = (program, context) => {
  const machine = program.commands.find((command) => command.name() === "machine") ?? program.command("machine");
  withPassphrase(machine.command("export"))
    .description("back up a machine's LUKS2 header and keys into one file under a passphrase (age format)")
    .argument("<machine.json>", "disk and keys lie beside it")
    .requiredOption("--output <file>", "the backup to write")
    .action((path: string, options: ExportOptions) => withImageErrors(() => exportBackup(path, options, context)));
  withPassphrase(machine.command("import"))
    .description("verify a backup, and restore it")
    .argument("<backup>", "what machine export wrote")
    .option("--verify", "write nothing: only look whether it can be restored")
    .option("--output <folder>", "restore machine.json and keys into this folder")
    .option("--disk <file>", "overwrite this disk's LUKS2 header with the backup's")
    .action((path: string, options: ImportOptions) => withImageErrors(() => importBackup(path, options, context)));
};

function withPassphrase(command: Command): Command {
  return command
    .option("--passphrase-file <file>", "its first line (default: asked for on the terminal)")
    .option("--json", "print one JSON object");
}

async function exportBackup(path: string, options: ExportOptions, context: Context): Promise<void> {
  const passphrase = await readPassphrase(options.passphraseFile, "new", context);
  const output = resolve(options.output);
  const { files } = await exportMachine({ machinePath: resolve(path), output, passphrase: text(passphrase) });
  if (options.json === true) context.print(`${JSON.stringify({ output, files })}\n`);
  else context.print(`${context.render(message("cli.machine.exported", { output, files: files.join(", ") }))}\n`);
}

async function importBackup(path: string, options: ImportOptions, context: Context): Promise<void> {
  const { verify = false, output, disk } = options;
  if (verify === (output !== undefined || disk !== undefined)) throw new UsageError(message("cli.machine.import-what"));
  const passphrase = await readPassphrase(options.passphraseFile, "known", context);
  const { machine, keys } = await importMachine({ path, passphrase: text(passphrase), folder: output, disk });
  const values = { name: machine.name, id: machine.id, keys: keys.join(", ") };
  if (options.json === true) context.print(`${JSON.stringify({ machine: machine.id, keys, verified: true })}\n`);
  else context.print(`${context.render(message(verify ? "cli.machine.verified" : "cli.machine.imported", values))}\n`);
}

function text(bytes: Uint8Array): string {
  const decoded = Buffer.from(bytes).toString("utf8");
  bytes.fill(0);
  return decoded;
}
