import { randomUUID } from "node:crypto";
import type { GateIdentity, Machine } from "@sekisho/release";

const sha256 = "11".repeat(32);
const sha384 = "22".repeat(48);
const shape = { vcpus: 1, vcpuType: "EPYC-v4", vmmType: "QEMU", guestFeatures: "0x1" } as const;

/** A machine of this gate, as the image builder would have written it. */
export function testMachine(gate: GateIdentity, changes: Partial<Machine> = {}): Machine {
  const id = changes.id ?? randomUUID();
  const artifact = { file: "x", sha256, version: "1" };
  return {
    type: "sekisho-machine",
    version: 1,
    id,
    name: `m-${id.slice(0, 8)}`,
    createdAt: "2026-11-23T00:00:00.000Z",
    technology: "sev-snp",
    shape,
    memoryMiB: 1024,
    guestPolicy: "0x30000",
    boot: { kind: "direct", firmware: artifact, kernel: artifact, initrd: artifact, commandLine: "quiet" },
    disk: { file: "disk.img", headerDigest: "33".repeat(32), headerBytes: 8_388_608 },
    gate,
    releaseMode: "auto",
    additionalRoots: [],
    ...changes,
    referenceValues: (changes.referenceValues ?? [referenceValue(sha384)]).map((value) => ofMachine(value, id)),
  };
}

/** What makes {@link testMachine} one that boots from its disk, recorded by the TPM of an SVSM. */
export function diskBoot(): Pick<Machine, "boot" | "vtpm" | "referenceValues" | "measuredLaunches" | "measuredBoots"> {
  const artifact = { file: "x", sha256, version: "1" };
  const files = { firmware: artifact, variables: artifact, svsm: artifact };
  return {
    boot: { kind: "grub", ...files, secureBoot: true, commandLine: "quiet" },
    vtpm: { provider: "svsm" },
    referenceValues: [],
    measuredLaunches: [],
    measuredBoots: [],
  };
}

/** The boot as this machine's: its command line names it. */
export function ofMachine<T extends Machine["referenceValues"][number]>(value: T, machineId: string): T {
  return { ...value, commandLine: `quiet sekisho.machine=${machineId}` };
}

/** A known good boot with this launch digest, of no machine yet. */
export function referenceValue(launchDigest: string): Machine["referenceValues"][number] {
  return {
    name: "kernel 6.12",
    addedAt: "2026-11-23T00:00:00.000Z",
    launchDigest,
    firmware: { sha256, version: "1", volumeDigest: sha384, sections: [], hashTableAddress: null, resetAddress: 0 },
    kernel: { sha256, version: "6.12" },
    initrd: { sha256 },
    commandLine: "quiet",
    shape,
  };
}
