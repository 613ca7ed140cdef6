import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { message } from "@sekisho/messages";
import { gateHoldsKey, type ReleaseMode } from "@sekisho/release";
import type { Luks2Header } from "@sekisho/evidence/luks2";
import { addKeySlot, encryptImage } from "./disk/encrypt.ts";
import { readHeader } from "./disk/header.ts";
import { chooseKeyDerivation } from "./disk/kdf.ts";
import { makeRecoveryKey } from "./disk/recovery-key.ts";
import { names, writeDurably } from "./machine/folder.ts";
import type { Progress } from "./progress.ts";

/** What opens the disk: a key of random bytes that the gate is to hold, or a passphrase that a person keeps. */
export type DiskSecret = { readonly releaseMode: ReleaseMode; readonly bytes: Uint8Array };

export type DiskInput = {
  /** The image's folder. */
  readonly folder: string;
  /** Puts the encrypted image in its place on a disk with other partitions; default: it is the disk. */
  readonly place?: ((encrypted: string, disk: string) => Promise<void>) | undefined;
  readonly secret: DiskSecret;
  readonly memoryMiB: number;
  readonly vcpus: number;
  readonly sizeMiB?: number | undefined;
  readonly progress: Progress;
};

/**
 * Makes `disk.img` and `keys/` in the image's folder, and gives the disk's header.
 *
 * @param writePlain writes the filesystem to the path it is given; nothing of it stays where the encryption fails
 */
export async function makeDisk(input: DiskInput, writePlain: (path: string) => Promise<void>): Promise<Luks2Header> {
  const { folder, secret, memoryMiB, vcpus, sizeMiB, progress, place = rename } = input;
  const unfinished = join(folder, `.${names.disk}.unfinished`);
  const recoveryKey = makeRecoveryKey();
  try {
    await writePlain(unfinished);
    progress({ step: message("image.step.encrypt"), fraction: 0.85 });
    const kind = gateHoldsKey(secret.releaseMode) ? "random-key" : "passphrase";
    const derivation = chooseKeyDerivation(memoryMiB, vcpus, kind);
    await encryptImage(unfinished, { secret: secret.bytes, derivation }, sizeMiB);
    const recovery = { secret: recoveryKey, derivation: chooseKeyDerivation(memoryMiB, vcpus, "random-key") };
    await addKeySlot(unfinished, secret.bytes, recovery);
    await writeKeys(join(folder, names.keys), secret, recoveryKey);
    const header = await readHeader(unfinished);
    await placeWhole(place, unfinished, join(folder, names.disk));
    return header;
  } finally {
    recoveryKey.fill(0);
    await rm(unfinished, { force: true });
  }
}

/** Nobody finds half a disk under the disk's name. */
async function placeWhole(place: NonNullable<DiskInput["place"]>, encrypted: string, disk: string): Promise<void> {
  const half = join(dirname(disk), `.${names.disk}.half`);
  try {
    await place(encrypted, half);
    await rename(half, disk);
  } finally {
    await rm(half, { force: true });
  }
}

async function writeKeys(folder: string, secret: DiskSecret, recoveryKey: Uint8Array): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (gateHoldsKey(secret.releaseMode)) await writeDurably(join(folder, names.diskKey), secret.bytes, 0o600);
  await writeDurably(join(folder, names.recoveryKey), recoveryKey, 0o600);
}
