import { constants, copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { equalBytes, toUtf8 } from "@sekisho/encoding";
import { authenticatedVariable, inspectDisk, readDiskFile, run, type Filesystem } from "@sekisho/image";
import { readVariableStore } from "@sekisho/reference-values/measured-boot";

/** What a host may change on the partitions that are not encrypted, and in the variable store that it keeps. */

const mtools = { environment: { MTOOLS_SKIP_CHECK: "1" } };

/**
 * Copies a machine's disk, with one file of its unencrypted partitions changed.
 *
 * @param where `esp`: the EFI system partition; `boot`: GRUB's
 * @param name the file's path in that partition
 * @param work a folder for the new content
 */
export async function forgeBootFile(
  disk: string,
  target: string,
  change: {
    readonly where: "esp" | "boot";
    readonly name: string;
    readonly work: string;
    readonly edit: (bytes: Uint8Array) => Uint8Array;
  },
): Promise<void> {
  const { where, name, work, edit } = change;
  const inspected = await inspectDisk(disk);
  const filesystem = where === "esp" ? inspected.esp : inspected.filesystems.find(({ kind }) => kind === "ext4");
  const genuine = filesystem === undefined ? undefined : await readDiskFile(inspected, filesystem, name);
  if (filesystem === undefined || genuine === undefined) throw new Error(`the disk has no ${name} to change`);
  const content = join(work, "forged-file");
  await writeFile(content, edit(genuine));
  await copyFile(disk, target, constants.COPYFILE_FICLONE);
  await write(target, filesystem, name, content);
  const written = await readDiskFile(await inspectDisk(target), filesystem, name);
  if (written === undefined || equalBytes(written, genuine)) throw new Error(`${name} was not changed`);
}

async function write(disk: string, { kind, partition }: Filesystem, name: string, content: string): Promise<void> {
  if (kind === "fat") {
    await run("mcopy", ["-o", "-i", `${disk}@@${partition.offset}`, content, `::${name}`], mtools);
    return;
  }
  const image = `${disk}?offset=${partition.offset}`;
  await run("debugfs", ["-w", "-R", `rm ${name}`, image]);
  await run("debugfs", ["-w", "-R", `write ${content} ${name}`, image]);
}

const imageSecurityDatabase = "cbb219d73a3d9645a3bcdad00e67656f";
/** EFI_CERT_SHA256_GUID: a signature list of hashes. */
const hashList = "2616c4c14c509240aca941f936934328";
/** What edk2 clears in a variable's state when it is deleted. */
const deleted = 0xfd;
const stateOffset = 2;
const authenticatedHeaderBytes = 60;
/** NON_VOLATILE, BOOTSERVICE_ACCESS, RUNTIME_ACCESS, TIME_BASED_AUTHENTICATED_WRITE_ACCESS. */
const attributes = 0x27;

/**
 * A variable store whose list of forbidden programs (dbx) is another: one hash that forbids nothing. So a boot loader that the
 * genuine list forbids would start again.
 *
 * @throws Error for a store that can't be read
 */
export function forgeForbiddenList(store: Uint8Array): Uint8Array {
  const read = readVariableStore(store);
  if (!read.ok) throw new Error(`${read.error.field} at ${read.error.offset}`);
  const forged = store.slice();
  const name = Buffer.from("dbx\0", "utf16le");
  const bytes = Buffer.from(forged.buffer);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    const start = at - authenticatedHeaderBytes;
    if (start >= 0 && bytes.readUInt16LE(start) === 0x55aa) forged[start + stateOffset] = 0x3f & deleted;
  }
  const entry = new Uint8Array(16 + 32).fill(0x77);
  const list = Buffer.concat([Buffer.from(hashList, "hex"), Buffer.alloc(12), entry]);
  list.writeUInt32LE(list.length, 16);
  list.writeUInt32LE(entry.length, 24);
  const time = new Uint8Array(16);
  const { free } = read.value;
  forged.set(authenticatedVariable("dbx", imageSecurityDatabase, attributes, time, list), free.start);
  return forged;
}

/** A harmless command more in GRUB's configuration. */
export function withGrubCommand(configuration: Uint8Array): Uint8Array {
  return Buffer.concat([toUtf8("set color_normal=white/black\n"), configuration]);
}

/** The command line of GRUB's entry with a word more. */
export function withKernelParameter(configuration: Uint8Array, word: string): Uint8Array {
  return toUtf8(
    Buffer.from(configuration)
      .toString("utf8")
      .replace(/^(\s*linux .*)$/m, `$1 ${word}`),
  );
}

/**
 * A file in which a text is another, as long as before: spaces fill a shorter one up.
 *
 * @throws Error when the file has no such text, or the new one is longer
 */
export function withOtherText(file: Uint8Array, text: string, other: string): Uint8Array {
  const changed = Buffer.from(file);
  const at = changed.indexOf(text);
  if (at < 0 || other.length > text.length) throw new Error(`no room for ${other}`);
  changed.write(other.padEnd(text.length), at, "latin1");
  return new Uint8Array(changed);
}

/** The path of a file that GRUB's configuration names, as "linux" or "initrd". @throws Error when there is none */
export async function grubFile(disk: string, command: "linux" | "initrd"): Promise<string> {
  const inspected = await inspectDisk(disk);
  const boot = inspected.filesystems.find(({ kind }) => kind === "ext4");
  const text = boot === undefined ? undefined : await readDiskFile(inspected, boot, "/grub/grub.cfg");
  const path = new RegExp(`^\\s*${command} (/\\S+)`, "m").exec(Buffer.from(text ?? []).toString("utf8"))?.[1];
  if (path === undefined) throw new Error(`GRUB's configuration names no ${command}`);
  return path;
}
