import { concatBytes, fromUtf8, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import { extraArchive } from "./cpio.ts";
import { dataEvent, digestEvent, toUtf16 } from "./events.ts";
import { addFirmware, addHandover, addVariants, type FirmwareSupport } from "./firmware.ts";
import { partitionNames, type PartitionTable } from "./gpt.ts";
import { PredictionBuilder, type BootPrediction } from "./prediction.ts";
import { authorityEvent, imageSecurityGuid, vouchingEntry, type SecureBootState } from "./secure-boot.ts";
import type { SignatureEntry } from "@sekisho/encoding/uefi";
import { measuredSections, stubCommandLine, type SystemdProgram, type UnifiedKernelImage } from "./uki-program.ts";

/** What a boot by systemd-boot and a unified kernel image is made of. */
export type UkiBootInput = {
  readonly table: PartitionTable;
  readonly state: SecureBootState;
  readonly support: FirmwareSupport;
  /** `EFI/BOOT/BOOTX64.EFI`; undefined where it can't be read. */
  readonly loader: SystemdProgram | undefined;
  /** `loader/loader.conf`, where there is one. */
  readonly loaderConfiguration: Uint8Array | undefined;
  /** The unified kernel image that starts, and its path on the EFI system partition. */
  readonly uki: UnifiedKernelImage | undefined;
  readonly ukiPath: string;
  /** Paths on the EFI system partition that the stub would take further files from (add-ons, credentials, extensions). */
  readonly extras: readonly string[];
};

const loaderPath = "EFI/BOOT/BOOTX64.EFI";

/** The systemd whose measurements are known: others measure more, less, or elsewhere. */
const knownSystemd = 257;

/** What OVMF, systemd-boot, systemd-stub and the kernel's own stub will measure. */
export async function predictUkiBoot(input: UkiBootInput): Promise<BootPrediction> {
  const { table, state, support, loader, uki, ukiPath, loaderConfiguration } = input;
  const builder = new PredictionBuilder();
  await addFirmware(builder, state, support);
  builder.add(await dataEvent(5, "partition-table", partitionNames(table), table.event));
  refuseUnknown(builder, "systemd-boot", loader, [5]);
  if (loaderConfiguration !== undefined) {
    builder.add(await dataEvent(5, "boot-loader", "loader.conf", loaderConfiguration));
  }
  await addPrograms(builder, input);
  refuseUnknown(builder, "systemd-stub", uki, [9, 11, 12, 13]);
  refuseExtras(builder, input);
  if (uki !== undefined) {
    await addSections(builder, uki);
    if (!state.enforced && uki.kernelDigest !== undefined) {
      builder.add(digestEvent(4, "kernel", `${ukiPath} .linux`, uki.kernelDigest));
    }
    await addKernelStub(builder, uki, ukiPath);
  }
  await addHandover(builder);
  await addVariants(builder, state, support);
  return builder.finish();
}

function refuseUnknown(
  builder: PredictionBuilder,
  name: string,
  program: SystemdProgram | undefined,
  pcrs: readonly number[],
): void {
  if (program?.version === knownSystemd) return;
  const version = program?.version === undefined ? "?" : String(program.version);
  builder.giveUp(
    message("measured-boot.unpredicted.systemd", { program: name, version, known: knownSystemd }),
    ...pcrs,
  );
}

function refuseExtras(builder: PredictionBuilder, { extras, uki, ukiPath }: UkiBootInput): void {
  const [extra] = extras;
  if (extra !== undefined) {
    builder.giveUp(message("measured-boot.unpredicted.uki-extra", { path: extra }), 9, 11, 12, 13);
  }
  const section = uki?.ambiguous ?? (uki?.kernelDigest === undefined ? ".linux" : undefined);
  if (section !== undefined) {
    builder.giveUp(message("measured-boot.unpredicted.uki-section", { uki: ukiPath, section }), 4, 9, 11, 12);
  }
}

async function addPrograms(builder: PredictionBuilder, input: UkiBootInput): Promise<void> {
  const { loader, uki, ukiPath, state } = input;
  const measured: SignatureEntry[] = [];
  for (const [path, program] of [
    [loaderPath, loader?.program],
    [ukiPath, uki?.program],
  ] as const) {
    if (program === undefined) {
      builder.giveUp(message("measured-boot.unpredicted.program", { program: path }), 4, 7);
      continue;
    }
    builder.add(digestEvent(4, "boot-loader", path, program.digest));
    if (!state.enforced) continue;
    const entry = await vouchingEntry(program, state.db);
    if (entry === undefined) {
      builder.giveUp(message("measured-boot.unpredicted.not-vouched", { program: path }), 4, 7);
    } else if (!measured.includes(entry)) {
      builder.add(await authorityEvent(imageSecurityGuid, "db", entry.bytes));
      measured.push(entry);
    }
  }
}

/** The stub measures each section's name with its zero, then its content. */
async function addSections(builder: PredictionBuilder, { sections }: UnifiedKernelImage): Promise<void> {
  for (const name of measuredSections) {
    const section = sections.get(name);
    if (section === undefined) continue;
    builder.add(await dataEvent(11, "uki-section", name, toUtf8(`${name}\0`)));
    // A command line bears its very text as its name, so that it can be hashed again.
    const text = name === ".cmdline" && section.content !== undefined ? fromUtf8(name, section.content) : undefined;
    builder.add(
      text?.ok === true
        ? digestEvent(11, "command-line", text.value.replace(/\0$/, ""), section.sha256)
        : digestEvent(11, "uki-section", name, section.sha256),
    );
  }
}

/** What the kernel's own EFI stub measures: the command line and the initrds as systemd-stub hands them over. */
async function addKernelStub(builder: PredictionBuilder, uki: UnifiedKernelImage, path: string): Promise<void> {
  const content = (name: string) => uki.sections.get(name)?.content;
  const section = content(".cmdline");
  const text = section === undefined ? undefined : stubCommandLine(section);
  if (text === undefined) {
    builder.giveUp(message("measured-boot.unpredicted.uki-section", { uki: path, section: ".cmdline" }), 9);
    return;
  }
  builder.add(await dataEvent(9, "command-line", text, toUtf16(`${text}\0`)));
  const initrds = [
    content(".ucode"),
    content(".initrd"),
    archive(content(".pcrsig"), "tpm2-pcr-signature.json"),
    archive(content(".pcrpkey"), "tpm2-pcr-public-key.pem"),
    archive(content(".osrel"), "os-release"),
  ].filter((part) => part !== undefined);
  if (initrds.length === 0) return;
  // A single one is handed on as it is; several are joined, each filled to a multiple of four bytes.
  const joined = initrds.length === 1 ? initrds : initrds.flatMap((part) => [part, new Uint8Array(-part.length & 3)]);
  builder.add(digestEvent(9, "initrd", "Linux initrd", await hash("sha256", concatBytes(...joined))));
}

function archive(content: Uint8Array | undefined, name: string): Uint8Array | undefined {
  return content === undefined ? undefined : extraArchive(name, content);
}
