import { machineSchema } from "@sekisho/release";
import { describe, expect, test } from "vitest";
import type { BootOptions } from "./boot-options.ts";
import { notes } from "./summary.ts";

const digest = "ab".repeat(32);
const artifact = { file: "x", sha256: digest, version: "x" };
const usual: BootOptions = { boot: "uki", endorsementKey: [], endorsementRoot: [] };

/** What is said of a machine that boots from its disk. */
function said(boot: { kind: "grub" | "uki"; secureBoot: boolean }, technology: "sev-snp" | "tpm", more = {}): string[] {
  const machine = machineSchema.parse({
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
  const recovery = "cli.image.recovery";
  return notes(machine, "folder", { ...usual, ...more })
    .map(({ id }) => id)
    .filter((id) => id !== recovery);
}

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
