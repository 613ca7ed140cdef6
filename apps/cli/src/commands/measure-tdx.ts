import { message } from "@sekisho/messages";
import { MeasureError, type MrTdOrder, type TdxDirectBoot } from "@sekisho/reference-values";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { largestArtifact } from "../measure/measure.ts";
import { measureTdx, tdxJson, tdxText } from "../measure/tdx.ts";
import { UsageError } from "../usage-error.ts";

type TdxOptions = {
  readonly ovmf: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly append?: string;
  readonly pageOrder: MrTdOrder;
  readonly json?: true;
};

/** `sekisho measure tdx` */
export function registerMeasureTdx(measure: Command, context: Context): void {
  measure
    .command("tdx")
    .description("MRTD of a TDX guest (48 bytes), and with a kernel what RTMR 1 and 2 will hold")
    .requiredOption("--ovmf <file>", "the firmware image, built for TDX")
    .option("--kernel <file>", "the kernel that is booted directly")
    .option("--initrd <file>", "its initrd")
    .option("--append <text>", "its command line")
    .addOption(
      new Option(
        "--page-order <name>",
        "how the host measures pages: each after it is added (page), or a section's after all are (section: kernels that carried TDX as patches)",
      )
        .choices(["page", "section"] satisfies MrTdOrder[])
        .default("page"),
    )
    .option("--json", "print one JSON object")
    .action((options: TdxOptions) => printMeasurement(options, context));
}

async function printMeasurement(options: TdxOptions, context: Context): Promise<void> {
  const firmware = await readInput(options.ovmf, largestArtifact);
  const boot = await readBoot(options);
  try {
    const measured = await measureTdx(firmware, options.pageOrder, boot);
    if (options.json === true) context.print(`${JSON.stringify(await tdxJson(measured, context.render))}\n`);
    else context.print(await tdxText(measured, context.render));
  } catch (error) {
    throw error instanceof MeasureError ? new UsageError(error.problem) : error;
  }
}

async function readBoot({ kernel, initrd, append }: TdxOptions): Promise<TdxDirectBoot | undefined> {
  if (kernel === undefined) {
    const option = initrd === undefined ? append && "--append" : "--initrd";
    if (option) throw new UsageError(message("cli.measure.kernel-missing", { option }));
    return undefined;
  }
  return {
    kernel: await readInput(kernel, largestArtifact),
    initrd: initrd === undefined ? undefined : await readInput(initrd, largestArtifact),
    commandLine: append ?? "",
  };
}
