import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { concatBytes, toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { describe, expect, test } from "vitest";
import { ImageError } from "../image-error.ts";
import { run } from "../process/run.ts";
import { blankStore } from "../testing/blank-store.ts";
import { withFolder } from "../testing/small-disk.ts";
import { inspectDisk, readDiskFile } from "./disk.ts";
import { readExt4File } from "./ext4.ts";
import { predictDiskBoot } from "./predict-disk-boot.ts";
import { hasSecureBoot } from "./secure-boot-support.ts";

const mebibyte = 1024 * 1024;
const bootUuid = "22222222-2222-3333-4444-555555555555";
type Files = Readonly<Record<string, string | Uint8Array>>;

/** A disk with an EFI system partition of 8 MiB, a filesystem of 8 MiB, and a partition that holds none. */
async function writeDisk(folder: string, esp: Files, boot: Files = {}, espType = "U"): Promise<string> {
  const disk = join(folder, "disk.img");
  await writeFile(disk, "");
  await truncate(disk, 20 * mebibyte);
  const table = `label: gpt\nstart=2048,size=16384,type=${espType},name=esp\nstart=18432,size=16384,type=L,name=boot\nsize=2048,type=L,name=root\n`;
  await run("sfdisk", ["--quiet", disk], { stdin: toUtf8(table) });
  const [espFolder, bootFolder] = [
    await writeTree(join(folder, "esp"), esp),
    await writeTree(join(folder, "boot"), boot),
  ];
  const environment = { MTOOLS_SKIP_CHECK: "1" };
  const partition = `${disk}@@${mebibyte}`;
  await run("mformat", ["-i", partition, "-T", "16384", "-N", "12abcdef", "-v", "SYSTEM", "::"], { environment });
  for (const name of new Set(Object.keys(esp).map((path) => path.split("/")[0] ?? ""))) {
    await run("mcopy", ["-i", partition, "-s", join(espFolder, name), "::"], { environment });
  }
  const place = ["-E", `offset=${9 * mebibyte}`, "-U", bootUuid, "-L", "kernels", "-d", bootFolder];
  await run("mke2fs", ["-q", "-F", "-t", "ext4", ...place, disk, "8M"]);
  return disk;
}

async function writeTree(folder: string, files: Files): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof ImageError ? error.problem.id : error),
  );
}

describe("a disk image", () => {
  test("is looked into without mounting it", async () => {
    await withFolder(async (folder) => {
      const large = new Uint8Array(3 * mebibyte).map((_, index) => index % 251);
      const disk = await inspectDisk(
        await writeDisk(folder, { "EFI/a.efi": "program" }, { "k ernel": large, "d/x": "" }),
      );
      expect(disk.filesystems.map(({ kind, uuid, label }) => [kind, uuid, label])).toEqual([
        ["fat", "12ab-cdef", "SYSTEM"],
        ["ext4", bootUuid, "kernels"],
      ]);
      const [fat, ext4] = disk.filesystems;
      if (fat === undefined || ext4 === undefined) throw new Error("no filesystems");
      expect(await readDiskFile(disk, fat, "/EFI/A.EFI")).toEqual(toUtf8("program"));
      expect(await readDiskFile(disk, fat, "/EFI/b.efi")).toBeUndefined();
      expect(await readDiskFile(disk, ext4, "/k ernel")).toEqual(large);
      expect(await readDiskFile(disk, ext4, "/d/x")).toEqual(new Uint8Array(0));
      expect(await readDiskFile(disk, ext4, "/d/y")).toBeUndefined();
      for (const one of [fat, ext4]) {
        expect(await problemOf(readDiskFile(disk, one, '/a"\nb*'))).toBe("image.inspect.path");
      }
    });
  });

  test("that is none, or has no EFI system partition, is refused", async () => {
    await withFolder(async (folder) => {
      const other = join(folder, "other");
      await writeFile(other, "not a disk");
      expect(await problemOf(inspectDisk(other))).toBe("image.inspect.table");
      expect(await problemOf(inspectDisk(join(folder, "absent")))).toBe("image.file.missing");
      expect(await problemOf(inspectDisk(await writeDisk(folder, {}, {}, "L")))).toBe("image.inspect.esp");
    });
  });
});

const kernel = writePe({ sections: [{ name: ".text", content: Uint8Array.of(1) }] });
const loader = writePe({
  sections: [{ name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-boot 257.13 ####") }],
});
const uki = writePe({
  sections: [
    { name: ".sdmagic", content: toUtf8("#### LoaderInfo: systemd-stub 257.13 ####") },
    { name: ".linux", content: kernel },
    { name: ".cmdline", content: toUtf8("root=x") },
    { name: ".initrd", content: toUtf8("initrd") },
  ],
});
const ukiFiles: Files = {
  "EFI/BOOT/BOOTX64.EFI": loader,
  "EFI/Linux/one.efi": uki,
  "loader/loader.conf": "timeout 0\n",
};
const named = { variables: blankStore(), name: "test", addedAt: "2026-11-23T00:00:00Z" };

test("symbolic links of a boot partition are followed, and lead nowhere where they lead astray", async () => {
  await withFolder(async (folder) => {
    const tree = await writeTree(join(folder, "links"), { "d/file": "content" });
    const links = { link: "d/file", "d/up": "../link", "d/near": "file", dir: "d", loop: "loop", astray: "/absent" };
    for (const [name, target] of Object.entries(links)) await symlink(target, join(tree, name));
    await symlink("x".repeat(100), join(tree, "long"));
    const image = join(folder, "ext4.img");
    await run("mke2fs", ["-q", "-F", "-t", "ext4", "-d", tree, image, "8M"]);
    for (const path of ["/d/file", "/link", "/d/up", "/d/near", "/dir/file"]) {
      expect(await readExt4File(image, 0, path)).toEqual(toUtf8("content"));
    }
    for (const path of ["/d", "/dir", "/loop", "/astray"]) expect(await readExt4File(image, 0, path)).toBeUndefined();
    expect(await problemOf(readExt4File(image, 0, "/long"))).toBe("image.inspect.path");
    expect(await problemOf(readExt4File(image, 4096, "/d"))).toBe("image.inspect.ext4");
  });
});

describe("predicting from a disk", () => {
  test("tells the boot path from the files, and reads what it needs from both filesystems", async () => {
    await withFolder(async (folder) => {
      const esp = { "EFI/BOOT/BOOTX64.EFI": loader, "EFI/BOOT/grubx64.efi": grubProgram() };
      const search = `search.fs_uuid ${bootUuid} root\nset prefix=($root)/grub\nconfigfile $prefix/grub.cfg\n`;
      const disk = await writeDisk(
        folder,
        { ...esp, "EFI/debian/grub.cfg": search },
        { "grub/grub.cfg": "search.fs_label SYSTEM esp\nlinux /k\nboot\n", k: kernel },
      );
      const before = await readFile(disk);
      const { boot, secureBoot, boots, unpredicted } = await predictDiskBoot({ ...named, disk });
      expect([boot, secureBoot]).toEqual(["grub", false]);
      // The program that plays shim is none, so what shim measures stays open.
      expect(unpredicted.map(({ pcr }) => pcr)).toEqual([0, 1, 4, 7, 10, 14, 15]);
      const names = boots[0]?.events.filter(({ pcr }) => pcr === 8).map(({ name }) => name);
      expect(names?.slice(1, 4)).toEqual([
        "set prefix=(hd0,gpt2)/grub",
        "configfile (hd0,gpt2)/grub/grub.cfg",
        "search.fs_label SYSTEM esp",
      ]);
      expect(Buffer.compare(before, await readFile(disk))).toBe(0);
    });
  });

  test("finds the unified kernel image that starts, and refuses to choose", async () => {
    await withFolder(async (folder) => {
      const predict = async (files: Files) =>
        predictDiskBoot({ ...named, disk: await writeDisk(folder, { ...ukiFiles, ...files }) });
      const { boot, boots, unpredicted } = await predict({});
      expect([boot, boots[0]?.origin, unpredicted.map(({ pcr }) => pcr)]).toEqual(["uki", "predicted", [0, 1, 10, 15]]);
      expect(await problemOf(predict({ "EFI/Linux/two.efi": uki }))).toBe("image.inspect.uki");
      const two: Files = { "EFI/Linux/two.efi": uki, "loader/loader.conf": "timeout 0\ndefault two.efi\n" };
      const chosen = await predict(two);
      expect(chosen.boots[0]?.events.map(({ name }) => name)).toContain("EFI/Linux/two.efi");
      const open = await predict({ ...two, "EFI/Linux/two.efi.extra.d/a.addon.efi": "x" });
      expect(open.unpredicted.find(({ pcr }) => pcr === 12)?.reason.values).toEqual({
        path: "/EFI/Linux/two.efi.extra.d/a.addon.efi",
      });
    });
  });

  test("names what is missing or contradicts itself", async () => {
    await withFolder(async (folder) => {
      const disk = await writeDisk(folder, ukiFiles);
      const problem = (change: object) => problemOf(predictDiskBoot({ ...named, disk, ...change }));
      expect(await problem({ boot: "grub" })).toBe("image.inspect.file");
      expect(await problem({ secureBoot: true })).toBe("image.inspect.secure-boot-off");
      expect(await problem({ variables: new Uint8Array(100) })).toBe("image.inspect.variables");
      expect(await problem({ secureBoot: false })).toBeUndefined();
    });
  });
});

test("a firmware tells whether it has Secure Boot only if its volume can be unpacked", async () => {
  const section = Buffer.from("98584eee143959429d6edc7bd79403cf", "hex");
  const driver = Buffer.from("4fa4e6f09571c341ac6454f202cd0a21", "hex");
  const firmware = async (content: Uint8Array) => {
    const { stdout } = await run("xz", ["--format=lzma", "--stdout"], { stdin: content });
    const size = Buffer.alloc(4);
    size.writeUInt32LE(24 + stdout.length);
    const header = concatBytes(size.subarray(0, 3), Uint8Array.of(2), section, Uint8Array.of(24, 0, 1, 0));
    return concatBytes(new Uint8Array(7), header, stdout, new Uint8Array(9));
  };
  expect(await hasSecureBoot(new Uint8Array(1000))).toBeUndefined();
  expect(await hasSecureBoot(await firmware(toUtf8("other drivers")))).toBe(false);
  const withDriver = await firmware(concatBytes(toUtf8("drivers"), driver, new Uint8Array(90)));
  expect(await hasSecureBoot(withDriver)).toBe(true);
  expect(await hasSecureBoot(withDriver.fill(0, 40, 60))).toBeUndefined();
});

/** GRUB as far as its module area goes: prefix /EFI/debian, no modules. */
function grubProgram(): Uint8Array {
  const prefix = toUtf8("/EFI/debian\0");
  const view = new DataView(new ArrayBuffer(32));
  view.setUint32(0, 0x676d_696d, true);
  view.setUint32(8, 24, true);
  view.setUint32(16, 32 + prefix.length, true);
  view.setUint32(24, 3, true);
  view.setUint32(28, 8 + prefix.length, true);
  return writePe({ sections: [{ name: "mods", content: concatBytes(new Uint8Array(view.buffer), prefix) }] });
}
