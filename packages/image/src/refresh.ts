import { copyFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { MeasuredBoot, ReferenceValue } from "@sekisho/reference-values";
import { isDirect, isDisk, machineSchema, type DirectBoot, type DirectMachine, type Machine } from "@sekisho/release";
import { bootArtifacts, type BootArtifacts } from "./boot-artifacts.ts";
import type { Cache } from "./cache/cache.ts";
import { fileHash } from "./cache/content-hash.ts";
import { findLoaders } from "./disk-boot/loaders.ts";
import { refreshDisk, type Change } from "./disk-boot/refresh-disk.ts";
import type { SigningKey } from "./disk-boot/signing-key.ts";
import { readImageRecord, readMachine, names, writeJson } from "./machine/folder.ts";
import { makeReferenceValue, readFirmware } from "./machine/reference-value.ts";
import { makeSevReferenceValue } from "./machine/sev-parts.ts";
import { predictTdxBoots } from "./machine/tdx-values.ts";
import { noProgress, type Progress } from "./progress.ts";
import { withRootfs } from "./rootfs/rootfs.ts";
import type { RootfsSource } from "./rootfs/source.ts";

export type RefreshInput = {
  /** The image's folder. */
  readonly folder: string;
  /** Default: where the image was made from. */
  readonly source?: RootfsSource | undefined;
  /** The guest agent's executable. */
  readonly agent: string;
  /** Who signs a unified kernel image; default: the key in the folder's `keys/`. */
  readonly signingKey?: SigningKey | undefined;
  /** Builds a suite's tree anew: the cached one has the old kernel. */
  readonly fresh: boolean;
  /** Only says what would change. */
  readonly dryRun: boolean;
  readonly cache: Cache;
  readonly progress?: Progress;
  readonly now?: Date;
};

/** What changes, or would: a component's name, and its SHA-256 before and after (a kernel's version for the kernel). */
export type Refreshed = {
  readonly changed: readonly Change[];
  readonly machine: Machine;
  /** The reference value that was added, for the gate; null where nothing changed, and for a machine whose boots are recorded. */
  readonly added: ReferenceValue | null;
  /** What such a machine may boot now. */
  readonly addedBoots: readonly MeasuredBoot[];
};

/** How many boots a machine remembers (the schema allows 64); the oldest goes first. */
const mostReferenceValues = 32;

/**
 * Puts a new kernel and initrd beside the encrypted disk, which stays as it is, and adds their reference value beside the
 * known ones. The files of earlier boots stay in the folder, so that one can go back. With nothing new it changes nothing.
 *
 * Of a machine that boots from its disk, the boot loader, kernel and initrd on the disk are replaced, and the encrypted partition
 * stays as it is; see {@link refreshDisk}.
 *
 * The kernel's modules are on the disk: update the kernel inside the machine first, or both are of one version anyway.
 *
 * @throws ImageError when the folder holds no image, or an input is not as it must be
 */
export async function refreshImage(input: RefreshInput): Promise<Refreshed> {
  const { folder, cache, agent, fresh, dryRun, progress = noProgress } = input;
  const path = join(folder, names.machine);
  const machine = await readMachine(path);
  const record = await readImageRecord(folder);
  const source = input.source ?? record.source;
  const now = input.now ?? new Date();
  return withRootfs({ cache, source, fresh, progress }, async (rootfs) => {
    const boot = await bootArtifacts({ cache, rootfs, agent, guest: record.guest, progress });
    if (isDisk(machine)) {
      const loaders = await findLoaders({ cache, source, rootfs, kind: machine.boot.kind, fresh });
      const { signingKey } = input;
      const disk = await refreshDisk({ folder, machine, boot, loaders, signingKey, dryRun, cache, now });
      if (!dryRun && disk.changed.length > 0) await writeJson(path, disk.machine);
      progress({ step: message("image.step.done"), fraction: 1 });
      return { changed: disk.changed, machine: disk.machine, added: null, addedBoots: disk.added };
    }
    if (!isDirect(machine)) throw new TypeError("a machine boots directly or from its disk");
    const kernel = { sha256: await fileHash(boot.kernel), version: boot.version };
    const initrd = { sha256: await fileHash(boot.initrd) };
    const changed = differences(machine.boot, kernel, initrd);
    if (changed.length === 0) return { changed, machine, added: null, addedBoots: [] };
    const nextBoot = {
      ...machine.boot,
      kernel: { file: fileFor("kernel", machine.boot, boot.version, kernel.sha256), ...kernel },
      initrd: { file: fileFor("initrd", machine.boot, boot.version, initrd.sha256), ...initrd, version: boot.version },
    };
    const { added, addedBoots } = await valuesOf(machine, { folder, boot, kernel, initrd, now });
    const next = machineSchema.parse({
      ...machine,
      boot: nextBoot,
      referenceValues: added === null ? machine.referenceValues : withAdded(machine.referenceValues, added),
      ...(addedBoots.length === 0 ? {} : { measuredBoots: withAddedBoots(machine.measuredBoots ?? [], addedBoots) }),
    } satisfies Machine);
    if (!dryRun) {
      await putArtifacts(folder, nextBoot, boot);
      await writeJson(path, next);
    }
    progress({ step: message("image.step.done"), fraction: 1 });
    return { changed, machine: next, added, addedBoots };
  });
}

type NewFiles = {
  readonly folder: string;
  readonly boot: BootArtifacts;
  readonly kernel: { readonly sha256: string; readonly version: string };
  readonly initrd: { readonly sha256: string };
  readonly now: Date;
};

/** What a machine with these files will measure: a launch digest of all, or of a TD what its registers are extended with. */
async function valuesOf(
  machine: DirectMachine,
  { folder, boot, kernel, initrd, now }: NewFiles,
): Promise<Pick<Refreshed, "added" | "addedBoots">> {
  const { firmware: firmwareFile, commandLine } = machine.boot;
  if (machine.technology === "tdx") {
    const files = { kernel: boot.kernel, initrd: boot.initrd, commandLine, version: boot.version };
    return { added: null, addedBoots: await predictTdxBoots(files, now) };
  }
  const { technology, shape } = machine;
  if (technology === "sev" || technology === "sev-es") {
    const firmware = { path: join(folder, firmwareFile.file), version: firmwareFile.version };
    const files = { firmware, kernel: { path: boot.kernel, version: boot.version }, initrd: boot.initrd };
    return { added: await makeSevReferenceValue({ technology, ...files, commandLine, shape, now }), addedBoots: [] };
  }
  const firmware = await readFirmware(join(folder, firmwareFile.file), firmwareFile.version);
  const value = { firmware, kernel, initrd, commandLine, shape };
  return { added: await makeReferenceValue(value, now), addedBoots: [] };
}

/** What was learned stays, and of the predicted boots the newest. One that was known already is not doubled. */
export function withAddedBoots(known: readonly MeasuredBoot[], added: readonly MeasuredBoot[]): MeasuredBoot[] {
  const learned = known.filter(({ origin }) => origin === "learned");
  const same = (one: MeasuredBoot, other: MeasuredBoot): boolean =>
    JSON.stringify([one.pcrs, one.events]) === JSON.stringify([other.pcrs, other.events]);
  const before = known.filter((boot) => boot.origin === "predicted" && !added.some((one) => same(one, boot)));
  const predicted = [...before, ...added];
  return [...learned, ...predicted.slice(-mostReferenceValues)];
}

function differences(
  boot: DirectBoot,
  kernel: { sha256: string; version: string },
  initrd: { sha256: string },
): Refreshed["changed"] {
  return [
    ...(boot.kernel.sha256 === kernel.sha256
      ? []
      : [{ component: "kernel" as const, from: boot.kernel.version, to: kernel.version }]),
    ...(boot.initrd.sha256 === initrd.sha256
      ? []
      : [{ component: "initrd" as const, from: boot.initrd.sha256.slice(0, 16), to: initrd.sha256.slice(0, 16) }]),
  ];
}

/** "kernel-6.12.108-amd64-1a2b3c4d", which tells apart two builds of one version; what did not change keeps its file. */
export function fileFor(kind: "kernel" | "initrd", boot: DirectBoot, version: string, sha256: string): string {
  return boot[kind].sha256 === sha256 ? boot[kind].file : `${kind}-${version}-${sha256.slice(0, 8)}`;
}

/** The known values and the new one; one with the same launch digest is replaced, not doubled. */
export function withAdded(known: readonly ReferenceValue[], added: ReferenceValue): ReferenceValue[] {
  const others = known.filter(({ launchDigest }) => launchDigest !== added.launchDigest);
  return [...others, added].slice(-mostReferenceValues);
}

/** `machine.json` names the files only once they are whole. */
async function putArtifacts(folder: string, next: DirectBoot, boot: BootArtifacts): Promise<void> {
  const files = [
    [boot.kernel, next.kernel.file],
    [boot.initrd, next.initrd.file],
  ] as const;
  for (const [from, name] of files) {
    const unfinished = join(folder, `.${name}.unfinished`);
    await copyFile(from, unfinished);
    await rename(unfinished, join(folder, name));
  }
}
