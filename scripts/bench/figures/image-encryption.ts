import { randomBytes } from "node:crypto";
import process from "node:process";
import { copyFile, mkdir, open, rename, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { chooseKeyDerivation, imageFiles, keyDerivationWords, makeDisk, noProgress, run } from "@sekisho/image";
import type { Figure } from "../figure.ts";
import { median, medianRatio } from "../statistics.ts";
import { commandAbsent } from "../support/commands.ts";
import { withWorkFolder } from "../support/work-folder.ts";

const mebibyte = 1024 * 1024;
const imageMiB = 256;
const rounds = 3;
/** Milliseconds after which no further round begins. */
const atMostMs = 30_000;
const guest = { memoryMiB: 1024, vcpus: 2 };

export const imageEncryption: Figure = {
  name: "image-encryption",
  title: `encryption step of \`sekisho image build\` for a root filesystem of ${imageMiB} MiB`,
  goal: null,
  measure: async () =>
    commandAbsent("cryptsetup", "cryptsetup-bin") ??
    withWorkFolder(async (folder) => {
      const plain = join(folder, "plain.img");
      await writeRandom(plain, imageMiB);
      const times = { ours: [] as number[], plain: [] as number[] };
      const begin = performance.now();
      for (let round = 0; round < rounds && performance.now() - begin < atMostMs; round++) {
        const sides = [
          async () => times.ours.push(await encryptAsBuild(folder, plain)),
          async () => times.plain.push(await encryptPlainly(folder, plain)),
        ];
        for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
      }
      return {
        value: median(times.ours) / 1000,
        unit: "s",
        ratio: medianRatio(times.ours, times.plain),
        against: "cryptsetup reencrypt --encrypt",
        notes: [
          `plain cryptsetup took ${(median(times.plain) / 1000).toFixed(2)} s, with the same key derivation and sector size`,
          "the step also makes the recovery key's slot, and reads the finished header back",
        ],
      };
    }),
};

/** Milliseconds that `makeDisk` takes; the plain image is copied beforehand. */
async function encryptAsBuild(folder: string, plain: string): Promise<number> {
  const image = join(folder, "image");
  const copy = join(folder, "copy.img");
  await mkdir(image);
  await copyFile(plain, copy);
  const secret = { releaseMode: "auto", bytes: randomBytes(32) } as const;
  const begin = performance.now();
  await makeDisk({ folder: image, secret, ...guest, progress: noProgress }, (path) => rename(copy, path));
  const elapsed = performance.now() - begin;
  await run("cryptsetup", ["isLuks", "--type=luks2", join(image, imageFiles.disk)]);
  await rm(image, { recursive: true });
  return elapsed;
}

/** Milliseconds that cryptsetup alone takes. */
async function encryptPlainly(folder: string, plain: string): Promise<number> {
  const copy = join(folder, "copy.img");
  await copyFile(plain, copy);
  await truncate(copy, (imageMiB + 16) * mebibyte);
  const derivation = keyDerivationWords(chooseKeyDerivation(guest.memoryMiB, guest.vcpus, "random-key"));
  const words = ["reencrypt", "--encrypt", "--type=luks2", "--reduce-device-size=16M", "--sector-size=4096"];
  const locks = process.getuid?.() === 0 ? [] : ["--disable-locks"];
  const begin = performance.now();
  await run("cryptsetup", [...words, ...derivation, ...locks, "--key-file=-", "--batch-mode", copy], {
    stdin: randomBytes(32),
  });
  const elapsed = performance.now() - begin;
  await rm(copy);
  return elapsed;
}

async function writeRandom(path: string, sizeMiB: number): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (let written = 0; written < sizeMiB; written += 16) await file.write(randomBytes(16 * mebibyte));
  } finally {
    await file.close();
  }
}
