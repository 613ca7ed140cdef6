import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/** A tool, the Debian package that brings it, and what it is for; of a package without a command, a file of it. */
type Tool = { readonly command: string; readonly package: string; readonly purpose: string; readonly path?: string };

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

/** Either of these browsers will do; the first is the one that Debian's package brings. */
export const browserCommands = ["chromium", "google-chrome"] as const;

/** The page's Japanese texts need glyphs, whose widths decide what fits. */
const japaneseFont: Tool = {
  command: "fonts-noto-cjk",
  package: "fonts-noto-cjk",
  purpose: "shows Japanese in it",
  path: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
};

const browser: Tool = { command: browserCommands[0], package: "chromium", purpose: "runs the packages in a browser" };

const userNamespaces: Tool = { command: "newuidmap", package: "uidmap", purpose: "builds it without being root" };

const keyring: Tool = {
  command: "debian-archive-keyring",
  package: "debian-archive-keyring",
  purpose: "checks Debian's signatures",
  path: "/usr/share/keyrings/debian-archive-keyring.gpg",
};

/** What {@link installSystemPackages} ended with; `missing` names the tools that are still absent. */
export type SystemPackages = { readonly missing: readonly string[]; readonly reason: string };

const places = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
const present = (command: string): boolean => findCommand(command) !== undefined;
const isThere = ({ command, path }: Tool): boolean => (path === undefined ? present(command) : existsSync(path));
const isRoot = process.getuid?.() === 0;
const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Where a command is, or undefined. */
export function findCommand(command: string): string | undefined {
  return places.map((place) => join(place, command)).find((path) => existsSync(path));
}

/**
 * Installs the Debian packages whose tools are missing, with sudo where this is not root, and says so beforehand: those for
 * encrypted disks always, those for building and running virtual machines, and a browser with a Japanese font, where they are wanted.
 *
 * On a machine without apt-get, or where the installation fails, nothing is changed and the result names what is missing.
 * Browser and font are installed by themselves, as not every distribution has packages of those names.
 */
export function installSystemPackages(wants: readonly ("machines" | "browser")[]): SystemPackages {
  const machines = wants.includes("machines");
  const tools = [...diskTools, ...(machines ? machineTools : [])];
  const missing = tools.filter((tool) => !isThere(tool));
  if (machines && !isThere(keyring)) missing.push(keyring);
  if (machines && !isRoot && !present(userNamespaces.command)) missing.push(userNamespaces);
  const outcomes = [install(missing)];
  if (wants.includes("browser") && !browserCommands.some(present)) outcomes.push(install([browser]));
  if (wants.includes("browser") && !isThere(japaneseFont)) outcomes.push(install([japaneseFont]));
  const failed = outcomes.filter((outcome) => outcome.missing.length > 0);
  return {
    missing: failed.flatMap((outcome) => outcome.missing),
    reason: failed.map(({ reason }) => reason).join("; "),
  };
}

function install(missing: readonly Tool[]): SystemPackages {
  if (missing.length === 0) return { missing: [], reason: "" };
  const names = missing.map((tool) => tool.command);
  if (!present("apt-get")) return { missing: names, reason: "apt-get is not on this machine" };
  const prefix = ["env", "DEBIAN_FRONTEND=noninteractive"];
  if (!isRoot) prefix.unshift("sudo");
  if (!isRoot && !present("sudo")) return { missing: names, reason: "this is not root, and there is no sudo" };

  say("Sekisho installs these packages with apt-get:");
  for (const tool of missing) say(`  ${tool.package.padEnd(24)} ${tool.purpose}`);
  const packages = missing.map((tool) => tool.package);
  const command = ["apt-get", "install", "-y", "--no-install-recommends", ...packages];
  for (const words of [["apt-get", "update"], command]) {
    say(`  $ ${[...prefix, ...words].join(" ")}`);
    const [program = "", ...rest] = [...prefix, ...words];
    const outcome = spawnSync(program, rest, { stdio: ["inherit", "ignore", "inherit"] });
    if (outcome.status !== 0) return { missing: names, reason: `${words.slice(0, 2).join(" ")} failed` };
  }
  const still = missing.filter((tool) => !isThere(tool)).map(({ command }) => command);
  return { missing: still, reason: still.length === 0 ? "" : "the packages did not bring them" };
}
