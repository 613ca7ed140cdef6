import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { machineSchema, type Machine } from "@sekisho/release";
import { ImageError } from "../image-error.ts";
import { readHeader } from "../disk/header.ts";
import { opensHeader } from "../disk/open-test.ts";
import { names, readMachine, writeDurably } from "../machine/folder.ts";
import { headerFile, openArchive } from "./archive.ts";
import { demandDigest } from "./header-digest.ts";

export type ImportInput = {
  /** The backup. */
  readonly path: string;
  readonly passphrase: string;
  /** Where the machine's files go; absent: the backup is only verified. */
  readonly folder?: string | undefined;
  /** A disk (an image, or a device) whose LUKS2 header, where `machine.json` says it begins, is overwritten with the backup's. */
  readonly disk?: string | undefined;
};

/** The machine of a backup, and the names of its disk keys, each of which opens the header beside it. */
export type Imported = { readonly machine: Machine; readonly keys: readonly string[] };

/**
 * Verifies a backup, and restores it where a folder or a disk is given.
 *
 * Verified before anything is written: `machine.json` is one, the header is the one it names, and every key opens it.
 *
 * @throws ImageError that says which of these is not so
 */
export async function importMachine(input: ImportInput): Promise<Imported> {
  const { path, passphrase, folder, disk } = input;
  const sealed = await readFile(path).catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
  const files = await openArchive(path, sealed, passphrase);
  try {
    const imported = await verify(path, files);
    if (folder !== undefined) await restoreFiles(folder, imported.machine, files);
    if (disk !== undefined) await restoreHeader(disk, imported.machine.disk.offset, files.get(headerFile));
    return imported;
  } finally {
    for (const content of files.values()) content.fill(0);
  }
}

async function verify(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<Imported> {
  const machine = readBackedUpMachine(path, files.get(names.machine));
  const work = await mkdtemp(join(tmpdir(), "sekisho-import-"));
  try {
    const copy = join(work, headerFile);
    await writeFile(copy, files.get(headerFile) ?? new Uint8Array(), { mode: 0o600 });
    demandDigest(path, machine, await readHeader(copy));
    const kept = [...files.keys()].filter((name) => name.startsWith(`${names.keys}/`));
    // What signs for Secure Boot opens no disk.
    const keys = kept.filter((name) => !name.startsWith(`${names.keys}/secure-boot.`));
    for (const key of keys) {
      const opens = await opensHeader(copy, files.get(key) ?? new Uint8Array());
      if (!opens) throw new ImageError(message("image.backup.key-dead", { key }));
    }
    return { machine, keys };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function readBackedUpMachine(path: string, content: Uint8Array | undefined): Machine {
  try {
    return machineSchema.parse(JSON.parse(Buffer.from(content ?? []).toString("utf8")));
  } catch (error) {
    throw new ImageError(message("image.backup.malformed", { path, reason: names.machine }), { cause: error });
  }
}

async function restoreFiles(folder: string, machine: Machine, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, names.machine);
  const present = await readMachine(path).catch(() => undefined);
  if (present !== undefined && present.id !== machine.id) {
    throw new ImageError(message("image.backup.other-machine", { backup: machine.id, path, found: present.id }));
  }
  await mkdir(join(folder, names.keys), { recursive: true, mode: 0o700 });
  for (const [name, content] of files) {
    await writeDurably(join(folder, name), content, name.startsWith(`${names.keys}/`) ? 0o600 : 0o644);
  }
}

async function restoreHeader(disk: string, offset = 0, header?: Uint8Array): Promise<void> {
  if (header === undefined) return;
  const file = await open(disk, "r+").catch(() => {
    throw new ImageError(message("image.file.missing", { path: disk }));
  });
  try {
    await file.write(header, 0, header.length, offset);
    await file.sync();
  } finally {
    await file.close();
  }
}
