import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { dataFolder } from "../process/in-tree.ts";
import { run } from "../process/run.ts";
import { initrdModules, moduleLines } from "./modules.ts";

const read = (name: string) => readFile(join(dataFolder, name), "utf8");

/** Programs that a shell script is tempted to call; without a file of their own they would end the boot. */
const programs = (
  "awk basename cat chmod chown cp cut date dd dirname dmesg env expr find grep head hostname id insmod ip kill ln ls lsmod " +
  "mkdir mknod mount mv od printf ps readlink reboot rm rmdir sed seq sh sleep sort stat switch_root sync tail test touch tr " +
  "udhcpc umount uname wc xargs"
).split(" ");

describe("the scripts of the initrd", () => {
  test("are shell that a POSIX shell can read", async () => {
    const entries = await readdir(dataFolder, { recursive: true });
    const scripts = [];
    for (const name of entries) if (/^(?:init|dhcp|hooks\/.+|.+\.sh)$/.test(name)) scripts.push(name);
    expect(scripts.length).toBeGreaterThanOrEqual(5);
    for (const name of scripts) await run("sh", ["-n", join(dataFolder, name)]);
  });

  test("the first process never starts a shell, and stops on every failure", async () => {
    const init = await read("init");
    const code = init.replaceAll(/^\s*#.*$/gm, "");
    expect(code).toMatch(/^set -eu$/m);
    expect(code).toContain(`trap 'stop "a step of the initrd failed"' EXIT`);
    expect(code).not.toMatch(/\b(?:ash|bash|sulogin|getty|login)\b|exec (?:\/bin\/)?sh\b|\bsh -/);
  });

  test("a boot that a TPM records leaves the agent only with PCR 15 extended, before anything of the disk is used", async () => {
    const { stdout } = await run("sh", ["-c", leavingScript(await read("init")), "sh"], {
      stdin: Buffer.from(`${"0".repeat(64)}\n${"0".repeat(63)}A\n\n`),
    });
    expect(stdout.toString().split("\n")).toEqual(["stopped", "went on", "stopped", ""]);
  });

  test("the hook brings every program that the first process and its DHCP script call", async () => {
    const applets = /for applet in ([^;]+);/.exec(await read("hooks/sekisho"))?.[1]?.split(" ") ?? [];
    const code = `${await read("init")}\n${await read("dhcp")}`.replaceAll(/^\s*#.*$/gm, "");
    const used = programs.filter((name) =>
      new RegExp(String.raw`(?:^|[;&|()]|\b(?:do|then|exec|!))\s*${name}\s`, "m").test(code),
    );
    expect(used).toEqual(expect.arrayContaining(["ip", "ln", "mount", "switch_root", "udhcpc", "umount"]));
    expect(used.filter((name) => !applets.includes(name))).toEqual([]);
  });

  test("no module for volume groups, RAID or other network filesystems is loaded", () => {
    const names = initrdModules.map(({ name }) => name);
    expect(names).toContain("dm_crypt");
    expect(names.filter((name) => /raid|lvm|snapshot|mirror|nfs|cifs|9p|virtiofs|crypto_null/.test(name))).toEqual([]);
    expect(
      moduleLines([
        { name: "a", optional: false },
        { name: "b", optional: true },
      ]),
    ).toBe("a\n?b\n");
  });
});

/** The first process's own look at PCR 15, run over each line of standard input in place of the register's file. */
function leavingScript(init: string): string {
  const [, condition] = /\n {2}(case \$left in .* esac)\n/.exec(init) ?? [];
  const [check = -1, mapping = -1] = ["pcr-sha256/15", "for block in /sys/block/dm-"].map((text) => init.indexOf(text));
  if (condition === undefined || check < init.indexOf("sekisho-agent || stop") || check > mapping) {
    throw new Error("init does not look at PCR 15 between agent and disk");
  }
  return `stop() { echo stopped; exit 0; }; while read -r left; do (${condition}; echo "went on"); done`;
}
