import { machineSchema, type Machine } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import type { BootOptions } from "./boot-options.ts";
import { notes, summary } from "./summary.ts";

const digest = "ab".repeat(32);
const artifact = { file: "x", sha256: digest, version: "x" };
const usual: BootOptions = { boot: "uki", endorsementKey: [], endorsementRoot: [] };

type Boot = { kind: "grub" | "uki"; secureBoot: boolean };

/** A machine that boots from its disk. */
function machineOf(boot: Boot, technology: "sev-snp" | "tpm"): Machine {
  return machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id: "0b6c1c1e-4f8e-4f0e-9a55-000102030405",
    name: "ward-3",
    createdAt: "2026-11-23T00:00:00.000Z",
    technology,
    shape: { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: { ...boot, firmware: artifact, variables: artifact, svsm: null, commandLine: "ro" },
    disk: { file: "disk.img", headerDigest: digest, headerBytes: 4096 },
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: "AAAA", digest }],
      tlsKeyDigests: [digest],
    },
    releaseMode: "auto",
    referenceValues: [],
    vtpm: technology === "tpm" ? { provider: "device", endorsementKeys: [], roots: [] } : { provider: "svsm" },
    additionalRoots: [],
  });
}

/** What is said of it. */
function said(boot: Boot, technology: "sev-snp" | "tpm", more = {}): string[] {
  const recovery = "cli.image.recovery";
  return notes(machineOf(boot, technology), "folder", { ...usual, ...more })
    .map(({ id }) => id)
    .filter((id) => id !== recovery);
}

test("of a TD, its owner is told to learn RTMR 0, and which registers were predicted", () => {
  const addedAt = "2026-11-23T00:00:00.000Z";
  const boot = { name: "kernel 6.16", addedAt, registers: "rtmr", origin: "predicted", pcrs: [1, 2], events: [] };
  const firmware = { sha256: digest, version: "x" };
  const td = machineSchema.parse({
    ...machineOf({ kind: "uki", secureBoot: false }, "sev-snp"),
    technology: "tdx",
    vtpm: undefined,
    boot: { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine: "ro" },
    measuredLaunches: [{ name: "OVMF", addedAt, launchDigest: "cd".repeat(48), firmware, svsm: null }],
    measuredBoots: [boot],
  });
  expect(notes(td, "folder", usual).map(({ id }) => id)).toEqual(["cli.image.recovery", "cli.image.learn-first"]);
  const told = summary(td, "folder");
  expect(told.map(({ values }) => values)).toContainEqual({ digest: "cd".repeat(48) });
  expect(told.at(-1)?.values).toEqual({ name: "kernel 6.16", registers: "RTMR 1, 2" });
});

describe("after a machine is built, its owner is told", () => {
  test("that Debian's Secure Boot is not for a confidential VM, unless the lab or another firmware starts it", () => {
    const grub = { kind: "grub" as const, secureBoot: true };
    expect(said(grub, "sev-snp")).toContain("cli.image.needs-smm");
    expect(said(grub, "sev-snp", { reportSource: "port" })).not.toContain("cli.image.needs-smm");
    expect(said(grub, "sev-snp", { firmware: "own.fd" })).not.toContain("cli.image.needs-smm");
    expect(said({ ...grub, secureBoot: false }, "sev-snp")).toEqual(["cli.image.no-svsm"]);
    expect(said(grub, "tpm")).toEqual([]);
  });

  test("where the key is that signs its boot, if it was made now", () => {
    const uki = { kind: "uki" as const, secureBoot: true };
    expect(said(uki, "tpm")).toEqual(["cli.image.signing-key"]);
    expect(said(uki, "tpm", { signingKey: "own.pem" })).toEqual([]);
    expect(said({ ...uki, secureBoot: false }, "tpm")).toEqual([]);
  });
});
