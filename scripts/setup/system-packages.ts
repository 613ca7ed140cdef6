import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** A tool, the Debian package that brings it, and what it is for. */
type Tool = { readonly command: string; readonly package: string; readonly purpose: string };

/** What even a machine that is only a process has: a disk. */
const diskTools: readonly Tool[] = [
  { command: "cryptsetup", package: "cryptsetup-bin", purpose: "encrypts the OS disk" },
  { command: "mke2fs", package: "e2fsprogs", purpose: "makes the disk's file system" },
];

const machineTools: readonly Tool[] = [
  { command: "mmdebstrap", package: "mmdebstrap", purpose: "builds the root file system" },
  { command: "qemu-system-x86_64", package: "qemu-system-x86", purpose: "runs the virtual machine" },
  { command: "strip", package: "binutils", purpose: "makes the guest agent smaller" },
  { command: "sfdisk", package: "fdisk", purpose: "divides disks that boot into partitions" },
  { command: "mformat", package: "mtools", purpose: "writes their EFI system partition" },
  { command: "sbsign", package: "sbsigntool", purpose: "signs what Secure Boot is to start" },
  { command: "swtpm", package: "swtpm", purpose: "is the TPM of the virtual machine" },
];

const userNamespaces: Tool = { command: "newuidmap", package: "uidmap", purpose: "builds it without being root" };

const keyring = {
  command: "debian-archive-keyring",
  package: "debian-archive-keyring",
  purpose: "checks Debian's signatures",
  path: "/usr/share/keyrings/debian-archive-keyring.gpg",
};

/** What {@link installSystemPackages} ended with; `missing` names the tools that are still absent. */
export type SystemPackages = { readonly missing: readonly string[]; readonly reason: string };

const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
const present = (command: string): boolean => places.some((place) => existsSync(join(place, command)));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * Installs the Debian packages whose tools are missing, with sudo where this is not root, and says so beforehand: those for
 * encrypted disks, or those for building and running virtual machines too.
 *
 * On a machine without apt-get, or where the installation fails, nothing is changed and the result names what is missing.
 */
export function installSystemPackages(want: "disks" | "machines"): SystemPackages {
  const machines = want !== "disks";
  const tools = [...diskTools, ...(machines ? machineTools : [])];
  const missing = tools.filter((tool) => !present(tool.command));
  const root = process.getuid?.() === 0;
  if (machines && !existsSync(keyring.path)) missing.push(keyring);
  if (machines && !root && !present(userNamespaces.command)) missing.push(userNamespaces);
  if (missing.length === 0) return { missing: [], reason: "" };
  const names = missing.map((tool) => tool.command);
  if (!present("apt-get")) return { missing: names, reason: "apt-get is not on this machine" };
  const prefix = ["env", "DEBIAN_FRONTEND=noninteractive"];
  if (!root) prefix.unshift("sudo");
  if (!root && !present("sudo")) return { missing: names, reason: "this is not root, and there is no sudo" };

  say("Sekisho installs these packages with apt-get:");
  for (const tool of missing) say(`  ${tool.package.padEnd(24)} ${tool.purpose}`);
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing.map((tool) => tool.package)];
  for (const command of [["apt-get", "update"], install]) {
    say(`  $ ${[...prefix, ...command].join(" ")}`);
    const [program = "", ...words] = [...prefix, ...command];
    const outcome = spawnSync(program, words, { stdio: ["inherit", "ignore", "inherit"] });
    if (outcome.status !== 0) return { missing: names, reason: `${command.slice(0, 2).join(" ")} failed` };
  }
  const still = names.filter((name) => (name === keyring.command ? !existsSync(keyring.path) : !present(name)));
  return { missing: still, reason: still.length === 0 ? "" : "the packages did not bring them" };
}
