import { malformedMessage } from "@sekisho/encoding";
import { bootLogFormats, largestImaLog, readBootLog, type BootLogFormat } from "@sekisho/evidence/boot-log";
import { Option } from "commander";
import { bootLogJson } from "../boot-log/json.ts";
import { bootLogText } from "../boot-log/text.ts";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type BootLogOptions = { readonly json?: true; readonly format?: BootLogFormat };

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
    .option("--json", "print one JSON object")
    .action((file: string, options: BootLogOptions) => showBootLog(file, options, context));
};

async function showBootLog(file: string, { json, format }: BootLogOptions, context: Context): Promise<void> {
  const log = await readBootLog(await readInput(file, largestImaLog), format);
  if (!log.ok) throw new UsageError(malformedMessage(file, log.error));
  if (json === true) context.print(`${JSON.stringify(bootLogJson(log.value))}\n`);
  else context.print(bootLogText(file, log.value, context.render));
}
