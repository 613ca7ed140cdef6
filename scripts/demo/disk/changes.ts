import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { concatBytes } from "@sekisho/encoding";
import { imageFiles } from "@sekisho/image";
import {
  forgeBootFile,
  forgeForbiddenList,
  grubFile,
  withGrubCommand,
  withKernelParameter,
  withOtherText,
  type HostChanges,
} from "@sekisho/lab";
import type { Change } from "../scenarios.ts";
import { withAddedArchive } from "../vm/longer-initrd.ts";
import type { DiskParts, PreparedDisk } from "./prepare.ts";

type BootFile = Parameters<typeof forgeBootFile>[2];

const grubConfiguration = { where: "boot", name: "/grub/grub.cfg" } as const;
const uki = { where: "esp", name: "/EFI/Linux/sekisho.efi" } as const;
const shell = "init=/bin/sh";
/** A word of the command line that makes room for another. */
const unneeded = "systemd.ssh_auto=no";
/** Stands in the version text of Debian's kernels, which nothing reads while it starts. */
const builder = "debian-kernel@lists.debian.org";

/**
 * What the host does to a machine that boots from its disk.
 *
 * With Secure Boot on, firmware and GRUB start nothing that was changed, and the machine never asks for its key. So a host
 * that changes a signed file switches Secure Boot off as well.
 *
 * @param folder where the changed files go
 */
export async function hostChanges(
  change: Change,
  { machine, folder: genuine }: PreparedDisk,
  { firmware }: DiskParts,
  folder: string,
): Promise<HostChanges> {
  const withoutSecureBoot = { variables: firmware.blankVariables.path };
  const disk = async (where: Pick<BootFile, "where" | "name">, edit: BootFile["edit"]): Promise<HostChanges> => {
    const forged = join(folder, imageFiles.disk);
    await forgeBootFile(join(genuine, machine.disk.file), forged, { ...where, work: folder, edit });
    return { disk: forged };
  };
  const original = join(genuine, machine.disk.file);
  const isGrub = machine.boot.kind === "grub";
  switch (change) {
    case "grub-command":
      return disk(grubConfiguration, withGrubCommand);
    case "disk-command-line":
      if (isGrub) return disk(grubConfiguration, (text) => withKernelParameter(text, shell));
      return { ...(await disk(uki, (image) => withOtherText(image, unneeded, shell))), ...withoutSecureBoot };
    case "disk-kernel": {
      if (!isGrub) {
        return { ...(await disk(uki, (image) => withOtherText(image, builder, "mallory"))), ...withoutSecureBoot };
      }
      const kernel = { where: "boot", name: await grubFile(original, "linux") } as const;
      return { ...(await disk(kernel, (bytes) => concatBytes(bytes, new Uint8Array(8)))), ...withoutSecureBoot };
    }
    case "disk-initrd":
      return disk({ where: "boot", name: await grubFile(original, "initrd") }, withAddedArchive);
    case "secure-boot-off":
      return withoutSecureBoot;
    case "dbx": {
      const store = new Uint8Array(await readFile(join(genuine, machine.boot.variables.file)));
      const variables = join(folder, "variables.fd");
      await writeFile(variables, forgeForbiddenList(store));
      return { variables };
    }
    case "smbios":
      return { smbiosStrings: [`io.systemd.stub.kernel-cmdline-extra=${shell}`] };
    case "fresh-vtpm":
      return { vtpm: "fresh" };
    default:
      return {};
  }
}
