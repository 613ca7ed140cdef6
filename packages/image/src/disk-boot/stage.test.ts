import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findSection, parsePe, sectionContent } from "@sekisho/encoding/pe";
import { describe, expect, test } from "vitest";
import { withFolder } from "../testing/small-disk.ts";
import { smallStub } from "../testing/small-stub.ts";
import { makeSigningKey } from "./signing-key.ts";
import { stageBootFiles, type Bootable } from "./stage.ts";

const commandLine = "ro panic=-1 sekisho.machine=0b6c1c1e-4f8e-4f0e-9a55-000102030405";

/** Everything a machine boots with, as small files. */
async function example(folder: string, kind: "grub" | "uki"): Promise<Bootable> {
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  return {
    boot: {
      kernel: await write("kernel", "the kernel"),
      initrd: await write("initrd", "the initrd"),
      version: "6.12.107",
      distribution: "debian",
      osRelease: "ID=debian\n",
    },
    loaders: { kind, first: await write("first", smallStub()), second: await write("second", smallStub()) },
    commandLine,
    signingKey: undefined,
  };
}

async function filesIn(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).toSorted();
}

/** The text of a section of the unified kernel image. */
async function sectionText(esp: string, name: string): Promise<string | undefined> {
  const bytes = new Uint8Array(await readFile(join(esp, "EFI/Linux/sekisho.efi")));
  const image = parsePe(bytes);
  const section = image.ok ? findSection(image.value, name) : undefined;
  return section === undefined ? undefined : Buffer.from(sectionContent(bytes, section) ?? []).toString();
}

describe("the files that a disk boots with", () => {
  test("are shim, GRUB with its stub where its signer built it in, and the kernel beside GRUB's configuration", async () => {
    await withFolder(async (folder) => {
      const { esp, boot } = await stageBootFiles(join(folder, "out"), await example(folder, "grub"));
      expect(await filesIn(esp)).toEqual(["EFI/BOOT/BOOTX64.EFI", "EFI/BOOT/grubx64.efi", "EFI/debian/grub.cfg"]);
      expect(await filesIn(boot)).toEqual(["grub/grub.cfg", "initrd.img-6.12.107", "vmlinuz-6.12.107"]);
      expect(await readFile(join(boot ?? "", "vmlinuz-6.12.107"), "utf8")).toBe("the kernel");
      expect(await readFile(join(boot ?? "", "grub/grub.cfg"), "utf8")).toContain(`6.12.107 ${commandLine}\n`);
    });
  });

  test("are systemd-boot and one image with kernel, initrd and command line", async () => {
    await withFolder(async (folder) => {
      const { esp, boot } = await stageBootFiles(join(folder, "out"), await example(folder, "uki"));
      expect(boot).toBeUndefined();
      expect(await filesIn(esp)).toEqual(["EFI/BOOT/BOOTX64.EFI", "EFI/Linux/sekisho.efi", "loader/loader.conf"]);
      const sections = [".osrel", ".cmdline", ".uname", ".initrd", ".linux"];
      expect(await Promise.all(sections.map((name) => sectionText(esp, name)))).toEqual([
        "ID=debian\n",
        commandLine,
        "6.12.107",
        "the initrd",
        "the kernel",
      ]);
    });
  });

  test("are both signed where Secure Boot is to accept the owner's key", async () => {
    await withFolder(async (folder) => {
      const signingKey = await makeSigningKey("ward-3", new Date());
      const { esp } = await stageBootFiles(join(folder, "out"), { ...(await example(folder, "uki")), signingKey });
      const signed = async (name: string): Promise<boolean> => {
        const image = parsePe(new Uint8Array(await readFile(join(esp, name))));
        return image.ok && image.value.certificates !== undefined;
      };
      expect(await signed("EFI/BOOT/BOOTX64.EFI")).toBe(true);
      expect(await signed("EFI/Linux/sekisho.efi")).toBe(true);
    });
  });
});
