import { access, constants, readFile } from "node:fs/promises";
import { message } from "@sekisho/messages";
import { LaunchError } from "../launch-error.ts";
import { qemuVersion, type QemuVersion } from "./version.ts";

/** Where a host says what it can do. */
export type HostPaths = { readonly kvm: string; readonly snpParameter: string; readonly sevDevice: string };

const linuxPaths: HostPaths = {
  kvm: "/dev/kvm",
  snpParameter: "/sys/module/kvm_amd/parameters/sev_snp",
  sevDevice: "/dev/sev",
};

/** The first QEMU with `sev-snp-guest`. */
const oldestQemu = { major: 9, minor: 1 };

/**
 * Demands a host that can start a SEV-SNP guest: KVM for this user, SEV-SNP on in kernel and BIOS, QEMU ≥ 9.1.
 *
 * @param host only tests give other paths and another version
 * @throws LaunchError that says what is missing and what to do
 */
export async function checkSnpHost(
  host: { readonly paths?: HostPaths; readonly version?: () => Promise<QemuVersion> } = {},
): Promise<void> {
  const { paths = linuxPaths, version = qemuVersion } = host;
  await demandDevice(paths.kvm, "launch.host.no-kvm");
  const parameter = await readFile(paths.snpParameter, "utf8").catch(() => "");
  if (!["Y", "1"].includes(parameter.trim())) {
    throw new LaunchError(message("launch.host.no-snp", { path: paths.snpParameter }));
  }
  await demandDevice(paths.sevDevice, "launch.host.no-sev-device");
  const { major, minor, text } = await version();
  if (major < oldestQemu.major || (major === oldestQemu.major && minor < oldestQemu.minor)) {
    const needed = `${oldestQemu.major}.${oldestQemu.minor}`;
    throw new LaunchError(message("launch.qemu.too-old", { version: text, needed }));
  }
}

async function demandDevice(path: string, id: string): Promise<void> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch {
    throw new LaunchError(message(id, { path }));
  }
}
