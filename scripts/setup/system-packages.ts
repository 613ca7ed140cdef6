import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** A tool that the virtual machines need, the Debian package that brings it, and what it is for. */
type Tool = { readonly command: string; readonly package: string; readonly purpose: string };

const tools: readonly Tool[] = [
  { command: "cryptsetup", package: "cryptsetup-bin", purpose: "encrypts the OS disk" },
  { command: "mke2fs", package: "e2fsprogs", purpose: "makes the disk's file system" },
  { command: "mmdebstrap", package: "mmdebstrap", purpose: "builds the root file system" },
  { command: "qemu-system-x86_64", package: "qemu-system-x86", purpose: "runs the virtual machine" },
  { command: "zstd", package: "zstd", purpose: "compresses the initrd" },
  { command: "cpio", package: "cpio", purpose: "reads and writes the initrd" },
  { command: "strip", package: "binutils", purpose: "makes the guest agent smaller" },
];

/** What {@link installSystemPackages} ended with; `missing` names the tools that are still absent. */
export type SystemPackages = { readonly missing: readonly string[]; readonly reason: string };

const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
const present = (command: string): boolean => places.some((place) => existsSync(join(place, command)));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * Installs the Debian packages whose tools are missing, with sudo where this is not root, and says so beforehand.
 *
 * On a machine without apt-get, or where the installation fails, nothing is changed and the result names what is missing.
 */
export function installSystemPackages(): SystemPackages {
  const missing = tools.filter((tool) => !present(tool.command));
  if (!existsSync("/usr/share/keyrings/debian-archive-keyring.gpg")) {
    missing.push({
      command: "debian-archive-keyring",
      package: "debian-archive-keyring",
      purpose: "checks Debian's signatures",
    });
  }
  if (missing.length === 0) return { missing: [], reason: "" };
  const names = missing.map((tool) => tool.command);
  if (!present("apt-get")) return { missing: names, reason: "apt-get is not on this machine" };
  const prefix = process.getuid?.() === 0 ? [] : ["sudo"];
  if (prefix.length > 0 && !present("sudo"))
    return { missing: names, reason: "this is not root, and there is no sudo" };

  say("Sekisho installs these packages with apt-get:");
  for (const tool of missing) say(`  ${tool.package.padEnd(24)} ${tool.purpose}`);
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing.map((tool) => tool.package)];
  for (const command of [["apt-get", "update"], install]) {
    say(`  $ ${[...prefix, ...command].join(" ")}`);
    const [program = "", ...words] = [...prefix, ...command];
    const outcome = spawnSync(program, words, {
      stdio: ["inherit", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
    if (outcome.status !== 0) return { missing: names, reason: `${command.slice(0, 2).join(" ")} failed` };
  }
  return { missing: names.filter((name) => name !== "debian-archive-keyring" && !present(name)), reason: "" };
}
