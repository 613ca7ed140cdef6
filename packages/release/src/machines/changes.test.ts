import fc from "fast-check";
import { expect, test } from "vitest";
import { createRenderer } from "@sekisho/messages";
import { releaseCatalogue } from "../locales/index.ts";
import type { BootRecord } from "./boots.ts";
import { changesBetween } from "./changes.ts";

const facts: BootRecord = {
  technology: "sev-snp",
  launchDigest: "aa".repeat(48),
  knownAs: ["kernel 6.12.107"],
  kernel: { version: "6.12.107", sha256: "01".repeat(32) },
  initrd: "02".repeat(32),
  commandLine: "root=/dev/mapper/root quiet",
  firmware: { version: "2026.08-1", sha256: "03".repeat(32) },
  tcb: [
    { part: "bootloader", version: 4 },
    { part: "microcode", version: 72 },
  ],
  platformFirmware: "1.55.39",
  chip: "04".repeat(64),
  registers: null,
  headerDigest: "05".repeat(32),
  policy: "strict",
};

const english = createRenderer("en", [releaseCatalogue]);
const told = (changes: Partial<BootRecord>): string[] =>
  changesBetween(facts, { ...facts, ...changes }).map((change) => english(change.message));

test("a kernel update is told by its versions, and not by the digest that follows from it", () => {
  const kernel = { version: "6.12.108", sha256: "11".repeat(32) };
  expect(told({ kernel, launchDigest: "bb".repeat(48) })).toEqual(["Kernel 6.12.107 → 6.12.108"]);
});

test("another file of the same version is told as that", () => {
  expect(told({ kernel: { version: "6.12.107", sha256: "11".repeat(32) } })).toEqual([
    "Kernel 6.12.107: same version, another file",
  ]);
  expect(told({ firmware: { version: "2026.08-1", sha256: "11".repeat(32) } })).toEqual([
    "Firmware 2026.08-1: same version, another file",
  ]);
});

test("words that the command line gained and lost are told", () => {
  expect(told({ commandLine: "root=/dev/mapper/root quiet init=/bin/sh" })).toEqual([
    "Command line: added init=/bin/sh",
  ]);
  expect(told({ commandLine: "root=/dev/mapper/root" })).toEqual(["Command line: removed quiet"]);
  expect(told({ commandLine: "root=/dev/sda quiet" })).toEqual([
    "Command line: added root=/dev/sda; removed root=/dev/mapper/root",
  ]);
  expect(told({ commandLine: "quiet root=/dev/mapper/root" })).toEqual([
    "Command line: the same words in another order",
  ]);
});

test("a security version that fell is told apart from one that rose", () => {
  const changes = changesBetween(facts, {
    ...facts,
    tcb: [
      { part: "bootloader", version: 3 },
      { part: "microcode", version: 73 },
    ],
  });
  expect(changes.map(({ lowered }) => lowered)).toEqual([true, false]);
  expect(changes.map((change) => english(change.message))).toEqual([
    "TCB lowered: bootloader 4 → 3",
    "TCB raised: microcode 72 → 73",
  ]);
});

test("where nothing with a name differs, the digests are shown", () => {
  expect(told({ launchDigest: "bb".repeat(48) })).toEqual([`Launch digest ${"aa".repeat(48)} → ${"bb".repeat(48)}`]);
});

test("registers are named by their numbers in order", () => {
  const registers = (values: Record<string, string>) => ({ kind: "pcr" as const, values });
  const before = { ...facts, registers: registers({ "4": "00", "11": "00", "7": "00" }) };
  const after = { ...facts, registers: registers({ "4": "01", "11": "01", "7": "00" }) };
  expect(changesBetween(before, after).map((change) => english(change.message))).toEqual(["Other values in PCR 4, 11"]);
});

test("header, policy, processor and its firmware are told", () => {
  expect(
    told({ headerDigest: "ff".repeat(32), policy: null, chip: "ff".repeat(64), platformFirmware: "1.55.40" }),
  ).toEqual([
    "Secure processor's firmware 1.55.39 → 1.55.40",
    "Another processor",
    "Another LUKS2 header (key slots were changed)",
    "Judged by another policy: strict → –",
  ]);
});

const version = fc.constantFrom("1", "2");
const digest = fc.constantFrom("aa".repeat(32), "bb".repeat(32));
const anyFacts: fc.Arbitrary<BootRecord> = fc.record({
  technology: fc.constantFrom("sev-snp", "tdx"),
  launchDigest: fc.option(digest),
  knownAs: fc.constant([]),
  kernel: fc.option(fc.record({ version, sha256: fc.option(digest) })),
  initrd: fc.option(digest),
  commandLine: fc.option(fc.string({ maxLength: 8 })),
  firmware: fc.option(fc.record({ version, sha256: digest })),
  tcb: fc.array(fc.record({ part: version, version: fc.nat(3) }), { maxLength: 2 }),
  platformFirmware: fc.option(version),
  chip: fc.option(digest),
  registers: fc.option(
    fc.record({ kind: fc.constantFrom("pcr", "rtmr"), values: fc.dictionary(version, digest, { maxKeys: 2 }) }),
  ),
  headerDigest: digest,
  policy: fc.option(version),
});

test("a boot differs in nothing from itself, and every change has a text", () => {
  fc.assert(
    fc.property(anyFacts, anyFacts, (before, after) => {
      expect(changesBetween(after, after)).toEqual(changesBetween(after, structuredClone(after)));
      for (const change of changesBetween(before, after)) expect(english(change.message)).not.toContain("boot.change");
      const same = { ...after, tcb: after.tcb.slice(0, 1) };
      expect(changesBetween(same, same)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
