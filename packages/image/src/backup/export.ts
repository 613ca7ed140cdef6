import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { readHeader } from "../disk/header.ts";
import { names, readMachine, writeDurably } from "../machine/folder.ts";
import { demandDigest } from "./header-digest.ts";
import { headerFile, sealArchive } from "./archive.ts";

export type ExportInput = {
  /** The machine's `machine.json`; disk and keys lie beside it. */
  readonly machinePath: string;
  readonly output: string;
  readonly passphrase: string;
  /** scrypt's cost as a power of two; default: age's own. */
  readonly workFactor?: number;
};

/** The names of the files that the backup holds. */
export type Exported = { readonly files: readonly string[] };

/**
 * Backs up what a machine can't be opened without: its LUKS2 header, its keys, and `machine.json`, in one file under a
 * passphrase. A damaged header loses the disk for ever, whoever holds the keys.
 *
 * @throws ImageError when the disk's header is not the one that `machine.json` names
 */
export async function exportMachine(input: ExportInput): Promise<Exported> {
  const { machinePath, output, passphrase, workFactor } = input;
  const folder = dirname(machinePath);
  const machine = await readMachine(machinePath);
  const disk = join(folder, machine.disk.file);
  const header = await readHeader(disk, machine.disk.offset);
  demandDigest(disk, machine, header);
  const present = await existing(folder, [names.record]);
  // Whoever keeps the recovery key offline, as told, may have emptied or removed the folder.
  const keys = (await readdir(join(folder, names.keys)).catch((): string[] => []))
    .toSorted()
    .map((name) => `${names.keys}/${name}`);
  const beside = [basename(machinePath), ...present, ...keys];
  const work = await mkdtemp(join(tmpdir(), "sekisho-export-"));
  try {
    // A header holds keys only in encrypted form.
    await writeFile(join(work, headerFile), header.headerBytes, { mode: 0o600 });
    const parts = [
      { folder, names: beside },
      { folder: work, names: [headerFile] },
    ];
    await writeDurably(output, await sealArchive(parts, passphrase, workFactor), 0o600);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { files: [...beside, headerFile] };
}

async function existing(folder: string, wanted: readonly string[]): Promise<string[]> {
  const found = [];
  for (const name of wanted) if (await stat(join(folder, name)).catch(() => undefined)) found.push(name);
  return found;
}
