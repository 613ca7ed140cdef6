import { message } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import {
  bootFile,
  parseVariableStore,
  predictedBoots,
  predictGrubBoot,
  predictUkiBoot,
  readGrubPrograms,
  readSystemdBoot,
  readUnifiedKernelImage,
  secureBootState,
  type BootPrediction,
  type FirmwareSupport,
  type GrubDisk,
  type SecureBootState,
  type StoredVariable,
  type UnpredictedPcr,
} from "@sekisho/reference-values/measured-boot";
import { ImageError } from "../image-error.ts";
import { inspectDisk, readDiskFile, type InspectedDisk } from "./disk.ts";
import { hasSecureBoot } from "./secure-boot-support.ts";
import { findUki } from "./uki-files.ts";

/** How the firmware comes to a kernel: shim and GRUB, or systemd-boot and a unified kernel image. */
export type BootPath = "grub" | "uki";

/** What decides what a disk image will measure. */
export type DiskBootInput = {
  /** The raw disk image: GPT, an EFI system partition, and for GRUB the partition with its files. Read only. */
  readonly disk: string;
  /** The OVMF variable store that the machine starts with. */
  readonly variables: Uint8Array;
  /** OVMF's code, which tells whether it is built with Secure Boot. Without it, both answers are predicted where it matters. */
  readonly firmware?: Uint8Array;
  /** Whether the firmware is to enforce Secure Boot; a store that says otherwise is an error. Told from the store if left out. */
  readonly secureBoot?: boolean;
  /** Told from the files of the EFI system partition if left out. */
  readonly boot?: BootPath;
  /** For people: what the predicted value is called ("kernel 6.12.107, GRUB, Secure Boot on"). */
  readonly name: string;
  readonly addedAt: string;
};

export type DiskBootPrediction = {
  /**
   * Values of origin "predicted", each for all PCRs that the files tell: the likeliest first, then how else the same files may
   * boot (`[empty-boot-option]`: the firmware tried an empty drive first).
   */
  readonly boots: readonly MeasuredBoot[];
  /** Every other PCR from 0 to 15, with the reason why the files don't tell it. */
  readonly unpredicted: readonly UnpredictedPcr[];
  /** How it boots, where the caller left that open. */
  readonly boot: BootPath;
  readonly secureBoot: boolean;
};

const loaderPath = "/EFI/BOOT/BOOTX64.EFI";
const grubPath = "/EFI/BOOT/grubx64.efi";

/**
 * What a disk image will measure when it boots, from its own files and the firmware's variables.
 *
 * Nothing is started, mounted or changed, and no rights beyond reading the files are needed. The image is taken to be the only
 * disk that GRUB sees (hd0).
 *
 * @throws ImageError when the disk or the variables can't be read, or contradict the boot path
 */
export async function predictDiskBoot(input: DiskBootInput): Promise<DiskBootPrediction> {
  const disk = await inspectDisk(input.disk);
  const { variables, state } = readVariables(input);
  const support = { secureBoot: input.firmware === undefined ? undefined : await hasSecureBoot(input.firmware) };
  if (support.secureBoot === false && state.enforced) throw new ImageError(message("image.inspect.no-secure-boot"));
  const boot = input.boot ?? ((await readEsp(disk, grubPath)) === undefined ? "uki" : "grub");
  const prediction =
    boot === "grub" ? await predictGrub(disk, variables, state, support) : await predictUki(disk, state, support);
  return {
    boots: predictedBoots(prediction, input.name, input.addedAt),
    unpredicted: prediction.unpredicted,
    boot,
    secureBoot: state.enforced,
  };
}

function readVariables({ variables, secureBoot }: DiskBootInput): {
  readonly variables: readonly StoredVariable[];
  readonly state: SecureBootState;
} {
  const store = parseVariableStore(variables);
  const state = store.ok ? secureBootState(store.value) : undefined;
  if (!store.ok || state === undefined) {
    const values = store.ok
      ? { field: "db", expected: "EFI_SIGNATURE_LIST", actual: "other bytes" }
      : { field: store.error.field, expected: store.error.expected, actual: store.error.actual };
    throw new ImageError(message("image.inspect.variables", values));
  }
  if (secureBoot !== undefined && secureBoot !== state.enforced) {
    throw new ImageError(message(secureBoot ? "image.inspect.secure-boot-off" : "image.inspect.secure-boot-on"));
  }
  return { variables: store.value, state };
}

async function predictGrub(
  disk: InspectedDisk,
  variables: readonly StoredVariable[],
  state: SecureBootState,
  support: FirmwareSupport,
): Promise<BootPrediction> {
  const programs = await readGrubPrograms(await needEsp(disk, loaderPath), await needEsp(disk, grubPath));
  const device = deviceOf(disk.esp.partition.number);
  return predictGrubBoot({ table: disk.table, variables, state, support, programs, device, disk: grubDisk(disk) });
}

async function predictUki(
  disk: InspectedDisk,
  state: SecureBootState,
  support: FirmwareSupport,
): Promise<BootPrediction> {
  const loader = await readSystemdBoot(await needEsp(disk, loaderPath));
  const loaderConfiguration = await readEsp(disk, "/loader/loader.conf");
  const { path, extras } = await findUki(disk, loaderConfiguration);
  const uki = await readUnifiedKernelImage(await needEsp(disk, path));
  return predictUkiBoot({
    table: disk.table,
    state,
    support,
    loader,
    loaderConfiguration,
    uki,
    ukiPath: path.slice(1),
    extras,
  });
}

function grubDisk(disk: InspectedDisk): GrubDisk {
  const named = (number: number) => disk.filesystems.find(({ partition }) => partition.number === number);
  const device = (found: { readonly partition: { readonly number: number } } | undefined) =>
    Promise.resolve(found === undefined ? undefined : deviceOf(found.partition.number));
  return {
    read: async (name, path) => {
      const filesystem = named(Number(/^hd0,gpt(\d{1,4})$/.exec(name)?.[1]));
      const content = filesystem === undefined ? undefined : await readDiskFile(disk, filesystem, path);
      return content === undefined ? undefined : await bootFile(content);
    },
    deviceOfUuid: (uuid) => device(disk.filesystems.find((one) => one.uuid === uuid.toLowerCase())),
    deviceOfLabel: (label) => device(disk.filesystems.find((one) => one.label === label)),
  };
}

function deviceOf(number: number): string {
  return `hd0,gpt${number}`;
}

function readEsp(disk: InspectedDisk, path: string): Promise<Uint8Array | undefined> {
  return readDiskFile(disk, disk.esp, path);
}

async function needEsp(disk: InspectedDisk, path: string): Promise<Uint8Array> {
  const content = await readEsp(disk, path);
  if (content === undefined) throw new ImageError(message("image.inspect.file", { path, disk: disk.path }));
  return content;
}
