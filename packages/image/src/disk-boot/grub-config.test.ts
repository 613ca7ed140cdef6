import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImageError } from "../image-error.ts";
import { buildCommandLine } from "../machine/command-line.ts";
import { bootFilesystem, grubConfiguration, stubConfiguration } from "./grub-config.ts";

const version = "6.12.107+deb13-cloud-amd64";
const fixed = buildCommandLine("0b6c1c1e-4f8e-4f0e-9a55-000102030405");

describe("GRUB's configuration", () => {
  test("starts the one kernel with the machine's whole command line, at once and unconditionally", () => {
    expect(grubConfiguration(version, fixed)).toBe(
      `set timeout=0\nmenuentry "Sekisho" {\n\tlinux /vmlinuz-${version} ${fixed}\n\tinitrd /initrd.img-${version}\n}\n`,
    );
  });

  test("is found by the filesystem's UUID, whatever other disks there are", () => {
    expect(stubConfiguration.split("\n")[0]).toBe(`search.fs_uuid ${bootFilesystem} root`);
  });

  test("takes no character that GRUB's script or its way to the kernel would change", () => {
    const words = ["a$b", "a;reboot", 'a="b c"', "a'b", String.raw`a\b`, "{", "a*", "#x", "a&b", "a|b", "<a", "`a`"];
    const outcomes = words.map((word) => outcome(`${fixed} ${word}`));
    expect(outcomes).toEqual(words.map(() => "image.append.grub"));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const plain = /^[\w.,:=/@%+ -]*$/.test(text);
        expect(outcome(text)).toBe(plain ? "taken as it is" : "image.append.grub");
      }),
      { numRuns: 300 },
    );
  });
});

/** Whether the text stands in the configuration unchanged, or the identifier of the refusal. */
function outcome(commandLine: string): string {
  try {
    return grubConfiguration(version, commandLine).includes(`${version} ${commandLine}\n`)
      ? "taken as it is"
      : "changed";
  } catch (error) {
    if (error instanceof ImageError) return error.problem.id;
    throw error;
  }
}
