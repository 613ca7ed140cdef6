import { randomBytes } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDisk } from "../disk-image.ts";
import { ImageError } from "../image-error.ts";
import { readMachine, writeJson } from "../machine/folder.ts";
import { noProgress } from "../progress.ts";
import { exampleMachine } from "../testing/example-machine.ts";
import { withFolder, writeSmallFilesystem } from "../testing/small-disk.ts";
import { openArchive, sealArchive } from "./archive.ts";
import { exportMachine } from "./export.ts";
import { importMachine } from "./import.ts";

const passphrase = "a passphrase for tests";
/** Quick, for tests alone. */
const workFactor = 2;
const done = Promise.withResolvers<void>();
const ready = Promise.withResolvers<string>();
let folder = "";
let backup = "";

beforeAll(async () => {
  void withFolder(async (path) => {
    const secret = { releaseMode: "auto" as const, bytes: randomBytes(32) };
    const disk = { folder: path, memoryMiB: 384, vcpus: 1, progress: noProgress, secret };
    const header = await makeDisk(disk, (image) => writeSmallFilesystem(path, image));
    await writeJson(join(path, "machine.json"), exampleMachine(header));
    ready.resolve(path);
    await done.promise;
  }).catch(ready.reject);
  folder = await ready.promise;
  backup = join(folder, "backup.age");
  await exportMachine({ machinePath: join(folder, "machine.json"), output: backup, passphrase, workFactor });
});
afterAll(() => done.resolve());

const problemOf = async (work: Promise<unknown>): Promise<string | undefined> => {
  const error = await work.catch((reason: unknown) => reason);
  return error instanceof ImageError ? error.problem.id : undefined;
};

describe("a backup", () => {
  test("is in the age format, readable by its owner alone, and shows nothing of the keys", async () => {
    const content = await readFile(backup);
    expect(content.subarray(0, 22).toString()).toBe("age-encryption.org/v1\n");
    expect(content.includes(await readFile(join(folder, "keys/recovery.key")))).toBe(false);
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
  });

  test("is verified without writing anything: the registered header, and keys that open it", async () => {
    const { machine, keys } = await importMachine({ path: backup, passphrase });
    expect(machine).toEqual(await readMachine(join(folder, "machine.json")));
    expect(keys.toSorted()).toEqual(["keys/disk.key", "keys/recovery.key"]);
  });

  test("restores a folder and a damaged disk to what they were", async () => {
    await withFolder(async (elsewhere) => {
      const original = await readFile(join(folder, "disk.img"));
      const damaged = join(elsewhere, "damaged.img");
      await writeFile(damaged, Buffer.concat([randomBytes(1 << 20), original.subarray(1 << 20)]));
      await importMachine({ path: backup, passphrase, folder: join(elsewhere, "restored"), disk: damaged });
      expect((await readFile(damaged)).equals(original)).toBe(true);
      const key = await readFile(join(elsewhere, "restored/keys/disk.key"));
      expect(key.equals(await readFile(join(folder, "keys/disk.key")))).toBe(true);
    });
  });

  test("opens for no other passphrase", async () => {
    expect(await problemOf(importMachine({ path: backup, passphrase: "another" }))).toBe("image.backup.locked");
  });

  test("is never restored over another machine", async () => {
    await withFolder(async (elsewhere) => {
      const other = { ...exampleMachine(), id: "99999999-0000-4000-8000-000000000000" };
      await writeJson(join(elsewhere, "machine.json"), other);
      const restoring = importMachine({ path: backup, passphrase, folder: elsewhere });
      expect(await problemOf(restoring)).toBe("image.backup.other-machine");
    });
  });

  test("is refused when a key in it opens nothing", async () => {
    await withFolder(async (forged) => {
      await mkdir(join(forged, "keys"));
      await writeFile(join(forged, "keys/disk.key"), randomBytes(32));
      const parts = [
        { folder, names: ["machine.json"] },
        { folder: forged, names: ["keys/disk.key"] },
      ];
      const files = await openArchive(backup, await readFile(backup), passphrase);
      await writeFile(join(forged, "luks-header.img"), files.get("luks-header.img") ?? "");
      const path = join(forged, "forged.age");
      await writeFile(
        path,
        await sealArchive([...parts, { folder: forged, names: ["luks-header.img"] }], passphrase, workFactor),
      );
      expect(await problemOf(importMachine({ path, passphrase }))).toBe("image.backup.key-dead");
    });
  });

  test("is not made of a disk whose header is not the registered one", async () => {
    await withFolder(async (path) => {
      await writeJson(join(path, "machine.json"), exampleMachine());
      await mkdir(join(path, "keys"));
      await writeFile(join(path, "disk.img"), await readFile(join(folder, "disk.img")));
      const input = { machinePath: join(path, "machine.json"), output: join(path, "x.age"), passphrase, workFactor };
      expect(await problemOf(exportMachine(input))).toBe("image.backup.header-differs");
    });
  });

  test("changed or cut anywhere, or any other file, is refused with a sentence", async () => {
    const content = await readFile(backup);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(content.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, flip, cut) => {
          const changed = cut ? content.subarray(0, at) : Buffer.from(content);
          if (!cut) changed[at] = (changed[at] ?? 0) ^ flip;
          expect(await problemOf(openArchive("x", changed, passphrase))).toBe("image.backup.locked");
        },
      ),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect(await problemOf(openArchive("x", bytes, passphrase))).toBe("image.backup.locked");
      }),
    );
  });
});
