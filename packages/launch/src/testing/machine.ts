import { toHex } from "@sekisho/encoding";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { computeSnpLaunchDigest, describeFirmware, hashKernelFiles } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { isDirect, machineSchema, type DirectMachine, type Machine } from "@sekisho/release";

const commandLine = 'console=ttyS0 quiet sekisho.machine=6b0c5a2e-54d5-4f5a-9a57-0f4a3f7c1d11 it\'s="odd" & <odd>';

/** A machine whose files are made, small and start nothing; its launch digest is genuine. */
export async function writeTestMachine(
  folder: string,
  changes: Partial<Machine> = {},
): Promise<{ machine: DirectMachine; path: string }> {
  await mkdir(folder, { recursive: true });
  const contents = { firmware: buildSyntheticFirmware(), kernel: Buffer.from("kernel"), initrd: Buffer.from("initrd") };
  const artifact = async (name: keyof typeof contents) => {
    await writeFile(join(folder, name), contents[name]);
    return { file: name, sha256: createHash("sha256").update(contents[name]).digest("hex"), version: "1" };
  };
  await writeFile(join(folder, "disk, one.img"), "");
  const described = await describeFirmware(contents.firmware, "synthetic");
  if (!described.ok) throw new Error(described.error.field);
  const firmware = described.value;
  const shape = { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x1" } as const;
  const kernelHashes = await hashKernelFiles({ kernel: contents.kernel, initrd: contents.initrd, commandLine });
  const launchDigest = toHex(await computeSnpLaunchDigest({ firmware, kernelHashes, shape }));
  const createdAt = "2026-11-23T00:00:00.000Z";
  const [bootFirmware, kernel, initrd] = [
    await artifact("firmware"),
    await artifact("kernel"),
    await artifact("initrd"),
  ];
  const machine = machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id: "6b0c5a2e-54d5-4f5a-9a57-0f4a3f7c1d11",
    name: "genome-1",
    createdAt,
    technology: "sev-snp",
    shape,
    memoryMiB: 2048,
    guestPolicy: "0x30000",
    boot: { kind: "direct", firmware: bootFirmware, kernel, initrd, commandLine },
    disk: { file: "disk, one.img", headerDigest: "33".repeat(32), headerBytes: 8_388_608 },
    gate: {
      type: "sekisho-gate",
      version: 1,
      url: "https://gate.example:8443",
      signingKeys: [{ spki: "AAAA", digest: "44".repeat(32) }],
      tlsKeyDigests: ["55".repeat(32)],
    },
    releaseMode: "auto",
    referenceValues: [
      {
        name: "kernel 1",
        addedAt: createdAt,
        launchDigest,
        firmware,
        kernel: { sha256: kernel.sha256, version: "1" },
        initrd: { sha256: initrd.sha256 },
        commandLine,
        shape,
      },
    ],
    additionalRoots: [],
    ...changes,
  });
  if (!isDirect(machine)) throw new TypeError("the changes make it boot from its disk");
  const path = join(folder, "machine.json");
  await writeFile(path, JSON.stringify(machine));
  return { machine, path };
}
