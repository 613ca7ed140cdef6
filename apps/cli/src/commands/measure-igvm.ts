import { equalBytes, malformedMessage, toHex } from "@sekisho/encoding";
import { message, type Message } from "@sekisho/messages";
import {
  computeIgvmLaunchDigest,
  igvmLaunchDemands,
  largestIgvmFile,
  MeasureError,
  parseIgvm,
  snpCompatibilityMask,
  verifyIgvmIdBlock,
  type IgvmFile,
  type IgvmMeasureOptions,
} from "@sekisho/reference-values";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { wholeNumber } from "../measure/options.ts";
import { UsageError } from "../usage-error.ts";

type IgvmOptions = {
  readonly compatibilityMask?: string;
  readonly nativeZero?: true;
  readonly checkKvm?: true;
  readonly ignoreIdBlock?: true;
  readonly json?: true;
};

/** `sekisho measure igvm` */
export function registerMeasureIgvm(measure: Command, context: Context): void {
  measure
    .command("igvm")
    .description("the launch digest of the SEV-SNP guest that an IGVM file starts (as igvmmeasure computes it)")
    .argument("<file>", "the IGVM file")
    .option("--compatibility-mask <number>", "which of the file's SEV-SNP platforms, where it has several")
    .option("--native-zero", "pages of zeros are the hardware's zero pages")
    .option("--check-kvm", "refuse a file that KVM would start in another way than it says")
    .option("--ignore-id-block", "don't hold the digest against the file's ID block")
    .option("--json", "print one JSON object")
    .action((file: string, options: IgvmOptions) => printIgvmDigest(file, options, context));
}

async function printIgvmDigest(path: string, options: IgvmOptions, context: Context): Promise<void> {
  const parsed = parseIgvm(await readInput(path, largestIgvmFile));
  if (!parsed.ok) throw new UsageError(malformedMessage(path, parsed.error));
  const file = parsed.value;
  try {
    const compatibilityMask = snpCompatibilityMask(file, maskOption(options));
    const { nativeZero = false, checkKvm = false } = options;
    const measureOptions: IgvmMeasureOptions = { compatibilityMask, nativeZero, checkKvm };
    const digest = await computeIgvmLaunchDigest(file, measureOptions);
    const hex = toHex(digest);
    context.print(options.json === true ? `${JSON.stringify({ digest: hex })}\n` : `${hex}\n`);
    const problem =
      options.ignoreIdBlock === true ? undefined : await idBlockProblem(path, file, compatibilityMask, digest);
    if (problem === undefined) return;
    context.say(`${context.render(problem)}\n`);
    context.reject();
  } catch (error) {
    throw error instanceof MeasureError ? new UsageError(error.problem) : error;
  }
}

function maskOption({ compatibilityMask }: IgvmOptions): number | undefined {
  if (compatibilityMask === undefined) return undefined;
  return Number(wholeNumber("--compatibility-mask", compatibilityMask, 1n, 0xffff_ffffn));
}

/** Why the firmware would refuse to start the guest with the ID block that the file brings; undefined where it would not. */
async function idBlockProblem(
  path: string,
  file: IgvmFile,
  mask: number,
  digest: Uint8Array,
): Promise<Message | undefined> {
  const { idBlock, policy } = igvmLaunchDemands(file, mask);
  if (idBlock === undefined) return undefined;
  const expected = idBlock.block.launchDigest;
  if (!equalBytes(expected, digest)) {
    return message("cli.measure.igvm.id-block-digest", { expected: toHex(expected) });
  }
  if (policy === undefined) return message("cli.measure.igvm.no-policy");
  const verdict = await verifyIgvmIdBlock(idBlock, policy);
  if (!verdict.ok) return malformedMessage(path, verdict.error);
  const { blockSignature, authorSignature } = verdict.value;
  if (blockSignature === "valid" && authorSignature !== "invalid") return undefined;
  return message("cli.measure.igvm.id-block-signature");
}
