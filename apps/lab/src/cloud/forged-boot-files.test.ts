import { toUtf8 } from "@sekisho/encoding";
import { expect, it } from "vitest";
import { withGrubCommand, withKernelParameter, withOtherText } from "./forged-boot-files.ts";

const configuration = toUtf8('menuentry "x" {\n\tlinux /vmlinuz quiet\n\tinitrd /initrd\n}\n');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

it("adds a command before all others, and leaves them as they are", () => {
  expect(text(withGrubCommand(configuration))).toBe(`set color_normal=white/black\n${text(configuration)}`);
});

it("adds a word to the command line and to nothing else", () => {
  const changed = text(withKernelParameter(configuration, "init=/bin/sh"));
  expect(changed).toBe(text(configuration).replace("quiet", "quiet init=/bin/sh"));
});

it("writes another text in the place of one, and keeps the length", () => {
  expect(text(withOtherText(toUtf8("a needless b"), "needless", "shell"))).toBe("a shell    b");
});

it.each([
  ["absent", "b"],
  ["a", "longer"],
])("writes nothing in place of %s when %s does not fit", (from, to) => {
  expect(() => withOtherText(toUtf8("a"), from, to)).toThrow("no room");
});
