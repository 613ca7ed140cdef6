import { describe, expect, test } from "vitest";
import {
  evidenceBundleSchema,
  isDirect,
  isDisk,
  machineSchema,
  measuredBootIdentifier,
  namesMachine,
  quotedPcrs,
  releasePollSchema,
  requestStatusSchema,
} from "./index.ts";

const id = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";
const bytes = (length: number): string => Buffer.alloc(length, 1).toString("base64");
const sha256 = "11".repeat(32);
const artifact = { file: "x", sha256, version: "1" };
const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" };
const addedAt = "2026-11-23T00:00:00.000Z";

const vtpm = {
  provider: "svsm",
  endorsementKey: bytes(314),
  attestationKey: bytes(90),
  quote: bytes(145),
  signature: bytes(72),
  firmwareLog: bytes(40_000),
  servicesManifest: bytes(314),
};
const bundle = {
  type: "sekisho-evidence",
  version: 1,
  machineId: id,
  nonce: Buffer.alloc(72).toString("base64url"),
  guestKey: Buffer.alloc(32).toString("base64url"),
  gateKeyDigest: sha256,
  headerDigest: sha256,
  attestationKeyName: Buffer.alloc(34).toString("base64url"),
  evidence: { technology: "sev-snp", report: bytes(1184) },
  vtpm,
};

describe("evidence of a TPM", () => {
  const accepts = (value: unknown): boolean => evidenceBundleSchema.safeParse(value).success;

  test("is what its provider gives", () => {
    const { servicesManifest, ...common } = vtpm;
    expect(evidenceBundleSchema.parse(bundle)).toEqual(bundle);
    expect(accepts({ ...bundle, vtpm: { ...common, provider: "azure-hcl", hclReport: bytes(2600) } })).toBe(true);
    for (const provider of ["google", "device"])
      expect(accepts({ ...bundle, vtpm: { ...common, provider } })).toBe(true);
    expect(accepts({ ...bundle, vtpm: { ...common, provider: "device", servicesManifest } })).toBe(false);
    expect(accepts({ ...bundle, vtpm: common })).toBe(false);
    expect(accepts({ ...bundle, vtpm: { ...common, provider: "azure-hcl" } })).toBe(false);
    expect(accepts({ ...bundle, vtpm: { ...common, provider: "another" } })).toBe(false);
  });

  test("is complete, and no larger than a gate takes", () => {
    for (const name of Object.keys(vtpm)) {
      const { [name as keyof typeof vtpm]: _, ...rest } = vtpm;
      expect(accepts({ ...bundle, vtpm: rest })).toBe(false);
    }
    expect(accepts({ ...bundle, vtpm: { ...vtpm, firmwareLog: bytes(512 * 1024 + 3) } })).toBe(false);
    expect(accepts({ ...bundle, vtpm: { ...vtpm, imaLog: bytes(256 * 1024 + 3) } })).toBe(false);
    expect(accepts({ ...bundle, vtpm: { ...vtpm, endorsementCertificate: bytes(9000) } })).toBe(false);
  });

  test("needs no report where there is no confidential VM", () => {
    expect(accepts({ ...bundle, evidence: { technology: "tpm" } })).toBe(true);
    expect(accepts({ ...bundle, evidence: { technology: "tpm", report: bytes(1184) } })).toBe(false);
  });
});

test("a poll may bring a proof of 32 bytes, and a waiting guest may be asked for one", () => {
  const activationProof = Buffer.alloc(32).toString("base64url");
  expect(releasePollSchema.safeParse({ request: id, activationProof }).success).toBe(true);
  expect(releasePollSchema.safeParse({ request: id, activationProof: "AAAA" }).success).toBe(false);
  const activation = { credentialBlob: bytes(70), secret: bytes(258) };
  const waiting = { state: "waiting", request: id, pollAfterSeconds: 1, activation };
  expect(requestStatusSchema.parse(waiting)).toEqual(waiting);
  expect(requestStatusSchema.safeParse({ state: "refused", number: 1, activation }).success).toBe(false);
});

const known = { name: "kernel 6.12", addedAt, launchDigest: "22".repeat(48) };
const disk = {
  type: "sekisho-machine",
  version: 1,
  id,
  name: "web-1",
  createdAt: addedAt,
  technology: "sev-snp",
  shape,
  memoryMiB: 1024,
  guestPolicy: "0x30000",
  boot: {
    kind: "uki",
    firmware: artifact,
    variables: artifact,
    svsm: null,
    secureBoot: true,
    commandLine: `sekisho.machine=${id}`,
  },
  disk: { file: "disk.img", offset: 1_048_576, headerDigest: sha256, headerBytes: 16_777_216 },
  gate: {
    type: "sekisho-gate",
    version: 1,
    url: "https://gate.example:8443",
    signingKeys: [{ spki: bytes(44), digest: sha256 }],
    tlsKeyDigests: [sha256],
  },
  releaseMode: "auto",
  referenceValues: [],
  vtpm: { provider: "svsm" },
  measuredLaunches: [{ ...known, firmware: { sha256, version: "1" }, svsm: null }],
  measuredBoots: [],
  additionalRoots: [],
};
const outside = { provider: "device", endorsementKeys: [sha256], roots: [] };

describe("a machine that boots from its disk", () => {
  const accepts = (changes: Record<string, unknown>): boolean =>
    machineSchema.safeParse({ ...disk, ...changes }).success;

  test("has a TPM, and is told from one that boots directly", () => {
    const machine = machineSchema.parse(disk);
    expect([isDisk(machine), isDirect(machine)]).toEqual([true, false]);
    const { vtpm: _, ...without } = disk;
    expect(machineSchema.safeParse(without).success).toBe(false);
    expect(accepts({ boot: { ...disk.boot, kind: "direct" } })).toBe(false);
    expect(accepts({ boot: { ...disk.boot, kind: "grub" } })).toBe(true);
    const direct = { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine: "quiet" };
    expect(accepts({ boot: direct })).toBe(false);
  });

  test("may do without a confidential VM only where its TPM is known by key or maker", () => {
    expect(accepts({ technology: "tpm", vtpm: outside })).toBe(true);
    expect(accepts({ technology: "tpm", vtpm: { ...outside, provider: "google" } })).toBe(true);
    expect(accepts({ technology: "tpm" })).toBe(false);
    expect(accepts({ technology: "tpm", vtpm: { provider: "azure-hcl" } })).toBe(false);
    expect(accepts({ vtpm: { provider: "device" } })).toBe(false);
  });
});

test("a measured boot is called by what it measures, whatever it is named", async () => {
  const event = { pcr: 4, component: "kernel", name: "/vmlinuz", digest: sha256 };
  const boot = { name: "a", addedAt, origin: "predicted" as const, pcrs: [4, 5], events: [event] };
  const own = await measuredBootIdentifier(boot);
  expect(own).toMatch(/^[0-9a-f]{64}$/);
  const renamed = {
    ...boot,
    name: "b",
    origin: "learned" as const,
    events: [{ ...event, name: "x", component: "uki" }],
  };
  expect(await measuredBootIdentifier(renamed)).toBe(own);
  for (const other of [
    { ...boot, pcrs: [4] },
    { ...boot, events: [{ ...event, pcr: 5 }] },
    { ...boot, events: [{ ...event, digest: "12".repeat(32) }] },
    { ...boot, events: [event, event] },
  ]) {
    expect(await measuredBootIdentifier(other)).not.toBe(own);
  }
});

test("a command line names the machine once; the quote is over PCR 0 to 15", () => {
  expect(namesMachine(`/vmlinuz root=x sekisho.machine=${id} quiet`, id)).toBe(true);
  expect(namesMachine(`sekisho.machine=${id} sekisho.machine=${id}`, id)).toBe(false);
  expect(quotedPcrs).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});
