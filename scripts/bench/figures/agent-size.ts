import { buildGuestExecutable } from "@sekisho/guest/executable";
import type { Figure } from "../figure.ts";
import { commandAbsent } from "../support/commands.ts";
import { compressedSize } from "../support/compressed-size.ts";

const mebibyte = 1024 * 1024;

export const agentSize: Figure = {
  name: "agent-size",
  title: "by how much the guest's agent makes the initrd grow, compressed as the initrd is",
  goal: null,
  measure: async () => {
    const absent = commandAbsent("strip", "binutils") ?? commandAbsent("zstd", "zstd");
    if (absent !== undefined) return absent;
    const { path, bytes } = await buildGuestExecutable();
    const compressed = await compressedSize(path);
    return {
      value: compressed / mebibyte,
      unit: "MiB",
      ratio: compressed / bytes,
      against: "the executable",
      notes: [
        `the executable takes ${(bytes / mebibyte).toFixed(1)} MiB; nearly all of it is Node.js`,
        "the C and C++ libraries that it is linked to come from the guest's own system",
      ],
    };
  },
};
