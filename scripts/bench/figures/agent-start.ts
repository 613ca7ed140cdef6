import { spawnSync } from "node:child_process";
import process from "node:process";
import { buildGuestExecutable } from "@sekisho/guest/executable";
import type { Figure } from "../figure.ts";
import { compare } from "../interleave.ts";
import { commandAbsent } from "../support/commands.ts";

export const agentStart: Figure = {
  name: "agent-start",
  title: "start of the guest's agent, from the command to the end of its self-test (SHA-256, Ed25519, HPKE)",
  goal: null,
  measure: async () => {
    const absent = commandAbsent("strip", "binutils");
    if (absent !== undefined) return absent;
    const { path } = await buildGuestExecutable();
    const node = () => start(process.execPath, ["--eval", "0"]);
    const effort = { rounds: 15, atMostMs: 6_000, batchMs: 1, warmUpMs: 200 };
    const tested = await compare(node, () => start(path, ["--self-test"]), effort);
    const version = await compare(node, () => start(path, ["--version"]), effort);
    return {
      value: tested.ms,
      unit: "ms",
      ratio: tested.ratio,
      against: "node --eval 0",
      notes: [
        `node alone took ${tested.floorMs.toFixed(0)} ms in the same run`,
        `without the self-test (--version): ${version.ms.toFixed(0)} ms, ${version.ratio.toFixed(2)} × node alone`,
      ],
    };
  },
};

function start(program: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(program, words, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with status ${status}: ${stderr.trim()}`);
}
