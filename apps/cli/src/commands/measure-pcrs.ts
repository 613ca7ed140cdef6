import { predictDiskBoot, type BootPath, type DiskBootPrediction } from "@sekisho/image";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { withImageErrors } from "../image/inputs.ts";
import { pcrsJson, pcrsText } from "../measure/pcrs.ts";

type PcrsOptions = {
  readonly image: string;
  readonly firmware: string;
  readonly variables: string;
  readonly boot?: BootPath;
  readonly json?: true;
};

const largestFirmware = 64 * 1024 * 1024;

/** `sekisho measure pcrs` */
export function registerMeasurePcrs(measure: Command, context: Context): void {
  measure
    .command("pcrs")
    .description("predict what a disk image will extend the TPM's PCRs with when it boots")
    .requiredOption("--image <file>", "the raw disk image, with a GPT and an EFI system partition")
    .requiredOption("--firmware <file>", "the firmware that starts it (OVMF_CODE_4M.fd)")
    .requiredOption("--variables <file>", "the firmware's variable store that it starts with (OVMF_VARS_4M.fd)")
    .addOption(
      new Option("--boot <path>", "how it boots; told from its files if left out").choices([
        "grub",
        "uki",
      ] satisfies BootPath[]),
    )
    .option("--json", "print one JSON object")
    .action((options: PcrsOptions) => withImageErrors(() => printPcrs(options, context)));
}

async function printPcrs({ image, firmware, variables, boot, json }: PcrsOptions, context: Context): Promise<void> {
  const prediction: DiskBootPrediction = await predictDiskBoot({
    disk: image,
    firmware: await readInput(firmware, largestFirmware),
    variables: await readInput(variables),
    ...(boot === undefined ? {} : { boot }),
    name: image,
    addedAt: new Date(0).toISOString(),
  });
  if (json === true) context.print(`${JSON.stringify(await pcrsJson(prediction, context.render))}\n`);
  else context.print(await pcrsText(image, prediction, context.render));
}
