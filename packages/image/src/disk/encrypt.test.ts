import { createHash, randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { refuses } from "@sekisho/evidence";
import { checkLuks2Header } from "@sekisho/evidence/luks2";
import { beforeAll, afterAll, describe, expect, test } from "vitest";
import { makeDisk } from "../disk-image.ts";
import { run } from "../process/run.ts";
import { noProgress } from "../progress.ts";
import { withFolder, writeSmallFilesystem } from "../testing/small-disk.ts";
import { readHeader } from "./header.ts";
import { opensHeader } from "./open-test.ts";

const mebibyte = 1024 * 1024;
const key = randomBytes(32);
const done = Promise.withResolvers<void>();
const ready = Promise.withResolvers<string>();
let folder = "";

beforeAll(async () => {
  void withFolder(async (path) => {
    const input = { folder: path, memoryMiB: 384, vcpus: 1, sizeMiB: 100, progress: noProgress };
    const secret = { releaseMode: "auto" as const, bytes: key };
    await makeDisk({ ...input, secret }, (image) => writeSmallFilesystem(path, image));
    ready.resolve(path);
    await done.promise;
  }).catch(ready.reject);
  folder = await ready.promise;
});
afterAll(() => done.resolve());

describe("an encrypted disk", () => {
  test("opens with the disk key and with the recovery key as it was written down, and with nothing else", async () => {
    const disk = join(folder, "disk.img");
    const recovery = await readFile(join(folder, "keys/recovery.key"));
    expect(await opensHeader(disk, await readFile(join(folder, "keys/disk.key")))).toBe(true);
    expect(await opensHeader(disk, recovery)).toBe(true);
    expect(await opensHeader(disk, randomBytes(32))).toBe(false);
    expect(await opensHeader(disk, recovery.subarray(0, -1))).toBe(false);
  });

  test("has a header that the guest's allow-list accepts", async () => {
    const checks = checkLuks2Header(await readHeader(join(folder, "disk.img")), { memoryKiB: 384 * 1024 });
    expect(checks.filter(refuses)).toEqual([]);
  });

  test("is what cryptsetup calls aes-xts-plain64 with 512 bits, with nothing left to encrypt", async () => {
    const { stdout } = await run("cryptsetup", ["luksDump", join(folder, "disk.img")]);
    const dump = stdout.toString();
    expect(dump).toMatch(/cipher: aes-xts-plain64\n\s+sector: 4096/);
    expect(dump).toMatch(/Key:\s+512 bits/);
    expect(dump).not.toMatch(/requirements|reencrypt/i);
  });

  test("has the header digest of every byte before its data", async () => {
    const disk = join(folder, "disk.img");
    const { stdout } = await run("cryptsetup", ["luksDump", "--dump-json-metadata", disk]);
    const offset = Number(/"offset"\s*:\s*"(\d+)",\s*"size"\s*:\s*"dynamic"/.exec(stdout.toString())?.[1]);
    const header = await readHeader(disk);
    expect(header.headerBytes.length).toBe(offset);
    const expected = createHash("sha256")
      .update((await readFile(disk)).subarray(0, offset))
      .digest("hex");
    expect(header.headerDigest).toBe(expected);
  });

  test("holds no readable file of the filesystem", async () => {
    expect((await readFile(join(folder, "disk.img"))).includes("good morning")).toBe(false);
  });

  test("has the size asked for, without taking that much room", async () => {
    const { size, blocks } = await stat(join(folder, "disk.img"));
    expect(size).toBe(100 * mebibyte);
    expect(blocks * 512).toBeLessThan(50 * mebibyte);
  });

  test("keeps its keys from other users", async () => {
    expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "keys/disk.key"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "keys/recovery.key"))).mode & 0o777).toBe(0o600);
  });
});

test("in mode enter no key is written but the recovery key, and a disk without a wish for its size just fits", async () => {
  await withFolder(async (path) => {
    const secret = { releaseMode: "enter" as const, bytes: Buffer.from("correct horse") };
    const input = { folder: path, memoryMiB: 512, vcpus: 1, progress: noProgress };
    await makeDisk({ ...input, secret }, (image) => writeSmallFilesystem(path, image));
    await expect(stat(join(path, "keys/disk.key"))).rejects.toThrow("ENOENT");
    expect(await opensHeader(join(path, "disk.img"), secret.bytes)).toBe(true);
    const { headerBytes } = await readHeader(join(path, "disk.img"));
    expect((await stat(join(path, "disk.img"))).size).toBe(headerBytes.length + 16 * mebibyte);
  });
});

test("a disk whose making fails leaves nothing unencrypted behind", async () => {
  await withFolder(async (path) => {
    const input = { folder: path, memoryMiB: 384, vcpus: 1, progress: noProgress };
    const secret = { releaseMode: "auto" as const, bytes: key };
    const failing = makeDisk({ ...input, secret }, async (image) => {
      await writeSmallFilesystem(path, image);
      throw new Error("the power went");
    });
    await expect(failing).rejects.toThrow("the power went");
    await expect(stat(join(path, ".disk.img.unfinished"))).rejects.toThrow("ENOENT");
  });
});
