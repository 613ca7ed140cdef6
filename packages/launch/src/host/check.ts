import { access, constants, readFile } from "node:fs/promises";
import { message } from "@sekisho/messages";
import { LaunchError } from "../launch-error.ts";
import type { QuoteService } from "../target.ts";
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
  await demandParameter(paths.snpParameter, "launch.host.no-snp");
  await demandDevice(paths.sevDevice, "launch.host.no-sev-device");
  demandVersion(await version(), oldestQemu, "SEV-SNP");
}

/** Where a TDX host says what it can do. */
export type TdxHostPaths = { readonly kvm: string; readonly tdxParameter: string };

const tdxPaths: TdxHostPaths = { kvm: "/dev/kvm", tdxParameter: "/sys/module/kvm_intel/parameters/tdx" };

/** The first QEMU with `tdx-guest`. */
const oldestTdxQemu = { major: 10, minor: 1 };

/**
 * Demands a host that can start a TD whose quotes somebody makes: KVM for this user, TDX on in kernel and BIOS, a quote service
 * where it is expected, QEMU ≥ 10.1.
 *
 * @param host only tests give other paths and another version
 * @throws LaunchError that says what is missing and what to do
 */
export async function checkTdxHost(
  quoteService: QuoteService,
  host: { readonly paths?: TdxHostPaths; readonly version?: () => Promise<QemuVersion> } = {},
): Promise<void> {
  const { paths = tdxPaths, version = qemuVersion } = host;
  await demandDevice(paths.kvm, "launch.host.no-kvm");
  await demandParameter(paths.tdxParameter, "launch.host.no-tdx");
  if (quoteService.kind === "unix") await demandDevice(quoteService.path, "launch.host.no-quote-service");
  demandVersion(await version(), oldestTdxQemu, "TDX");
}

async function demandParameter(path: string, id: string): Promise<void> {
  const parameter = await readFile(path, "utf8").catch(() => "");
  if (!["Y", "1"].includes(parameter.trim())) throw new LaunchError(message(id, { path }));
}

function demandVersion(
  { major, minor, text }: QemuVersion,
  oldest: { readonly major: number; readonly minor: number },
  technology: string,
): void {
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return;
  const needed = `${oldest.major}.${oldest.minor}`;
  throw new LaunchError(message("launch.qemu.too-old", { technology, version: text, needed }));
}

async function demandDevice(path: string, id: string): Promise<void> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch {
    throw new LaunchError(message(id, { path }));
  }
}
