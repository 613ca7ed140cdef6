import { message } from "@sekisho/messages";
import { MeasureError, signatureOf, vcpuSignature, type VmmType } from "@sekisho/reference-values";
import { UsageError } from "../usage-error.ts";

/** What is measured. */
export type Mode = "snp" | "sev-es" | "sev";

/** The options of `sekisho measure`, as commander reads them; they are those of sev-snp-measure. */
export type MeasureOptions = {
  readonly ovmf: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly append?: string;
  readonly vcpus?: string;
  readonly vcpuType?: string;
  readonly vcpuSig?: string;
  readonly vcpuFamily?: string;
  readonly vcpuModel?: string;
  readonly vcpuStepping?: string;
  readonly vmmType: VmmType;
  readonly guestFeatures: string;
  readonly snpOvmfHash?: string;
  readonly svsm?: string;
  readonly varsSize?: string;
  readonly varsFile?: string;
  readonly outputFormat: "hex" | "base64";
  readonly json?: true;
};

/**
 * A whole number, decimal or hexadecimal ("33", "0x21").
 *
 * @throws UsageError when it is none, or out of bounds
 */
export function wholeNumber(option: string, value: string, least: bigint, most: bigint): bigint {
  const number = /^(?:\d{1,20}|0[xX][0-9a-fA-F]{1,16})$/.test(value) ? BigInt(value) : undefined;
  if (number === undefined || number < least || number > most) {
    const bounds = { least: String(least), most: String(most) };
    throw new UsageError(message("cli.measure.number", { option, value, ...bounds }));
  }
  return number;
}

/** How many virtual CPUs; the most that a reference value may have. */
export function vcpuCount(mode: Mode, { vcpus }: MeasureOptions): number {
  if (vcpus === undefined) throw new UsageError(message("cli.measure.missing", { option: "--vcpus", mode }));
  return Number(wholeNumber("--vcpus", vcpus, 1n, 512n));
}

/** The CPUID signature of the virtual CPUs; 0 where the VMM does not pass one on. */
export function signatureOption(options: MeasureOptions): number {
  const { vcpuType, vcpuSig, vcpuFamily, vcpuModel, vcpuStepping, vmmType } = options;
  const byIdentity = [vcpuFamily, vcpuModel, vcpuStepping].some((part) => part !== undefined);
  const kinds = [vcpuType !== undefined, vcpuSig !== undefined, byIdentity].filter(Boolean).length;
  if (kinds > 1) throw new UsageError(message("cli.measure.one-vcpu-kind"));
  if (vcpuType !== undefined) {
    const signature = vcpuType.startsWith("0x") ? undefined : vcpuSignature(vcpuType);
    if (signature === undefined) throw new MeasureError(message("measure.vcpu-type.unknown", { type: vcpuType }));
    return signature;
  }
  if (vcpuSig !== undefined) return Number(wholeNumber("--vcpu-sig", vcpuSig, 0n, 0xffff_ffffn));
  if (byIdentity) {
    if (vcpuFamily === undefined || vcpuModel === undefined || vcpuStepping === undefined) {
      throw new UsageError(message("cli.measure.one-vcpu-kind"));
    }
    return signatureOf({
      family: Number(wholeNumber("--vcpu-family", vcpuFamily, 0n, 270n)),
      model: Number(wholeNumber("--vcpu-model", vcpuModel, 0n, 255n)),
      stepping: Number(wholeNumber("--vcpu-stepping", vcpuStepping, 0n, 15n)),
    });
  }
  if (vmmType === "QEMU") throw new UsageError(message("cli.measure.vcpu-kind-missing"));
  return 0;
}
