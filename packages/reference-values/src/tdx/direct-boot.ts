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

/** OVMF adds this to the command line where there is an initrd (edk2, GenericQemuLoadImageLib). */
const initrdArgument = "initrd=initrd";
/** Boot programs and the firmware's own steps: PCR 2 to 6 of a TPM. What the operating system's loader adds: PCR 8 to 15. */
const registers = { programs: 1, system: 2 } as const;
const { dataEvent, separator, action } = eventsOf("sha384");

/**
 * What OVMF and the kernel's EFI stub extend RTMR 1 and 2 with in a direct boot, with SHA-384: the kernel as a program
 * (Authenticode), the calls that frame it; then the command line as UTF-16 with its zero, and the initrd (Linux,
 * drivers/firmware/efi/libstub, `efi_measure_tagged_event`, through EFI_CC_MEASUREMENT_PROTOCOL since 6.9).
 *
 * Tried with Debian's OVMF 2025.02 and 2026.08, Linux 6.12 and a TPM in place of the registers. A shim that QEMU hands over
 * (`-shim`) is not foretold.
 *
 * @throws MeasureError for a kernel that is no EFI program, and a command line with other characters than ASCII
 */
export async function predictTdxDirectBoot(boot: TdxDirectBoot): Promise<BootPrediction> {
  const builder = new PredictionBuilder("rtmr");
  builder.add(digestEvent(registers.programs, "kernel", "kernel", await kernelDigest(boot.kernel)));
  // OVMF loads a kernel from QEMU before it draws its line between firmware and boot, unlike one from a disk.
  builder.add(await action(registers.programs, "Calling EFI Application from Boot Option"));
  builder.add(await separator(registers.programs));
  await addHandover(builder, boot);
  builder.add(await action(registers.programs, "Exit Boot Services Invocation"));
  builder.add(await action(registers.programs, "Exit Boot Services Returned with Success"));
  return builder.finish();
}

async function kernelDigest(kernel: Uint8Array): Promise<Uint8Array> {
  const image = parsePe(kernel);
  if (!image.ok) throw new MeasureError(message("measure.tdx.kernel"));
  return await authenticodeDigest(kernel, image.value, "sha384");
}

/** What the kernel's stub measures of what it is handed; a variant where two versions of OVMF differ. */
async function addHandover(builder: PredictionBuilder, { initrd, commandLine }: TdxDirectBoot): Promise<void> {
  // The firmware widens it letter by letter.
  const isAscii = toUtf8(commandLine).every((byte) => byte > 0 && byte < 0x80);
  if (!isAscii) throw new MeasureError(message("measure.tdx.command-line"));
  const register = registers.system;
  builder.leaveZero(register);
  const options = (text: string) => dataEvent(register, "command-line", text, toUtf16(`${text}\0`));
  if (initrd === undefined) {
    if (commandLine !== "") builder.add(await options(commandLine));
    return;
  }
  builder.add(await options(`${commandLine} ${initrdArgument}`));
  builder.add(digestEvent(register, "initrd", "Linux initrd", await hash("sha384", initrd)));
  // Tried: 2025.02 puts it behind the command line, 2026.08 in front.
  const inFront = await options(`${initrdArgument} ${commandLine}`);
  builder.addVariant("initrd-argument-in-front", register, ([, ...rest]) => [inFront, ...rest]);
}
