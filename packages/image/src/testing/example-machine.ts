import type { Luks2Header } from "@sekisho/evidence/luks2";
import { machineSchema, type Machine } from "@sekisho/release";

const digest32 = "ab".repeat(32);
const digest48 = "cd".repeat(48);
const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;

/** A machine for tests, with the header that a test made. */
export function exampleMachine(header?: Luks2Header): Machine {
  const kernel = { sha256: digest32, version: "6.12.107-amd64" };
  const commandLine = "root=/dev/mapper/root ro panic=-1";
  return machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id: "0b6c1c1e-4f8e-4f0e-9a55-000102030405",
    name: "ward-3",
    createdAt: "2026-11-23T00:00:00.000Z",
    technology: "sev-snp",
    shape,
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: {
      kind: "direct",
      firmware: { file: "firmware.fd", sha256: digest32, version: "test" },
      kernel: { file: "kernel", ...kernel },
      initrd: { file: "initrd", ...kernel },
      commandLine,
    },
    disk: {
      file: "disk.img",
      headerDigest: header?.headerDigest ?? digest32,
      headerBytes: header?.headerBytes.length ?? 8_388_608,
    },
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: "AAAA", digest: digest32 }],
      tlsKeyDigests: [digest32],
    },
    releaseMode: "auto",
    referenceValues: [
      {
        name: "kernel 6.12.107, built 2026-11-23",
        addedAt: "2026-11-23T00:00:00.000Z",
        launchDigest: digest48,
        firmware: {
          sha256: digest32,
          version: "test",
          volumeDigest: digest48,
          sections: [],
          hashTableAddress: 8_454_144,
          resetAddress: 0,
        },
        kernel,
        initrd: { sha256: digest32 },
        commandLine,
        shape,
      },
    ],
    additionalRoots: [],
  } satisfies Machine);
}
