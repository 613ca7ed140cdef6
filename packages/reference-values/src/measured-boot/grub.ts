import { concatBytes, equalBytes, toUtf8, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { message, type Message } from "@sekisho/messages";
import type { BootFile } from "./boot-file.ts";
import { dataEvent, digestEvent, toUtf16 } from "./events.ts";
import { addFirmware, addHandover, addVariants, type FirmwareSupport } from "./firmware.ts";
import { readGrubImage, type GrubImage } from "./grub-image.ts";
import { evaluateGrub } from "./grub-script/evaluate.ts";
import type { GrubDisk, GrubTrace } from "./grub-script/run.ts";
import { GrubScriptError } from "./grub-script/syntax.ts";
import { partitionNames, type PartitionTable } from "./gpt.ts";
import { PredictionBuilder, type BootPrediction } from "./prediction.ts";
import {
  authorityEvent,
  imageSecurityGuid,
  readSignedProgram,
  vouchingEntry,
  type SecureBootState,
  type SignedProgram,
} from "./secure-boot.ts";
import { firstSbatLevel, majorVersion, readShim, shimLockGuid, type Shim } from "./shim.ts";
import { parseSignatureLists, type SignatureEntry } from "@sekisho/encoding/uefi";
import { whyUnpredicted } from "./unpredicted.ts";
import type { StoredVariable } from "./variable-store.ts";

/** What a boot by shim and GRUB is made of. */
export type GrubBootInput = {
  readonly table: PartitionTable;
  readonly variables: readonly StoredVariable[];
  readonly state: SecureBootState;
  readonly support: FirmwareSupport;
  readonly programs: GrubPrograms;
  /** The EFI system partition as GRUB names it ("hd0,gpt1"), and the disk with all its files. */
  readonly device: string;
  readonly disk: GrubDisk;
};

/** `EFI/BOOT/BOOTX64.EFI` and `EFI/BOOT/grubx64.efi`, as far as they can be read. */
export type GrubPrograms = {
  readonly shim: { readonly program: SignedProgram; readonly content: Shim } | undefined;
  readonly grub: { readonly program: SignedProgram; readonly content: GrubImage } | undefined;
};

/** Reads shim and GRUB. */
export async function readGrubPrograms(shim: Uint8Array, grub: Uint8Array): Promise<GrubPrograms> {
  const join = <T>(program: SignedProgram | undefined, content: Parsed<T>) =>
    program === undefined || !content.ok ? undefined : { program, content: content.value };
  return {
    shim: join(await readSignedProgram(shim), readShim(shim)),
    grub: join(await readSignedProgram(grub), readGrubImage(grub)),
  };
}

/** The shim whose measurements are known: others may measure in other places. */
const knownShim = 16;

/** What OVMF, shim and GRUB will measure. */
export async function predictGrubBoot(input: GrubBootInput): Promise<BootPrediction> {
  const { table, state, support } = input;
  const builder = new PredictionBuilder();
  await addFirmware(builder, state, support);
  builder.add(await dataEvent(5, "partition-table", partitionNames(table), table.event));
  const trace = await traceGrub(builder, input);
  await addPrograms(builder, input, trace);
  if (trace !== undefined) await addGrub(builder, trace);
  await addHandover(builder);
  await addVariants(builder, state, support);
  return builder.finish();
}

async function traceGrub(builder: PredictionBuilder, input: GrubBootInput): Promise<GrubTrace | undefined> {
  const image = input.programs.grub?.content;
  if (image === undefined || image.hasConfiguration || !image.prefix.startsWith("/")) {
    builder.giveUp(message("measured-boot.unpredicted.grub-image"), 4, 7, 8, 9);
    return undefined;
  }
  const { prefix, modules, hasMemoryDisk } = image;
  try {
    return await evaluateGrub(input.disk, { device: input.device, prefix, machine: { modules, hasMemoryDisk } });
  } catch (error) {
    if (!(error instanceof GrubScriptError)) throw error;
    const { file, line, what } = error;
    builder.giveUp(
      message("measured-boot.unpredicted.grub-script", { file, line, what: what.slice(0, 200) }),
      4,
      7,
      8,
      9,
    );
    return undefined;
  }
}

async function addGrub(builder: PredictionBuilder, { events, kernel, initrds }: GrubTrace): Promise<void> {
  builder.add(...events);
  const options = `BOOT_IMAGE=${kernel.commandLine}`;
  builder.add(await dataEvent(9, "command-line", options, toUtf16(options)));
  const joined = await joinInitrds(initrds);
  if (joined === undefined) builder.giveUp(whyUnpredicted(9).reason, 9);
  else if (initrds.length > 0) builder.add(digestEvent(9, "initrd", "Linux initrd", joined));
}

/** The digest of the initrds as the kernel gets them, each from a multiple of four bytes on; undefined where one is not at hand. */
async function joinInitrds(initrds: readonly BootFile[]): Promise<Uint8Array | undefined> {
  const [only] = initrds;
  if (only !== undefined && initrds.length === 1) return only.sha256;
  const contents = initrds.map(({ content }) => content);
  const parts: Uint8Array[] = [];
  for (const [index, content] of contents.entries()) {
    if (content === undefined) return undefined;
    parts.push(content);
    if (index < contents.length - 1) parts.push(new Uint8Array(-content.length & 3));
  }
  return hash("sha256", concatBytes(...parts));
}

async function addPrograms(
  builder: PredictionBuilder,
  input: GrubBootInput,
  trace: GrubTrace | undefined,
): Promise<void> {
  const {
    state,
    variables,
    programs: { shim, grub },
  } = input;
  if (shim === undefined || grub === undefined || majorVersion(shim.content.version) !== knownShim) {
    const version = shim?.content.version ?? "";
    return builder.giveUp(message("measured-boot.unpredicted.shim", { version, known: knownShim }), 4, 7, 14);
  }
  const changed = variables.find(({ guid, name }) => guid === shimLockGuid && name !== "SbatLevel");
  if (changed !== undefined) {
    builder.giveUp(message("measured-boot.unpredicted.shim-variable", { name: changed.name }), 4, 7, 14);
  }
  builder.add(digestEvent(4, "shim", "EFI/BOOT/BOOTX64.EFI", shim.program.digest));
  builder.add(digestEvent(4, "boot-loader", "EFI/BOOT/grubx64.efi", grub.program.digest));
  builder.add(
    await dataEvent(14, "machine-owner-keys", "MokList", shim.content.vendorKeys),
    await dataEvent(14, "machine-owner-keys", "MokListX", shim.content.vendorRevocations),
    await dataEvent(14, "machine-owner-keys", "MokListTrusted", Uint8Array.of(1)),
  );
  await addSbatLevel(builder, input, shim.content, state.enforced ? shim.program : undefined);
  if (!state.enforced) return;
  const kernel = trace === undefined ? undefined : await trace.kernel.file.program();
  if (kernel === undefined) {
    return builder.giveUp(refused(trace?.kernel.path ?? "kernel"), 4, 7);
  }
  builder.add(digestEvent(4, "kernel", trace?.kernel.path ?? "", kernel.digest));
  await addShimAuthorities(
    builder,
    shim.content,
    [
      ["EFI/BOOT/grubx64.efi", grub.program],
      [trace?.kernel.path ?? "", kernel],
    ],
    state,
  );
}

/** The revocation level that shim sets or finds; under Secure Boot the db entry that vouched for shim comes first. */
async function addSbatLevel(
  builder: PredictionBuilder,
  { variables, state }: GrubBootInput,
  shim: Shim,
  program: SignedProgram | undefined,
): Promise<void> {
  if (program !== undefined) {
    const entry = await vouchingEntry(program, state.db);
    if (entry === undefined) builder.giveUp(refused("EFI/BOOT/BOOTX64.EFI"), 4, 7);
    else builder.add(await authorityEvent(imageSecurityGuid, "db", entry.bytes));
  }
  const level = state.enforced ? shim.sbatLevel : toUtf8(firstSbatLevel);
  const stored = variables.find(({ guid, name }) => guid === shimLockGuid && name === "SbatLevel");
  if (stored !== undefined && !equalBytes(stored.data, level)) {
    builder.giveUp(message("measured-boot.unpredicted.shim-variable", { name: stored.name }), 7);
  }
  builder.add(await authorityEvent(shimLockGuid, "SbatLevel", level));
}

/** Which of shim's own keys vouched for what it started; each key is measured once. */
async function addShimAuthorities(
  builder: PredictionBuilder,
  shim: Shim,
  programs: readonly (readonly [string, SignedProgram])[],
  state: SecureBootState,
): Promise<void> {
  const keys = parseSignatureLists(shim.vendorKeys);
  const seen: SignatureEntry[] = [];
  for (const [path, program] of programs) {
    const entry = keys.ok ? await vouchingEntry(program, keys.value) : undefined;
    // What db vouches for, shim measures in a way that is not known here.
    if (entry === undefined || (await vouchingEntry(program, state.db)) !== undefined) {
      return builder.giveUp(refused(path), 4, 7);
    }
    if (!seen.includes(entry)) builder.add(await authorityEvent(shimLockGuid, "MokListRT", entry.bytes));
    seen.push(entry);
  }
}

function refused(program: string): Message {
  return message("measured-boot.unpredicted.not-vouched", { program });
}
