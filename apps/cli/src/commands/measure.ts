import { toBase64, toHex } from "@sekisho/encoding";
import { MeasureError } from "@sekisho/reference-values";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { measure } from "../measure/measure.ts";
import type { MeasureOptions, Mode } from "../measure/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";
import { registerMeasureIgvm } from "./measure-igvm.ts";
import { registerMeasurePcrs } from "./measure-pcrs.ts";
import { registerMeasureTdx } from "./measure-tdx.ts";

const modes: readonly (readonly [Mode, string])[] = [
  ["snp", "the launch digest of a SEV-SNP guest (48 bytes)"],
  ["sev-es", "the launch digest of a SEV-ES guest (32 bytes)"],
  ["sev", "the launch digest of a SEV guest (32 bytes)"],
];

/** `sekisho measure snp | sev-es | sev | tdx | igvm | pcrs` */
export const registerMeasure: RegisterCommand = (program, context) => {
  const command = program
    .command("measure")
    .description(
      "compute what a guest's files will measure: its launch digest (options as in sev-snp-measure), or the TPM's PCRs",
    );
  for (const [mode, description] of modes) {
    withOptions(command.command(mode))
      .description(description)
      .action((options: MeasureOptions) => printDigest(mode, options, context));
  }
  registerMeasureTdx(command, context);
  registerMeasureIgvm(command, context);
  registerMeasurePcrs(command, context);
};

function withOptions(command: Command): Command {
  return command
    .requiredOption("--ovmf <file>", "the firmware image")
    .option("--kernel <file>", "the kernel that is booted directly")
    .option("--initrd <file>", "its initrd")
    .option("--append <text>", "its command line")
    .option("--vcpus <number>", "how many virtual CPUs")
    .option("--vcpu-type <name>", "their type, as QEMU names it (EPYC-v4, EPYC-Milan, …)")
    .option("--vcpu-sig <number>", "or their CPUID signature")
    .option("--vcpu-family <number>", "or their family, with --vcpu-model and --vcpu-stepping")
    .option("--vcpu-model <number>", "their model")
    .option("--vcpu-stepping <number>", "their stepping")
    .addOption(new Option("--vmm-type <name>", "who starts the guest").choices(["QEMU", "ec2", "gce"]).default("QEMU"))
    .option("--guest-features <number>", "SEV_FEATURES of the guest (SEV-SNP)", "0x1")
    .option("--snp-ovmf-hash <hex>", "the digest over the firmware's pages, where the file has only its end")
    .option("--svsm <file>", "a COCONUT SVSM image that starts the guest, with --vars-size or --vars-file")
    .option("--vars-size <bytes>", "the size of the firmware's variable store")
    .option("--vars-file <file>", "the firmware's variable store, for its size")
    .addOption(
      new Option("--output-format <name>", "how the digest is printed").choices(["hex", "base64"]).default("hex"),
    )
    .option("--json", "print one JSON object");
}

async function printDigest(mode: Mode, options: MeasureOptions, context: Context): Promise<void> {
  try {
    const digest = await measure(mode, options);
    if (options.json === true) context.print(`${JSON.stringify({ digest: toHex(digest) })}\n`);
    else context.print(`${options.outputFormat === "base64" ? toBase64(digest) : toHex(digest)}\n`);
  } catch (error) {
    throw error instanceof MeasureError ? new UsageError(error.problem) : error;
  }
}
