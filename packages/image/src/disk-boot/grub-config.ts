import { message } from "@sekisho/messages";
import { uuidOf } from "../disk/uuid-of.ts";
import { ImageError } from "../image-error.ts";

/** The filesystem UUID of a machine's /boot partition. */
export const bootFilesystem: string = uuidOf("sekisho boot filesystem");

/** The files of a kernel on the boot partition. */
export function bootFileNames(version: string): { readonly kernel: string; readonly initrd: string } {
  return { kernel: `vmlinuz-${version}`, initrd: `initrd.img-${version}` };
}

/** `grub.cfg` beside a signed GRUB, in the folder of the EFI system partition that its signer built in. */
export const stubConfiguration: string = [
  `search.fs_uuid ${bootFilesystem} root`,
  "set prefix=($root)/grub",
  "configfile $prefix/grub.cfg",
  "",
].join("\n");

/**
 * `/grub/grub.cfg` of the boot partition: one entry, started at once.
 *
 * GRUB measures every command that it runs (PCR 8) and every file that it reads (PCR 9), so there is nothing here that could
 * run differently from one boot to the next: no condition, no variable, no saved state.
 *
 * @throws ImageError when GRUB would hand the command line to the kernel with other characters
 */
export function grubConfiguration(version: string, commandLine: string): string {
  demandPlainWords(commandLine);
  const { kernel, initrd } = bootFileNames(version);
  return [
    "set timeout=0",
    'menuentry "Sekisho" {',
    `\tlinux /${kernel} ${commandLine}`,
    `\tinitrd /${initrd}`,
    "}",
    "",
  ].join("\n");
}

/**
 * What a word of a command line may hold so that GRUB hands it on as it is: GRUB's script gives most other characters a meaning,
 * and puts a backslash before quotes and backslashes for the kernel.
 */
const plainWords = /^[A-Za-z0-9_.,:=/@%+ -]*$/;

/** @throws ImageError when GRUB would hand the command line to the kernel with other characters */
function demandPlainWords(commandLine: string): void {
  const wrong = commandLine.split(" ").find((word) => !plainWords.test(word));
  if (wrong !== undefined) throw new ImageError(message("image.append.grub", { word: wrong }));
}
