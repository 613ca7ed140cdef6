import { describe, expect, test } from "vitest";
import {
  encodeReportPortLine,
  evidenceBundleSchema,
  guestConfigurationSchema,
  isDirect,
  machineSchema,
  parseReportPortRequest,
  parseReportPortResponse,
  requestDetailSchema,
} from "./index.ts";

const id = "6f1c0c52-6b3c-4f6b-9d8e-0a4b8f6d2c11";
const bytes = (length: number): string => Buffer.alloc(length, 1).toString("base64");
const sha256 = "11".repeat(32);
const sha384 = "22".repeat(48);
const artifact = { file: "x", sha256, version: "1" };
const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x0" };
const addedAt = "2026-11-23T00:00:00.000Z";
const commandLine = `quiet sekisho.machine=${id}`;
const gate = {
  type: "sekisho-gate",
  version: 1,
  url: "https://gate.example:8443",
  signingKeys: [{ spki: bytes(44), digest: sha256 }],
  tlsKeyDigests: [sha256],
};

describe("evidence of a TD", () => {
  const bundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId: id,
    nonce: Buffer.alloc(72).toString("base64url"),
    guestKey: Buffer.alloc(32).toString("base64url"),
    gateKeyDigest: sha256,
    headerDigest: sha256,
    attestationKeyName: "",
    evidence: { technology: "tdx", quote: bytes(4900), eventLog: bytes(20_000) },
  };
  const accepts = (evidence: unknown): boolean => evidenceBundleSchema.safeParse({ ...bundle, evidence }).success;

  test("is a quote, and the log of its registers where there is one", () => {
    expect(evidenceBundleSchema.parse(bundle)).toEqual(bundle);
    expect(accepts({ technology: "tdx", quote: bytes(4900) })).toBe(true);
  });

  test.each([
    ["no quote", { technology: "tdx", eventLog: bytes(10) }],
    ["a quote above 16 KiB", { technology: "tdx", quote: bytes(16_387) }],
    ["a log above 512 KiB", { technology: "tdx", quote: bytes(10), eventLog: bytes(512 * 1024 + 3) }],
    ["a report of SEV-SNP", { technology: "tdx", report: bytes(1184) }],
    ["a quote under another technology", { technology: "sev-snp", quote: bytes(4900) }],
  ])("is refused with %s", (_, evidence) => {
    expect(accepts(evidence)).toBe(false);
  });
});

const known = {
  name: "firmware 2026.08",
  addedAt,
  launchDigest: sha384,
  firmware: { sha256, version: "1" },
  svsm: null,
};
const tdx = {
  type: "sekisho-machine",
  version: 1,
  id,
  name: "web-1",
  createdAt: addedAt,
  technology: "tdx",
  shape,
  memoryMiB: 1024,
  guestPolicy: "0x10000000",
  boot: { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine },
  disk: { file: "disk.img", headerDigest: sha256, headerBytes: 16_777_216 },
  gate,
  releaseMode: "auto",
  referenceValues: [],
  measuredLaunches: [known],
  measuredBoots: [],
  additionalRoots: [],
};
const referenceValue = {
  name: "kernel 6.12",
  addedAt,
  firmware: { sha256, version: "1", volumeDigest: sha384, sections: [], hashTableAddress: null, resetAddress: 0 },
  kernel: { sha256, version: "6.12" },
  initrd: { sha256 },
  commandLine,
  shape,
};

describe("a machine", () => {
  const accepts = (changes: Record<string, unknown>): boolean =>
    machineSchema.safeParse({ ...tdx, ...changes }).success;

  test("of TDX boots directly, and knows launches and recorded boots instead of launch digests of everything", () => {
    expect(isDirect(machineSchema.parse(tdx))).toBe(true);
    const disk = { kind: "uki", firmware: artifact, variables: artifact, svsm: null, secureBoot: true, commandLine };
    expect(accepts({ boot: disk, vtpm: { provider: "svsm" } })).toBe(false);
    expect(accepts({ vtpm: { provider: "svsm" } })).toBe(false);
    const boot = { name: "first boot", addedAt, origin: "learned", pcrs: [0], events: [] };
    expect(accepts({ measuredBoots: [{ ...boot, registers: "rtmr" }] })).toBe(true);
    expect(accepts({ measuredBoots: [boot] })).toBe(false);
    const vtpm = { provider: "svsm" };
    expect(accepts({ technology: "sev-snp", boot: disk, vtpm, measuredBoots: [boot] })).toBe(true);
    expect(accepts({ technology: "sev-snp", boot: disk, vtpm, measuredBoots: [{ ...boot, registers: "rtmr" }] })).toBe(
      false,
    );
  });

  test.each([
    ["sev-snp", 48, 32],
    ["sev-es", 32, 48],
    ["sev", 32, 48],
  ])("of %s that boots directly has launch digests of %i bytes", (technology, right, wrong) => {
    const withDigest = (length: number) => [{ ...referenceValue, launchDigest: "5a".repeat(length) }];
    expect(accepts({ technology, referenceValues: withDigest(right) })).toBe(true);
    expect(accepts({ technology, referenceValues: withDigest(wrong) })).toBe(false);
    expect(accepts({ technology, referenceValues: [] })).toBe(false);
  });

  test("needs a confidential VM for a direct boot, and one that a gate can ask for a boot from disk", () => {
    const referenceValues = [{ ...referenceValue, launchDigest: sha384 }];
    expect(accepts({ technology: "tpm", referenceValues })).toBe(false);
    const boot = { kind: "uki", firmware: artifact, variables: artifact, svsm: null, secureBoot: true, commandLine };
    const vtpm = { provider: "google", endorsementKeys: [sha256], roots: [] };
    expect(accepts({ technology: "sev-snp", boot, vtpm })).toBe(true);
    for (const technology of ["sev", "sev-es", "tdx"]) expect(accepts({ technology, boot, vtpm })).toBe(false);
  });
});

describe("what the agent of a TD is told", () => {
  const port = { kind: "port", path: "/dev/virtio-ports/x" };
  const guest = {
    type: "sekisho-guest",
    version: 1,
    gate,
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: { kind: "configfs-tsm" },
    tdx: { eventLog: "/sys/firmware/acpi/tables/data/CCEL", initrdLeft: { kind: "sysfs", path: "/sys/rtmr3:sha384" } },
    allowPassphrasePrompt: false,
  };
  const accepts = (changes: Record<string, unknown>): boolean =>
    guestConfigurationSchema.safeParse({ ...guest, ...changes }).success;

  test("is where its log stands, and what it extends when it leaves the initrd", () => {
    expect(guestConfigurationSchema.parse(guest)).toEqual(guest);
    expect(accepts({ tdx: { ...guest.tdx, eventLog: null } })).toBe(true);
    expect(accepts({ tdx: { ...guest.tdx, eventLog: "CCEL" } })).toBe(false);
    expect(accepts({ tdx: { eventLog: null } })).toBe(false);
    expect(accepts({ tdx: undefined })).toBe(true);
  });

  test("asks no port to extend where reports come from elsewhere", () => {
    const tdxOfPort = { eventLog: null, initrdLeft: { kind: "port" } };
    expect(accepts({ tdx: tdxOfPort })).toBe(false);
    expect(accepts({ tdx: tdxOfPort, reportSource: port })).toBe(true);
  });
});

describe("the report port of a TD", () => {
  const roundTrip = (value: object, parse: typeof parseReportPortRequest | typeof parseReportPortResponse) =>
    parse(new TextEncoder().encode(JSON.stringify(value)));
  const digest = bytes(48);

  test.each([
    { id: "a", extend: { register: 3, digest } },
    { id: "a", eventLog: {} },
    { id: "a", eventLog: { firmwareLog: bytes(300_000) } },
  ] as const)("takes requests of another kind than a report", (request) => {
    const line = encodeReportPortLine(request).subarray(0, -1);
    expect(parseReportPortRequest(line)).toEqual({ ok: true, value: request });
  });

  test.each([
    { id: "a", extend: { register: 2, digest } },
    { id: "a", extend: { register: 3, digest: bytes(47) } },
    { id: "a", extend: { register: 3, digest: bytes(49) } },
    { id: "a", extend: { register: 3, digest }, inblob: bytes(64) },
    { id: "a", eventLog: { firmwareLog: bytes(512 * 1024 + 3) } },
    { id: "a" },
  ])("refuses a request that is none: %#", (request) => {
    expect(roundTrip(request, parseReportPortRequest).ok).toBe(false);
  });

  test("answers with a quote, with what it extended, or with a log", () => {
    const blobs = { generation: 1, outblob: bytes(16_384), auxblob: "", manifestblob: "" };
    const accepts = (value: object): boolean => roundTrip(value, parseReportPortResponse).ok;
    expect(accepts({ id: "a", provider: "tdx_guest", ...blobs })).toBe(true);
    expect(accepts({ id: "a", provider: "tdx_guest", extended: 3 })).toBe(true);
    expect(accepts({ id: "a", provider: "tdx_guest", eventLog: bytes(300_000) })).toBe(true);
    expect(accepts({ id: "a", provider: "sev_guest", extended: 3 })).toBe(false);
    expect(accepts({ id: "a", provider: "another", ...blobs })).toBe(false);
  });
});

test("a gate that knows no collateral yet has none", () => {
  const endorsements = requestDetailSchema.shape.endorsements;
  expect(endorsements.parse({ certificates: [], crls: [] }).collateral).toEqual([]);
  expect(endorsements.parse({ certificates: [], crls: [], collateral: ["e30="] }).collateral).toEqual(["e30="]);
});
