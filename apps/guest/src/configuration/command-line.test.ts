import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consoleLocale, measuredCommandLine, machineIdOf } from "./command-line.ts";

const id = "3f6c1f5e-0d4b-4b57-9a4c-6a3f7f0f8e11";

describe("the machine on the command line", () => {
  test.each([
    `sekisho.machine=${id}`,
    `ro panic=-1 sekisho.machine=${id} console=ttyS0\n`,
    `\tsekisho.machine=${id}\t`,
  ])("is found in %j", (line) => {
    expect(machineIdOf(line)).toEqual({ ok: true, machineId: id });
  });

  test.each([
    ["", "count"],
    [`sekisho.machine=${id} sekisho.machine=${id}`, "count"],
    [`x="sekisho.machine=${id}" sekisho.machine=${id}`, "count"],
    [`x.sekisho.machine=${id}`, "machine"],
    [`"sekisho.machine=${id}"`, "machine"],
    [`sekisho.machine=${id.toUpperCase()}`, "machine"],
    [`sekisho.machine=${id}0`, "machine"],
    ["sekisho.machine=", "machine"],
  ])("is refused in %j", (line, reason) => {
    expect(machineIdOf(line)).toMatchObject({ ok: false, reason: { id: `guest.commandLine.${reason}` } });
  });

  test("is never taken from a line with two of them, wherever they stand", () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), fc.string(), fc.uuid(), fc.string(), (a, first, b, second, c) => {
        expect(machineIdOf(`${a}sekisho.machine=${first}${b}sekisho.machine=${second}${c}`).ok).toBe(false);
      }),
    );
  });
});

test("the console speaks English unless the command line says sekisho.lang=ja", () => {
  expect(consoleLocale("ro sekisho.lang=ja quiet")).toBe("ja");
  expect(consoleLocale("ro sekisho.lang=ja")).toBe("ja");
  for (const line of ["", "ro", "sekisho.lang=en", "xsekisho.lang=ja", "LANG=ja"]) {
    expect(consoleLocale(line)).toBe("en");
  }
});

describe("the command line that was measured", () => {
  test("has what the firmware's loader adds only in a TD", () => {
    expect(measuredCommandLine("ro panic=-1 initrd=initrd\n", true)).toBe("ro panic=-1 initrd=initrd");
    expect(measuredCommandLine("ro panic=-1 initrd=initrd\n", false)).toBe("ro panic=-1");
    expect(measuredCommandLine("ro panic=-1\n", false)).toBe("ro panic=-1");
    expect(measuredCommandLine("initrd=initrd ro panic=-1\n", false)).toBe("ro panic=-1");
    expect(measuredCommandLine("ro initrd=initrd quiet", false)).toBe("ro initrd=initrd quiet");
  });
});
