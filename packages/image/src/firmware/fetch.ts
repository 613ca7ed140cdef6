import { createHash } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { message } from "@sekisho/messages";
import { fetchPackages } from "../apt/packages.ts";
import { cached, type Cache } from "../cache/cache.ts";
import { noProgress, type Progress } from "../progress.ts";
import { debianMirror } from "../rootfs/mirror.ts";

/** A firmware file, and what it is, for people ("ovmf-amdsev 2026.08+ds-2"). */
export type FirmwareFile = { readonly path: string; readonly version: string };

type Fetching = { readonly cache: Cache; readonly progress?: Progress };

const monthMs = 30 * 24 * 60 * 60 * 1000;

/**
 * The genuine AmdSev build of OVMF, which refuses a kernel, initrd or command line whose hash is not in the SEV hash table.
 *
 * Taken from this machine where its package is installed, else from the cache, else from Debian's sid, since no stable suite
 * has it yet, through the mirror that the machine already uses.
 *
 * @throws ImageError `image.packages.unavailable` when it can't be had: offline, no apt, or a mirror without the package
 */
export async function fetchAmdSevFirmware(fetching: Fetching): Promise<FirmwareFile> {
  return fetchFromSid("ovmf-amdsev", "usr/share/ovmf/OVMF.amdsev.fd", fetching);
}

async function fetchFromSid(
  name: string,
  file: string,
  { cache, progress = noProgress }: Fetching,
): Promise<FirmwareFile> {
  if (await isFile(`/${file}`)) return { path: `/${file}`, version: `${name} (installed)` };
  progress({ step: message("image.step.firmware"), fraction: 0 });
  const wanted = { mirror: await debianMirror(), suite: "sid", packages: [name], files: [file] };
  const { folder, versions } = await fetchPackages(cache, wanted, monthMs);
  return { path: join(folder, file), version: `${name} ${versions[name] ?? ""}` };
}

/**
 * OVMF for a TD that is booted directly: its general build with TDX metadata, variable store and code in one image, as `-bios`
 * takes it.
 *
 * Debian's build for TDX alone (ovmf-inteltdx) is not it: it comes with Microsoft's keys and Secure Boot on, and then starts no
 * kernel that the host hands over (tried); nor does it know a TPM, with which QEMU stands in for TDX in the lab.
 *
 * @throws ImageError `image.packages.unavailable` when it can't be had: offline, no apt, or a mirror without the package
 */
export async function fetchTdxFirmware(fetching: Fetching): Promise<FirmwareFile> {
  const { firmware, blankVariables } = await fetchDiskFirmware({ ...fetching, secureBoot: false });
  const parts = [await readFile(blankVariables.path), await readFile(firmware.path)];
  const name = "OVMF.fd";
  const hashes = parts.map((bytes) => createHash("sha256").update(bytes).digest("hex"));
  const { folder } = await cached(fetching.cache, "firmware", { hashes }, (made) =>
    writeFile(join(made, name), Buffer.concat(parts)),
  );
  return { path: join(folder, name), version: firmware.version.replace(/ [^ ]*$/, ` ${name}`) };
}

/** OVMF for a machine that boots from its disk: its code, and the variable stores that its package brings. */
export type DiskFirmware = {
  readonly firmware: FirmwareFile;
  /** Without any key: Secure Boot is off. */
  readonly blankVariables: FirmwareFile;
  /** With Microsoft's keys, and Secure Boot on: what shim is signed for. */
  readonly microsoftVariables: FirmwareFile;
};

/** Known by trial to measure what it starts, to start shim, and to carry the metadata of SEV-SNP. */
const diskFirmwareSuite = "trixie";

/**
 * OVMF's general build, from the cache or from Debian.
 *
 * Debian builds Secure Boot only together with System Management Mode, which a confidential VM doesn't have: its build for
 * Secure Boot (tried: its other one has the variables, and starts unsigned programs all the same) is for QEMU without
 * SEV-SNP, as in the lab.
 *
 * @throws ImageError `image.packages.unavailable` when it can't be had: offline, no apt, or a mirror without the package
 */
export async function fetchDiskFirmware(options: Fetching & { readonly secureBoot: boolean }): Promise<DiskFirmware> {
  const { cache, progress = noProgress, secureBoot } = options;
  progress({ step: message("image.step.firmware"), fraction: 0 });
  const inPackage = (name: string): string => `usr/share/OVMF/${name}`;
  const code = inPackage(secureBoot ? "OVMF_CODE_4M.secboot.fd" : "OVMF_CODE_4M.fd");
  const blank = inPackage("OVMF_VARS_4M.fd");
  const microsoft = inPackage("OVMF_VARS_4M.ms.fd");
  const wanted = { suite: diskFirmwareSuite, packages: ["ovmf"], files: [code, blank, microsoft] };
  const { folder, versions } = await fetchPackages(cache, { ...wanted, mirror: await debianMirror() }, monthMs);
  const named = (file: string): FirmwareFile => ({
    path: join(folder, file),
    version: `ovmf ${versions["ovmf"] ?? ""} ${basename(file)}`,
  });
  return { firmware: named(code), blankVariables: named(blank), microsoftVariables: named(microsoft) };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
