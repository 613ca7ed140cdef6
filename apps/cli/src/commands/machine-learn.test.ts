import { toUtf8 } from "@sekisho/encoding";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  kernel,
  machineId,
  testBoots,
  usualEvents,
  type BootChanges,
  type TestBoots,
  type TestEvent,
} from "../learn/test-boot.ts";
import { sekisho, type Outcome } from "../testing.ts";

let boots: TestBoots;
beforeEach(async () => {
  boots = await testBoots();
});
afterEach(() => boots.close());

const learn = async (changes: BootChanges, ...more: readonly string[]): Promise<Outcome> =>
  sekisho("machine", "learn", boots.machineFile, "--evidence", await boots.evidence(changes), ...more);

const learned = async () => (await boots.machine()).measuredBoots?.filter(({ origin }) => origin === "learned");

/** The usual boot with one event replaced by another. */
const instead = (old: TestEvent, other: TestEvent): readonly TestEvent[] =>
  usualEvents.map((event) => (event === old ? other : event));
const otherKernel = instead(kernel, [4, 0x8000_0003, new Uint8Array(32), toUtf8("another kernel")]);

describe("a first boot as the image predicts", () => {
  test("is shown PCR by PCR, and what only it can tell is learned", async () => {
    const { status, output, errors } = await learn({}, "--yes");
    expect({ status, errors }).toMatchObject({ status: 0, errors: expect.stringContaining("No key was released") });
    expect(output).toMatch(/PCR 0: only a first boot can tell:\n {4}[0-9a-f]{16} firmware/);
    expect(output).toContain("PCR 4: as the image predicts (kernel 6.12)");
    expect(output).toContain("To be learned: PCR 0, 1.");
    expect(errors).toContain(`machine reference-values web-1 --add ${boots.machineFile}`);
    expect(await learned()).toMatchObject([{ pcrs: [0, 1], events: [{ pcr: 0 }, { pcr: 0 }, { pcr: 1 }, { pcr: 1 }] }]);
    expect((await boots.machine()).measuredBoots?.[0]).toMatchObject({ origin: "predicted", name: "kernel 6.12" });
  });

  test("is known afterwards, so that learning again changes nothing", async () => {
    await learn({}, "--yes");
    const before = await boots.machine();
    const again = await learn({}, "--yes");
    expect(again).toMatchObject({ status: 0, errors: expect.stringContaining("this boot is known already") });
    expect(again.output).toContain("PCR 1: as an earlier boot taught");
    expect(await boots.machine()).toEqual(before);
  });

  test("is found in the machine's folder too, and told as JSON and in Japanese", async () => {
    const evidence = await boots.evidence();
    const words = ["machine", "learn", boots.folder, "--evidence", evidence, "--yes"];
    const { output } = await sekisho(...words, "--json");
    expect(JSON.parse(output)).toMatchObject({
      machine: machineId,
      verdict: "accepted",
      learned: true,
      refused: [],
      boot: { origin: "learned", pcrs: [0, 1] },
      pcrs: expect.arrayContaining([expect.objectContaining({ pcr: 4, finding: "known", nearest: "kernel 6.12" })]),
    });
    expect((await sekisho(...words, "--lang", "ja")).errors).toContain("この起動はすでに既知です");
  });

  test("teaches nothing where nobody can be asked", async () => {
    const { status, output, errors } = await learn({});
    expect({ status, errors }).toMatchObject({ status: 2, errors: expect.stringContaining("with --yes") });
    expect(output).toContain("To be learned: PCR 0, 1.");
    expect(await learned()).toEqual([]);
  });
});

describe("a boot that differs from the prediction", () => {
  test("teaches nothing, and is shown with what was expected and what came", async () => {
    const { status, output, errors } = await learn({ events: otherKernel }, "--yes");
    expect({ status, errors }).toMatchObject({ status: 1, errors: expect.stringContaining("--accept-different") });
    expect(output).toMatch(/PCR 4: differs .*\n {2}- [0-9a-f]{16} kernel \/vmlinuz\n {2}\+ [0-9a-f]{16} /);
    expect(await learned()).toEqual([]);
  });

  test("is learned where a person names that PCR, and no other", async () => {
    expect((await learn({ events: otherKernel }, "--yes", "--accept-different", "7")).status).toBe(1);
    expect(await learned()).toEqual([]);
    expect((await learn({ events: otherKernel }, "--yes", "--accept-different", "4")).status).toBe(0);
    expect(await learned()).toMatchObject([{ pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14] }]);
  });

  test("is never learned if its command line names another machine", async () => {
    const other = `root=/dev/mapper/root ro sekisho.machine=${machineId.replace("8f9d", "0000")}`;
    const foreign: TestEvent = [8, 0x0d, toUtf8(`kernel_cmdline: ${other}\0`), toUtf8(other)];
    const events = [...usualEvents.slice(0, -1), foreign];
    expect((await learn({ events }, "--yes", "--accept-different", "8")).status).toBe(1);
    expect(await learned()).toEqual([]);
  });
});

describe("evidence that does not hold teaches nothing, and the reason is told", () => {
  const fifteen: TestEvent = [15, 0x0d, toUtf8("sekisho: the initrd is left")];
  test.each<readonly [string, BootChanges, string]>([
    ["a log that the quote does not confirm", { logged: otherKernel }, "[measured-boot."],
    ["a log that leaves an event out", { logged: usualEvents.slice(1) }, "[measured-boot."],
    ["another machine", { bundle: { machineId: machineId.replace("8f9d", "0000") } }, "[request.machine]"],
    ["another gate key", { bundle: { gateKeyDigest: "cd".repeat(32) } }, "[request.gate-key]"],
    ["another disk header", { bundle: { headerDigest: "cd".repeat(32) } }, "[request.header]"],
    ["another nonce than the quote was made for", { bundle: { nonce: "AAAA" } }, "[vtpm."],
    ["PCR 15 after the initrd was left", { events: [...usualEvents, fifteen] }, "15"],
  ])("%s", async (_, changes, reason) => {
    const { status, output, errors } = await learn(changes, "--yes");
    expect({ status, output }).toEqual({ status: 1, output: "" });
    expect(errors).toContain(reason);
    expect(errors).toContain("Nothing was learned: the evidence does not hold");
    expect(await learned()).toEqual([]);
  });

  test("a TPM that the machine's owner does not know", async () => {
    await boots.change({ vtpm: { provider: "device", endorsementKeys: ["77".repeat(32)], roots: [] } });
    const { status, errors } = await learn({}, "--yes");
    expect({ status, errors }).toMatchObject({ status: 1, errors: expect.stringContaining("does not hold") });
    expect(await learned()).toEqual([]);
  });
});

describe("wrong usage", () => {
  test.each([
    [["--yes"], "Say which boot"],
    [["--evidence", "x", "--request", "1"], "Say which boot"],
    [["--evidence", "x", "--accept-different", "10"], "not 10"],
    [["--evidence", "x", "--accept-different", "15"], "not 15"],
    [["--evidence", "x", "--accept-different", "four"], "not four"],
  ])("%j", async (words, problem) => {
    const { status, errors } = await sekisho("machine", "learn", boots.machineFile, ...words);
    expect({ status, errors }).toMatchObject({ status: 2, errors: expect.stringContaining(problem) });
  });

  test("a file that is no bundle, and a bundle without a TPM", async () => {
    const asEvidence = await sekisho("machine", "learn", boots.machineFile, "--evidence", boots.machineFile);
    expect(asEvidence).toMatchObject({ status: 2, errors: expect.stringContaining("no Sekisho evidence bundle") });
    expect(await learn({ bundle: { vtpm: undefined } })).toMatchObject({
      status: 2,
      errors: expect.stringContaining("without a TPM"),
    });
  });
});
