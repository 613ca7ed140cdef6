import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { malformedMessage, toUtf8 } from "@sekisho/encoding";
import type { BootArtifacts } from "../boot-artifacts.ts";
import { ImageError } from "../image-error.ts";
import { bootFileNames, grubConfiguration, stubConfiguration } from "./grub-config.ts";
import type { Loaders } from "./loaders.ts";
import { signProgram, type SigningKey } from "./signing-key.ts";
import { assembleUnifiedKernel } from "./unified-kernel.ts";

/** What a machine boots with, before it is on a disk. */
export type Bootable = {
  readonly boot: BootArtifacts;
  readonly loaders: Loaders;
  readonly commandLine: string;
  /** Signs systemd-boot and the unified kernel image; absent where Secure Boot is off, and for GRUB, which its maker signed. */
  readonly signingKey: SigningKey | undefined;
};

/** Folders with the files of the EFI system partition, and of GRUB's boot partition. */
export type Staged = { readonly esp: string; readonly boot: string | undefined };

/** The path that firmware starts on a disk that no boot entry names (UEFI 2.10, section 3.5.1.1). */
const fallbackPath = "EFI/BOOT/BOOTX64.EFI";
/** The unified kernel image's path. Its name is measured with the boot loader's choice, so it has no version. */
export const unifiedKernelPath = "EFI/Linux/sekisho.efi";

/** Lays out the files of the partitions that are not encrypted, in a new folder. */
export async function stageBootFiles(folder: string, bootable: Bootable): Promise<Staged> {
  return bootable.loaders.kind === "grub" ? stageGrub(folder, bootable) : stageUnifiedKernel(folder, bootable);
}

async function stageGrub(folder: string, { boot, loaders, commandLine }: Bootable): Promise<Staged> {
  const staged = { esp: join(folder, "esp"), boot: join(folder, "boot") };
  const { kernel, initrd } = bootFileNames(boot.version);
  await copyTo(loaders.first, join(staged.esp, fallbackPath));
  await copyTo(loaders.second, join(staged.esp, "EFI/BOOT/grubx64.efi"));
  await writeTo(join(staged.esp, "EFI", boot.distribution, "grub.cfg"), stubConfiguration);
  await copyTo(boot.kernel, join(staged.boot, kernel));
  await copyTo(boot.initrd, join(staged.boot, initrd));
  await writeTo(join(staged.boot, "grub/grub.cfg"), grubConfiguration(boot.version, commandLine));
  return staged;
}

async function stageUnifiedKernel(folder: string, bootable: Bootable): Promise<Staged> {
  const { boot, loaders, commandLine, signingKey } = bootable;
  const esp = join(folder, "esp");
  const assembled = assembleUnifiedKernel(await readFile(loaders.second), [
    { name: ".osrel", content: toUtf8(boot.osRelease) },
    { name: ".cmdline", content: toUtf8(commandLine) },
    { name: ".uname", content: toUtf8(boot.version) },
    { name: ".initrd", content: await readFile(boot.initrd) },
    { name: ".linux", content: await readFile(boot.kernel) },
  ]);
  if (!assembled.ok) throw new ImageError(malformedMessage(loaders.second, assembled.error));
  await writeTo(join(esp, unifiedKernelPath), assembled.value);
  await copyTo(loaders.first, join(esp, fallbackPath));
  await writeTo(join(esp, "loader/loader.conf"), "timeout 0\neditor no\n");
  if (signingKey !== undefined) {
    for (const program of [unifiedKernelPath, fallbackPath]) {
      await signProgram(join(esp, program), join(esp, program), signingKey);
    }
  }
  return { esp, boot: undefined };
}

async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

async function writeTo(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
