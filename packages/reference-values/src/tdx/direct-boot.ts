import { toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { authenticodeDigest, parsePe } from "@sekisho/encoding/pe";
import { message } from "@sekisho/messages";
import { MeasureError } from "../measure-error.ts";
import { digestEvent, eventsOf, toUtf16 } from "../measured-boot/events.ts";
import { PredictionBuilder, type BootPrediction } from "../measured-boot/prediction.ts";

/** What QEMU hands a trust domain that it boots directly (`-kernel`, `-initrd`, `-append`). */
export type TdxDirectBoot = {
  /** The file as it lies on the disk: QEMU 10 and later hands it on untouched. */
  readonly kernel: Uint8Array;
  readonly initrd?: Uint8Array | undefined;
  readonly commandLine: string;
};

/** OVMF puts this behind the command line where there is an initrd (edk2, GenericQemuLoadImageLib). */
const initrdArgument = " initrd=initrd";
/** Boot programs and the firmware's own steps: PCR 2 to 6 of a TPM. What the operating system's loader adds: PCR 8 to 15. */
const registers = { programs: 1, system: 2 } as const;
const { dataEvent, separator, action } = eventsOf("sha384");

/**
 * What OVMF and the kernel's EFI stub extend RTMR 1 and 2 with in a direct boot, with SHA-384: the kernel as a program
 * (Authenticode), the calls that frame it; then the command line as UTF-16 with its zero, and the initrd (Linux,
 * drivers/firmware/efi/libstub, `efi_measure_tagged_event`, through EFI_CC_MEASUREMENT_PROTOCOL since 6.9).
 *
 * @throws MeasureError for a kernel that is no EFI program, and a command line with other characters than ASCII
 */
export async function predictTdxDirectBoot(boot: TdxDirectBoot): Promise<BootPrediction> {
  const { kernel, initrd, commandLine } = boot;
  const builder = new PredictionBuilder("rtmr");
  builder.add(digestEvent(registers.programs, "kernel", "kernel", await kernelDigest(kernel)));
  // OVMF loads a kernel from QEMU before it draws its line between firmware and boot, unlike one from a disk.
  builder.add(await action(registers.programs, "Calling EFI Application from Boot Option"));
  builder.add(await separator(registers.programs));
  const options = loadOptions(commandLine, initrd !== undefined);
  builder.leaveZero(registers.system);
  if (options !== "") {
    builder.add(await dataEvent(registers.system, "command-line", options, toUtf16(`${options}\0`)));
  }
  if (initrd !== undefined) {
    builder.add(digestEvent(registers.system, "initrd", "Linux initrd", await hash("sha384", initrd)));
  }
  builder.add(await action(registers.programs, "Exit Boot Services Invocation"));
  builder.add(await action(registers.programs, "Exit Boot Services Returned with Success"));
  return builder.finish();
}

async function kernelDigest(kernel: Uint8Array): Promise<Uint8Array> {
  const image = parsePe(kernel);
  if (!image.ok) throw new MeasureError(message("measure.tdx.kernel"));
  return await authenticodeDigest(kernel, image.value, "sha384");
}

function loadOptions(commandLine: string, hasInitrd: boolean): string {
  const isAscii = toUtf8(commandLine).every((byte) => byte > 0 && byte < 0x80);
  if (!isAscii) throw new MeasureError(message("measure.tdx.command-line"));
  return hasInitrd ? `${commandLine}${initrdArgument}` : commandLine;
}
