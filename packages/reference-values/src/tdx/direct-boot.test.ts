import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { toUtf8 } from "@sekisho/encoding";
import { writePe } from "@sekisho/encoding/pe/testing";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { measuredBootSchema, MeasureError, predictTdxDirectBoot } from "../index.ts";
import { predictedBoots, replayMeasuredBoot } from "../measured-boot/index.ts";

const sha384 = (...parts: readonly Uint8Array[]) => {
  const state = createHash("sha384");
  for (const part of parts) state.update(part);
  return state.digest();
};
const utf16 = (text: string) => Buffer.from(text, "utf16le");
const action = (text: string) => sha384(toUtf8(text)).toString("hex");

const kernel = writePe({ sections: [{ name: ".text", content: toUtf8("kernel") }] });
const initrd = toUtf8("initrd");
const usual = { kernel, initrd, commandLine: "console=ttyS0 panic=-1" };

/** The digests of the events of one register, in order. */
async function digestsOf(boot: Parameters<typeof predictTdxDirectBoot>[0], register: number) {
  const { values } = await predictTdxDirectBoot(boot);
  return values[0]?.events.filter(({ pcr }) => pcr === register).map(({ digest }) => digest);
}

describe("a direct boot of a trust domain", () => {
  test("extends RTMR 1 with the kernel as a program, framed by the firmware's steps", async () => {
    const [first, ...others] = (await digestsOf(usual, 1)) ?? [];
    const signed = writePe({ sections: [{ name: ".text", content: toUtf8("kernel") }], signatures: [toUtf8("any")] });
    expect(first).toHaveLength(96);
    expect((await digestsOf({ ...usual, kernel: signed }, 1))?.[0]).toBe(first);
    const other = writePe({ sections: [{ name: ".text", content: toUtf8("lernek") }] });
    expect((await digestsOf({ ...usual, kernel: other }, 1))?.[0]).not.toBe(first);
    expect(others).toEqual([
      action("Calling EFI Application from Boot Option"),
      sha384(new Uint8Array(4)).toString("hex"),
      action("Exit Boot Services Invocation"),
      action("Exit Boot Services Returned with Success"),
    ]);
  });

  test("extends RTMR 2 with the command line as the firmware hands it on, then the initrd", async () => {
    expect(await digestsOf(usual, 2)).toEqual([
      sha384(utf16("console=ttyS0 panic=-1 initrd=initrd\0")).toString("hex"),
      sha384(initrd).toString("hex"),
    ]);
  });

  /** What a TPM was extended with under QEMU (2026-11-23), by Debian's OVMF 2025.02 and 2026.08 and the stub of Linux 6.12. */
  test("measures the command line as two versions of OVMF did", async () => {
    const { values } = await predictTdxDirectBoot(usual);
    expect(values.map(({ variants, events }) => [variants, events.find(({ pcr }) => pcr === 2)?.digest])).toEqual([
      [[], "358499d34616853c1bc26f16685b5b9ffa9fa48b8a59ba7a95ba326cd71a63858dec197226dfaebb20a97ea94f0c8911"],
      [
        ["initrd-argument-in-front"],
        "920fc32b3ad36aa71cc3f889b26ab9a233c23744aebcf9e781363ab447a251b63d112c8a76d5f922339914f6fd78b6c8",
      ],
    ]);
    const empty = await predictTdxDirectBoot({ ...usual, commandLine: "" });
    expect(empty.values[1]?.events.find(({ pcr }) => pcr === 2)?.digest).toBe(
      "68b9f78d302ba95e2d2e00367539e04eb43acb13e11f4f1a7d3c14eb3c23bda4a1ae646b17ab819c3a8d8c3999d347f9",
    );
  });

  test("without an initrd has none named on its command line, and without either leaves RTMR 2 zero", async () => {
    expect(await digestsOf({ kernel, commandLine: "quiet" }, 2)).toEqual([sha384(utf16("quiet\0")).toString("hex")]);
    expect(await digestsOf({ kernel, commandLine: "" }, 2)).toEqual([]);
    const { values } = await predictTdxDirectBoot({ kernel, commandLine: "" });
    expect(values.map(({ pcrs }) => pcrs)).toEqual([[1, 2]]);
  });

  test("is told as a value of machine.json, and replays to the registers", async () => {
    const prediction = await predictTdxDirectBoot(usual);
    expect(prediction.unpredicted.map(({ pcr, reason }) => [pcr, reason.id])).toEqual([
      [0, "measured-boot.unpredicted.domain"],
      [3, "measured-boot.unpredicted.agent"],
    ]);
    const [boot] = predictedBoots(prediction, "kernel 6.12", "2026-11-23T00:00:00Z");
    if (boot === undefined) throw new Error("nothing is predicted");
    expect(measuredBootSchema.parse(boot)).toMatchObject({ registers: "rtmr", pcrs: [1, 2] });
    const [options, file] = [sha384(utf16("console=ttyS0 panic=-1 initrd=initrd\0")), sha384(initrd)];
    const expected = sha384(sha384(new Uint8Array(48), options), file);
    const replayed = await replayMeasuredBoot(boot);
    expect(Buffer.from(replayed.get(2) ?? []).toString("hex")).toBe(expected.toString("hex"));
  });

  test("names the measured command line itself, so that a changed one can be told", async () => {
    const { values } = await predictTdxDirectBoot(usual);
    const found = values[0]?.events.find(({ component }) => component === "command-line");
    expect(found?.name).toBe("console=ttyS0 panic=-1 initrd=initrd");
  });

  test.each([
    ["a kernel without an EFI stub", { ...usual, kernel: toUtf8("kernel") }],
    ["letters that the firmware widens in a way of its own", { ...usual, commandLine: "name=関所" }],
    ["a zero within the command line", { ...usual, commandLine: "quiet\0init=/bin/sh" }],
  ])("is not foretold for %s", async (_, boot) => {
    await expect(predictTdxDirectBoot(boot)).rejects.toThrow(MeasureError);
  });
});

describe.skipIf(!haveVectors)("TDs of real processors that were booted directly", () => {
  type Logged = { readonly imr: number; readonly digest: string };

  test.each(["quote-report", "tdx-lite-getquote"])("%s was measured in these steps", async (name) => {
    const text = readVectorText(`tdx/Dstack-TEE-dstack/${name}.json`);
    const { event_log: log } = JSON.parse(text) as { readonly event_log: string };
    const logged = JSON.parse(log) as readonly Logged[];
    const ofRegister = (register: number) => logged.filter(({ imr }) => imr === register).map(({ digest }) => digest);
    const [programs, system] = [ofRegister(1), ofRegister(2)];
    const own: Readonly<Record<string, string | undefined>> = {
      kernel: programs[0],
      "command-line": system[0],
      initrd: system[1],
    };
    const [value] = (await predictTdxDirectBoot(usual)).values;
    const events = (value?.events ?? []).map((event) => ({ ...event, digest: own[event.component] ?? event.digest }));
    expect(events.map(({ digest }) => digest)).toEqual([...programs, ...system]);

    const replayed = await replayMeasuredBoot({ registers: "rtmr", pcrs: [1, 2], events });
    const quote = readVector(`tdx/Dstack-TEE-dstack/${name}.quote.bin`);
    for (const register of [1, 2]) {
      const at = firstRegisterAt + 48 * register;
      expect(replayed.get(register)).toEqual(quote.slice(at, at + 48));
    }
  });
});

/** Where RTMR 0 stands in a quote of version 4 about a TD. */
const firstRegisterAt = 376;
