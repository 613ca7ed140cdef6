import { describe, expect, test } from "vitest";
import { PassphraseLine } from "./ask-passphrase.ts";

function typed(...chunks: string[]): { text: string; last: string } {
  const line = new PassphraseLine();
  let last = "more";
  for (const chunk of chunks) last = line.type(Buffer.from(chunk));
  return { text: Buffer.from(line.take()).toString("utf8"), last };
}

describe("a typed passphrase", () => {
  test.each([
    ["ends at Enter", ["correct ", "horse\r"], "correct horse", "done"],
    ["loses its last character to Backspace, however many bytes that has", ["鍵é\x7f\x7fa\r"], "a", "done"],
    ["survives Backspace at its start", ["\x7f\x08x\n"], "x", "done"],
    ["is emptied by Ctrl-U", ["wrong\x15right\r"], "right", "done"],
    ["is abandoned by Ctrl-C", ["abc\x03"], "abc", "abandoned"],
    ["is abandoned by Ctrl-D on an empty line, and ended by it on another", ["\x04"], "", "abandoned"],
    ["is kept as typed otherwise, spaces and all", ["  a\tb  \r"], "  a\tb  ", "done"],
  ])("%s", (_, chunks, text, last) => {
    expect(typed(...chunks)).toEqual({ text, last });
  });

  test("has at most 4096 bytes, and is wiped", () => {
    const line = new PassphraseLine();
    expect(line.type(Buffer.alloc(5000, 0x61))).toBe("more");
    expect(line.take()).toHaveLength(4096);
    line.wipe();
    expect(line.take()).toHaveLength(0);
  });
});
