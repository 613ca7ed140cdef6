import { join } from "node:path";

/**
 * Settings that keep apt within one folder: its own sources, lists, state and cache, and none of the machine's hooks, pins
 * or keys; of the machine's settings only how it fetches (proxies, retries, how old a mirror may be).
 *
 * @param acquire what `apt-config dump Acquire` says on this machine
 */
export function aptSettings(folder: string, acquire: string): string {
  const settings: Readonly<Record<string, string>> = {
    "Dir::Etc::main": "/dev/null",
    "Dir::Etc::parts": "/dev/null",
    "Dir::Etc::sourcelist": join(folder, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferences": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    "Dir::State": join(folder, "state"),
    "Dir::State::lists": join(folder, "state/lists"),
    "Dir::State::status": "/dev/null",
    "Dir::Cache": join(folder, "cache"),
    "APT::Architecture": "amd64",
    "APT::Architectures": "amd64",
    "APT::Get::List-Cleanup": "0",
    // The user of apt's own sandbox can't write a folder that only the caller may enter.
    "APT::Sandbox::User": "",
    "Acquire::Languages": "none",
    "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
    "Acquire::Retries": "2",
  };
  const own = Object.entries(settings).map(([name, value]) => `${name} "${value}";`);
  const kept = acquire.split("\n").filter((line) => !/^Acquire::(?:IndexTargets|Languages)/.test(line));
  return `${[...kept, ...own].join("\n")}\n`;
}

/** One source for apt: a suite of a mirror, signed by Debian's keys. */
export function sourceLine(mirror: string, suite: string, keyring: string): string {
  return `deb [signed-by=${keyring} arch=amd64] ${mirror.replace(/\/+$/, "")}/ ${suite} main\n`;
}

export const updateWords: readonly string[] = ["-qq", "update"];

export function downloadWords(names: readonly string[]): readonly string[] {
  return ["-qq", "download", ...names];
}
