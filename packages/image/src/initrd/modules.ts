import type { GuestConfiguration } from "@sekisho/release";

/** A kernel module that the initrd loads. `optional`: not every kernel or machine has it, and the boot goes on without. */
export type InitrdModule = { readonly name: string; readonly optional: boolean };

const required = (name: string): InitrdModule => ({ name, optional: false });
const optional = (name: string): InitrdModule => ({ name, optional: true });

/**
 * What the initrd loads, in this order, and all it loads: virtio for disk, network and ports, ext4 on dm-crypt, and where
 * reports come from. A driver that isn't there is one that a hostile host can't offer a device to.
 */
export const initrdModules: readonly InitrdModule[] = [
  required("virtio_pci"),
  required("virtio_blk"),
  required("virtio_net"),
  optional("virtio_console"),
  optional("virtio_rng"),
  required("ext4"),
  required("dm_mod"),
  required("dm_crypt"),
  required("xts"),
  optional("aesni_intel"),
  // Without these two, cryptsetup would open key slots through a second mapping.
  required("af_alg"),
  required("algif_skcipher"),
  optional("configfs"),
  optional("tsm"),
  optional("sev_guest"),
  optional("tdx_guest"),
  // TPMs: of a chip, of a virtual machine, and of an SVSM. Kernels for machines have the first two built in.
  optional("tpm_crb"),
  optional("tpm_tis"),
  optional("tpm_svsm"),
];

/** What the kernel of a SEV guest needs besides, to publish the key that was injected at launch. */
const launchSecretModules: readonly InitrdModule[] = [required("efi_secret")];

/** What the initrd of this configuration loads. */
export function modulesFor({ reportSource }: GuestConfiguration): readonly InitrdModule[] {
  return reportSource.kind === "launch-secret" ? [...initrdModules, ...launchSecretModules] : initrdModules;
}

/** The list as `/etc/sekisho/modules` in the initrd holds it: a name per line, optional ones behind a question mark. */
export function moduleLines(modules: readonly InitrdModule[] = initrdModules): string {
  return modules.map(({ name, optional: may }) => `${may ? "?" : ""}${name}\n`).join("");
}
