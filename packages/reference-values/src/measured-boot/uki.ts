import { concatBytes, fromUtf8, isAllZero, toUtf8 } from "@sekisho/encoding";
import { authenticodeDigest, findSection, parsePe, sectionContent, type PeImage } from "@sekisho/encoding/pe";
import { message } from "@sekisho/messages";
import { extraArchive } from "./cpio.ts";
import { dataEvent, digestEvent, toUtf16 } from "./events.ts";
import { addFirmware, addHandover, addVariants, type FirmwareSupport } from "./firmware.ts";
import type { PartitionTable } from "./gpt.ts";
import { partitionNames } from "./grub.ts";
import { PredictionBuilder, type BootPrediction } from "./prediction.ts";
import {
  authorityEvent,
  imageSecurityGuid,
  readSignedProgram,
  vouchingEntry,
  type SecureBootState,
} from "./secure-boot.ts";
import type { SignatureData } from "./signature-lists.ts";

/** What a boot by systemd-boot and a unified kernel image is made of. */
export type UkiBootInput = {
  readonly table: PartitionTable;
  readonly state: SecureBootState;
  readonly support: FirmwareSupport;
  /** `EFI/BOOT/BOOTX64.EFI`. */
  readonly loader: Uint8Array;
  /** `loader/loader.conf`, where there is one. */
  readonly loaderConfiguration: Uint8Array | undefined;
  /** The unified kernel image that starts, and its path on the EFI system partition. */
  readonly uki: Uint8Array;
  readonly ukiPath: string;
  /** Paths on the EFI system partition that the stub would take further files from (add-ons, credentials, extensions). */
  readonly extras: readonly string[];
};

/** Sections that the stub measures, in its order (systemd 257, `uki.h`). */
const measuredSections = [
  ".linux",
  ".osrel",
  ".cmdline",
  ".initrd",
  ".ucode",
  ".splash",
  ".dtb",
  ".uname",
  ".sbat",
  ".pcrpkey",
] as const;

/** Sections that make the stub choose, by what the machine is. */
const choosingSections: readonly string[] = [".profile", ".dtbauto", ".hwids", ".efifw"];

/** The systemd whose measurements are known: others measure more, less, or elsewhere. */
const knownSystemd = 257;

/** What OVMF, systemd-boot, systemd-stub and the kernel's own stub will measure. */
export async function predictUkiBoot(input: UkiBootInput): Promise<BootPrediction> {
  const { table, state, support } = input;
  const builder = new PredictionBuilder();
  await addFirmware(builder, state, support);
  builder.add(await dataEvent(5, "partition-table", partitionNames(table), table.event));
  await addLoader(builder, input);
  await addUki(builder, input);
  await addHandover(builder);
  await addVariants(builder, state, support);
  return builder.finish();
}

async function addLoader(builder: PredictionBuilder, input: UkiBootInput): Promise<void> {
  const { loader, loaderConfiguration, uki, ukiPath, state } = input;
  const measured: SignatureData[] = [];
  for (const [path, bytes] of [
    ["EFI/BOOT/BOOTX64.EFI", loader],
    [ukiPath, uki],
  ] as const) {
    const program = await readSignedProgram(bytes);
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
  const version = systemdVersion(loader, "systemd-boot");
  if (version !== knownSystemd) {
    const values = { program: "systemd-boot", version: String(version), known: knownSystemd };
    builder.giveUp(message("measured-boot.unpredicted.systemd", values), 5);
  }
  if (loaderConfiguration !== undefined) {
    builder.add(await dataEvent(5, "boot-loader", "loader.conf", loaderConfiguration));
  }
}

async function addUki(builder: PredictionBuilder, { uki, ukiPath, extras, state }: UkiBootInput): Promise<void> {
  const image = parsePe(uki);
  if (!image.ok) return;
  const version = systemdVersion(uki, "systemd-stub");
  if (version !== knownSystemd) {
    const values = { program: "systemd-stub", version: String(version), known: knownSystemd };
    builder.giveUp(message("measured-boot.unpredicted.systemd", values), 9, 11, 12, 13);
  }
  const [extra] = extras;
  if (extra !== undefined) {
    builder.giveUp(message("measured-boot.unpredicted.uki-extra", { path: extra }), 9, 11, 12, 13);
  }
  const choosing = image.value.sections.find(({ name }) => choosingSections.includes(name));
  const kernel = contentOf(uki, image.value, ".linux");
  if (choosing !== undefined || kernel === undefined) {
    const section = choosing?.name ?? ".linux";
    return builder.giveUp(message("measured-boot.unpredicted.uki-section", { uki: ukiPath, section }), 4, 9, 11, 12);
  }
  for (const section of measuredSections) {
    const content = contentOf(uki, image.value, section);
    if (content === undefined) continue;
    builder.add(await dataEvent(11, "uki-section", section, toUtf8(`${section}\0`)));
    // A command line bears its very text as its name, so that it can be hashed again.
    const text = section === ".cmdline" ? fromUtf8(section, content) : undefined;
    builder.add(
      text?.ok === true
        ? await dataEvent(11, "command-line", text.value.replace(/\0$/, ""), content)
        : await dataEvent(11, "uki-section", section, content),
    );
  }
  const inner = parsePe(kernel);
  if (!inner.ok) builder.giveUp(message("measured-boot.unpredicted.program", { program: `${ukiPath} .linux` }), 4);
  else if (!state.enforced) {
    builder.add(digestEvent(4, "kernel", `${ukiPath} .linux`, await authenticodeDigest(kernel, inner.value)));
  }
  await addKernelStub(builder, uki, image.value, ukiPath);
}

/** What the kernel's own EFI stub measures: the command line and the initrds as systemd-stub hands them over. */
async function addKernelStub(builder: PredictionBuilder, uki: Uint8Array, image: PeImage, path: string): Promise<void> {
  const section = contentOf(uki, image, ".cmdline");
  const text = section === undefined ? undefined : commandLineOf(section);
  if (text === undefined) {
    return builder.giveUp(message("measured-boot.unpredicted.uki-section", { uki: path, section: ".cmdline" }), 9);
  }
  builder.add(await dataEvent(9, "command-line", text, toUtf16(`${text}\0`)));
  const initrds = [
    contentOf(uki, image, ".ucode"),
    contentOf(uki, image, ".initrd"),
    archive(contentOf(uki, image, ".pcrsig"), "tpm2-pcr-signature.json"),
    archive(contentOf(uki, image, ".pcrpkey"), "tpm2-pcr-public-key.pem"),
    archive(contentOf(uki, image, ".osrel"), "os-release"),
  ].filter((part) => part !== undefined);
  const [only] = initrds;
  const joined =
    initrds.length === 1 && only !== undefined
      ? only
      : concatBytes(...initrds.flatMap((part) => [part, new Uint8Array(-part.length & 3)]));
  if (initrds.length > 0) builder.add(await dataEvent(9, "initrd", "Linux initrd", joined));
}

function archive(content: Uint8Array | undefined, name: string): Uint8Array | undefined {
  return content === undefined ? undefined : extraArchive(name, content);
}

function contentOf(uki: Uint8Array, image: PeImage, name: string): Uint8Array | undefined {
  const section = findSection(image, name);
  return section === undefined ? undefined : sectionContent(uki, section);
}

/** The command line as the stub passes it on: up to a zero, control characters as blanks, no blanks at the end. */
export function commandLineOf(section: Uint8Array): string | undefined {
  const end = section.indexOf(0);
  if (end >= 0 && !isAllZero(section.subarray(end))) return undefined;
  const characters = end < 0 ? section : section.subarray(0, end);
  // Only ASCII: what the stub makes of other characters is not known here.
  if (characters.some((character) => character > 0x7e)) return undefined;
  return Array.from(characters, (character) => String.fromCharCode(Math.max(character, 0x20)))
    .join("")
    .trimEnd();
}

/** The major version in section `.sdmagic` ("#### LoaderInfo: systemd-stub 257.13-1 ####"). */
function systemdVersion(bytes: Uint8Array, program: string): number | undefined {
  const image = parsePe(bytes);
  const magic = image.ok ? contentOf(bytes, image.value, ".sdmagic") : undefined;
  const text = magic === undefined ? "" : String.fromCharCode(...magic.subarray(0, 256));
  const found = new RegExp(`^#### LoaderInfo: ${program} (\\d{1,4})[^#]* ####`).exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}
