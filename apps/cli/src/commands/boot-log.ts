import { malformedMessage } from "@sekisho/encoding";
import {
  bootLogFormats,
  largestImaLog,
  nameByFiles,
  readBootLog,
  type BootLogFormat,
} from "@sekisho/evidence/boot-log";
import { message } from "@sekisho/messages";
import { Option } from "commander";
import { bootLogJson } from "../boot-log/json.ts";
import { bootLogText } from "../boot-log/text.ts";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { collectValues } from "../verify/options.ts";
import type { RegisterCommand } from "./index.ts";

type BootLogOptions = {
  readonly json?: true;
  readonly format?: BootLogFormat;
  readonly imageFile: readonly string[];
};

/** Kernels, boot loaders and initrds. */
const largestImageFile = 1024 * 1024 * 1024;

/** `sekisho boot-log` */
export const registerBootLog: RegisterCommand = (program, context) => {
  program
    .command("boot-log")
    .description("show what a boot log says was measured, by component, and the registers it replays to")
    .argument(
      "<file>",
      "a TCG event log, a CCEL, a CEL (TLV), an IMA log (binary or ASCII) or systemd's tpm2-measure.log",
    )
    .addOption(
      new Option("--format <name>", "the log's form, where its content should not tell").choices(bootLogFormats),
    )
    .option(
      "--image-file <file>",
      "name what measured this file: an EFI program, kernel, initrd or configuration; can be given again",
      collectValues,
      [],
    )
    .option("--json", "print one JSON object")
    .action((file: string, options: BootLogOptions) => showBootLog(file, options, context));
};

async function showBootLog(file: string, options: BootLogOptions, context: Context): Promise<void> {
  const { json, format, imageFile } = options;
  const read = await readBootLog(await readInput(file, largestImaLog), format);
  if (!read.ok) throw new UsageError(malformedMessage(file, read.error));
  const given = await Promise.all(
    imageFile.map(async (name) => ({ name, bytes: await readInput(name, largestImageFile) })),
  );
  const { log, unmeasured } = await nameByFiles(read.value, given);
  for (const path of unmeasured) context.say(`${context.render(message("cli.boot-log.unmeasured", { path }))}\n`);
  if (json === true) context.print(`${JSON.stringify(bootLogJson(log))}\n`);
  else context.print(bootLogText(file, log, context.render));
}
