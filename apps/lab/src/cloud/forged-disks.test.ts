import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuses } from "@sekisho/evidence";
import { checkLuks2Header, recogniseDisk } from "@sekisho/evidence/luks2";
import { chooseKeyDerivation, encryptImage, makeFilesystem, opensHeader, readHeader } from "@sekisho/image";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgeEmptyDisk, forgeNullCipher, forgePlainDisk, forgeVolumeGroup } from "./forged-disks.ts";

let folder: string;
const secret = randomBytes(32);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sekisho-disks-"));
  await mkdir(join(folder, "tree"));
  await writeFile(join(folder, "tree", "hostname"), "lab\n");
});
afterAll(() => rm(folder, { recursive: true }));

describe("forged disks", () => {
  it("have the machine's own header, with a null cipher that cryptsetup alone would not mind", async () => {
    const [disk, forged] = [join(folder, "disk.img"), join(folder, "null.img")];
    await makeFilesystem(join(folder, "tree"), disk, "test");
    await encryptImage(disk, { secret, derivation: chooseKeyDerivation(256, 1, "random-key") });
    await forgeNullCipher(disk, forged);
    expect(await opensHeader(forged, secret)).toBe(true);
    const failed = async (path: string): Promise<string[]> =>
      checkLuks2Header(await readHeader(path))
        .filter(refuses)
        .map(({ id }) => id);
    expect(await failed(disk)).toEqual([]);
    expect(await failed(forged)).toEqual(["luks2.segment.cipher"]);
  });

  it("are what they look like", async () => {
    const path = join(folder, "other.img");
    const seen = async (): Promise<string> => recogniseDisk((await readFile(path)).subarray(0, 8192));
    await forgeEmptyDisk(path);
    expect(await seen()).toBe("empty");
    await forgeVolumeGroup(path);
    expect(await seen()).toBe("lvm");
    await forgePlainDisk(join(folder, "tree"), path);
    expect(await seen()).toBe("ext");
  });
});
