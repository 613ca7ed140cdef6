import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { exportMachine } from "../backup/export.ts";
import { importMachine } from "../backup/import.ts";
import { readHeader } from "../disk/header.ts";
import { makeDisk } from "../disk-image.ts";
import { readExt4File } from "../inspect/ext4.ts";
import { readFatFile } from "../inspect/fat.ts";
import { writeJson } from "../machine/folder.ts";
import { run } from "../process/run.ts";
import { noProgress } from "../progress.ts";
import { exampleMachine } from "../testing/example-machine.ts";
import { withFolder, writeSmallFilesystem } from "../testing/small-disk.ts";
import { assembleDisk } from "./assemble.ts";
import { layOut, mebibyte, type Layout } from "./layout.ts";

const program = randomBytes(100_000);
const configuration = "set timeout=0\n";
const done = Promise.withResolvers<void>();
const ready = Promise.withResolvers<string>();
let folder = "";
let layout: Layout = layOut([]);

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** A machine's folder, whose disk has all three partitions. */
async function makeExample(path: string): Promise<void> {
  await put(join(path, "esp/EFI/BOOT/BOOTX64.EFI"), program);
  await put(join(path, "boot/grub/grub.cfg"), configuration);
  const secret = { releaseMode: "auto" as const, bytes: randomBytes(32) };
  const disk = { folder: path, memoryMiB: 384, vcpus: 1, progress: noProgress, secret };
  const place = async (root: string, output: string): Promise<void> => {
    layout = await assembleDisk(output, { esp: join(path, "esp"), boot: join(path, "boot"), root }, 400);
  };
  const header = await makeDisk({ ...disk, place }, (image) => writeSmallFilesystem(path, image));
  const machine = exampleMachine(header);
  await writeJson(join(path, "machine.json"), { ...machine, disk: { ...machine.disk, offset: rootOffset() } });
}

function rootOffset(): number {
  return layout.partitions.find(({ role }) => role === "root")?.offset ?? 0;
}

beforeAll(async () => {
  void withFolder(async (path) => {
    await makeExample(path);
    ready.resolve(path);
    await done.promise;
  }).catch(ready.reject);
  folder = await ready.promise;
});
afterAll(() => done.resolve());

const tableSchema = z.object({
  partitiontable: z.object({
    label: z.string(),
    partitions: z.array(z.object({ start: z.int(), size: z.int(), type: z.string(), name: z.string() })),
  }),
});

describe("a disk that boots", () => {
  test("has the partitions of its layout, the first of the type that firmware looks for", async () => {
    const { stdout } = await run("sfdisk", ["--json", join(folder, "disk.img")]);
    const { label, partitions } = tableSchema.parse(JSON.parse(stdout.toString())).partitiontable;
    expect(label).toBe("gpt");
    expect(partitions.map(({ start, size }) => [start * 512, size * 512])).toEqual(
      layout.partitions.map(({ offset, bytes }) => [offset, bytes]),
    );
    expect(partitions[0]?.type).toBe("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    expect(partitions.map(({ name }) => name)).toEqual(["sekisho-esp", "sekisho-boot", "sekisho-root"]);
  });

  test("has the boot loader's files where firmware and GRUB look for them", async () => {
    const disk = join(folder, "disk.img");
    const [esp, boot] = layout.partitions.map(({ offset }) => offset);
    const first = await readFatFile(disk, esp ?? 0, "/EFI/BOOT/BOOTX64.EFI");
    expect(program.equals(first ?? new Uint8Array())).toBe(true);
    const text = Buffer.from((await readExt4File(disk, boot ?? 0, "/grub/grub.cfg")) ?? []).toString();
    expect(text).toBe(configuration);
  });

  test("has an encrypted root with the registered header, and nothing readable of it", async () => {
    const disk = join(folder, "disk.img");
    const machine = z
      .object({ disk: z.object({ headerDigest: z.string(), offset: z.number() }) })
      .parse(JSON.parse(await readFile(join(folder, "machine.json"), "utf8")));
    expect((await readHeader(disk, machine.disk.offset)).headerDigest).toBe(machine.disk.headerDigest);
    await expect(readHeader(disk)).rejects.toThrow("malformed");
    expect((await readFile(disk)).includes("good morning")).toBe(false);
  });

  test("has the size asked for, and takes little room", async () => {
    const { size, blocks } = await stat(join(folder, "disk.img"));
    expect(size).toBe(400 * mebibyte);
    expect(blocks * 512).toBeLessThan(60 * mebibyte);
  });

  test("has the same partition table in every build of the same sizes", async () => {
    await withFolder(async (other) => {
      await put(join(other, "esp/a"), "a");
      await put(join(other, "boot/b"), "b");
      const { size } = await stat(join(folder, "disk.img"));
      await put(join(other, "root"), new Uint8Array(1000));
      const content = { esp: join(other, "esp"), boot: join(other, "boot"), root: join(other, "root") };
      await assembleDisk(join(other, "disk.img"), content, size / mebibyte);
      const table = async (path: string): Promise<Buffer> => (await readFile(path)).subarray(0, 34 * 512);
      expect((await table(join(other, "disk.img"))).equals(await table(join(folder, "disk.img")))).toBe(true);
    });
  });

  test("gets its header back from a backup, and its other partitions stay", async () => {
    const backup = join(folder, "backup.age");
    const passphrase = "a passphrase for tests";
    await writeFile(join(folder, "keys/secure-boot.key"), "signs, and opens nothing");
    await exportMachine({ machinePath: join(folder, "machine.json"), output: backup, passphrase, workFactor: 2 });
    const original = await readFile(join(folder, "disk.img"));
    const damaged = join(folder, "damaged.img");
    await writeFile(damaged, original);
    const file = await open(damaged, "r+");
    await file.write(randomBytes(100_000), 0, 100_000, rootOffset());
    await file.close();
    const { keys } = await importMachine({ path: backup, passphrase, disk: damaged });
    expect(keys.toSorted()).toEqual(["keys/disk.key", "keys/recovery.key"]);
    expect((await readFile(damaged)).equals(original)).toBe(true);
    await rm(damaged);
  });
});
