import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { concatBytes, toBase64, toBase64Url, toHex, toUtf8 } from "@sekisho/encoding";
import { writeCryptoAgileLog } from "@sekisho/evidence/boot-log/testing";
import { objectName, parsePublicArea } from "@sekisho/evidence/tpm";
import { eccKey, quoteAttest, rsaKey, signAs } from "@sekisho/evidence/tpm/testing";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { bindingOfEvidence, machineSchema, type EvidenceBundle, type Machine } from "@sekisho/release";

const scheme = { kind: "ecdsa", hash: "sha256" } as const;
const endorsementKey = rsaKey(2048, {
  attributes: ["fixedTPM", "fixedParent", "sensitiveDataOrigin", "restricted", "decrypt"],
  symmetric: 128,
});
const attestationKey = eccKey("P-256", { scheme });
const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHash("sha256")
      .update(concatBytes(...parts))
      .digest(),
  );
const hex = "ab".repeat(32);

export const machineId = "8f9d0c5e-7b1a-4c7e-9c39-3a7a54f1d2aa";
export const commandLine = `root=/dev/mapper/root ro sekisho.machine=${machineId}`;

/** One event: the PCR, its type (TCG), what the log has of it, and what was hashed. */
export type TestEvent = readonly [pcr: number, type: number, data: Uint8Array, measured?: Uint8Array];

const ipl = 0x0d;
const separatorType = 0x04;
const separator = new Uint8Array(4);
const text = (prefix: string, name: string): TestEvent => [8, ipl, toUtf8(`${prefix}: ${name}\0`), toUtf8(name)];

export const kernel: TestEvent = [4, 0x8000_0003, new Uint8Array(32), toUtf8("kernel")];
export const usualEvents: readonly TestEvent[] = [
  [0, 0x08, toUtf8("firmware 1")],
  [1, 0x8000_0002, toUtf8("a boot variable")],
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((pcr): TestEvent => [pcr, separatorType, separator]),
  kernel,
  text("grub_cmd", "set timeout=0"),
  text("kernel_cmdline", commandLine),
];

/** What an image predicts of {@link usualEvents}: everything but PCR 0 and 1. */
const predicted: MeasuredBoot = {
  name: "kernel 6.12",
  addedAt: "2026-11-23T00:00:00Z",
  origin: "predicted",
  pcrs: [2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14],
  events: [
    ...[2, 3, 4, 5, 6, 7].map((pcr) => {
      return { pcr, component: "separator", name: "00000000", digest: toHex(sha256(separator)) };
    }),
    { pcr: 4, component: "kernel", name: "/vmlinuz", digest: toHex(sha256(toUtf8("kernel"))) },
    { pcr: 8, component: "grub-command", name: "set timeout=0", digest: toHex(sha256(toUtf8("set timeout=0"))) },
    { pcr: 8, component: "command-line", name: commandLine, digest: toHex(sha256(toUtf8(commandLine))) },
  ],
};

/** A folder with the `machine.json` of a server that has a TPM and no confidential VM, and evidence about it. */
export type TestBoots = {
  readonly folder: string;
  readonly machineFile: string;
  readonly machine: () => Promise<Machine>;
  readonly change: (changes: Partial<Machine>) => Promise<void>;
  readonly evidence: (changes?: BootChanges) => Promise<string>;
  readonly close: () => Promise<void>;
};

export type BootChanges = {
  /** What happened. */
  readonly events?: readonly TestEvent[];
  /** What the log tells, where that is something else. */
  readonly logged?: readonly TestEvent[];
  /** Fields of the bundle, changed after it was made. */
  readonly bundle?: Partial<EvidenceBundle>;
};

export async function testBoots(): Promise<TestBoots> {
  const folder = await mkdtemp(join(tmpdir(), "sekisho-learn-"));
  const machineFile = join(folder, "machine.json");
  const machine = async (): Promise<Machine> => machineSchema.parse(JSON.parse(await readFile(machineFile, "utf8")));
  await writeFile(machineFile, JSON.stringify(testMachine()));
  return {
    folder,
    machineFile,
    machine,
    change: async (changes) => writeFile(machineFile, JSON.stringify({ ...(await machine()), ...changes })),
    evidence: async (changes = {}) => {
      const path = join(folder, `${randomUUID()}.json`);
      await writeFile(path, JSON.stringify(await bundleOf(changes)));
      return path;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

async function bundleOf({ events = usualEvents, logged = events, bundle = {} }: BootChanges): Promise<EvidenceBundle> {
  const area = parsePublicArea(attestationKey.publicArea);
  if (!area.ok) throw new Error(area.error.field);
  const draft: EvidenceBundle = {
    type: "sekisho-evidence",
    version: 1,
    machineId,
    nonce: toBase64Url(new Uint8Array(64)),
    guestKey: toBase64Url(new Uint8Array(32).fill(9)),
    gateKeyDigest: hex,
    headerDigest: hex,
    attestationKeyName: toBase64Url(await objectName(area.value)),
    evidence: { technology: "tpm" },
  };
  const pcrs = Array.from({ length: 16 }, (_, pcr) => pcr);
  const values = pcrs.map((pcr) =>
    events
      .filter(([register]) => register === pcr)
      .reduce<Uint8Array>((value, [, , data, measured = data]) => sha256(value, sha256(measured)), new Uint8Array(32)),
  );
  const quote = quoteAttest({
    extraData: sha256(await bindingOfEvidence(draft)),
    pcrSelect: [{ hash: "sha256", pcrs }],
    pcrDigest: sha256(...values),
  });
  const firmwareLog = writeCryptoAgileLog(
    [[0x000b, 32]],
    logged.map(([register, type, data, measured = data]) => {
      return { register, type, digests: [[0x000b, sha256(measured)]], data };
    }),
  );
  const vtpm = {
    provider: "device" as const,
    endorsementKey: toBase64(endorsementKey.publicArea),
    attestationKey: toBase64(attestationKey.publicArea),
    quote: toBase64(quote),
    signature: toBase64(signAs(scheme, attestationKey.privateKey, quote)),
    firmwareLog: toBase64(firmwareLog),
  };
  return { ...draft, vtpm, ...bundle };
}

function testMachine(): Machine {
  const artifact = { file: "x", sha256: hex, version: "1" };
  return {
    type: "sekisho-machine",
    version: 1,
    id: machineId,
    name: "web-1",
    createdAt: "2026-11-23T00:00:00Z",
    technology: "tpm",
    shape: { vcpus: 2, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" },
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: { kind: "grub", firmware: artifact, variables: artifact, svsm: null, secureBoot: true, commandLine },
    disk: { file: "disk.img", offset: 1_048_576, headerDigest: hex, headerBytes: 16_777_216 },
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: "AAAA", digest: hex }],
      tlsKeyDigests: [hex],
    },
    releaseMode: "auto",
    referenceValues: [],
    vtpm: { provider: "device", endorsementKeys: [toHex(sha256(endorsementKey.publicArea))], roots: [] },
    measuredLaunches: [],
    measuredBoots: [predicted],
    additionalRoots: [],
  };
}
