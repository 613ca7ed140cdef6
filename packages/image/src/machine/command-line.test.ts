import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImageError } from "../image-error.ts";
import { buildCommandLine } from "./command-line.ts";

const id = "0b6c1c1e-4f8e-4f0e-9a55-000102030405";

describe("the measured command line", () => {
  test("names the machine, to the agent and to systemd", () => {
    const words = buildCommandLine(id).split(" ");
    expect(words).toContain(`sekisho.machine=${id}`);
    expect(words).toContain("systemd.machine_id=0b6c1c1e4f8e4f0e9a55000102030405");
  });

  test("makes the machine fail closed and refuse the host's settings", () => {
    const words = buildCommandLine(id).split(" ");
    for (const word of [
      "root=/dev/mapper/root",
      "ro",
      "panic=-1",
      "lockdown=integrity",
      "module.sig_enforce=1",
      "systemd.import_credentials=no",
      "cloud-init=disabled",
      "sysctl.kernel.sysrq=0",
    ]) {
      expect(words).toContain(word);
    }
  });

  test("ends with what the owner adds, word by word", () => {
    expect(buildCommandLine(id, "  a=1   b ")).toMatch(/ a=1 b$/);
  });

  test("refuses what the kernel would read differently", () => {
    for (const append of ["a\nb", "a\0", "日本", "\u007f"]) {
      expect(() => buildCommandLine(id, append)).toThrow(ImageError);
    }
  });

  test("is never longer than the kernel reads, and never holds anything but printable ASCII", () => {
    expect(() => buildCommandLine(id, "a".repeat(2000))).toThrow(ImageError);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (append) => {
        expect(outcome(append)).toMatch(/^[\x20-\x7e]{1,2047}$/);
      }),
      { numRuns: 50 },
    );
  });
});

/** The line, or the identifier of the refusal. */
function outcome(append: string): string {
  try {
    return buildCommandLine(id, append);
  } catch (error) {
    if (error instanceof ImageError) return error.problem.id;
    throw error;
  }
}
