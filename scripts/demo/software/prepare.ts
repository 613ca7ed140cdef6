import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { buildCommandLine, imageFiles, makeDisk, makeFilesystem, makeReferenceValue, noProgress } from "@sekisho/image";
import { reportPortName, usualPolicy, writeInitramfs } from "@sekisho/lab";
import { describeFirmware, type Shape } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { machineSchema, type GateIdentity, type GuestConfiguration, type Machine } from "@sekisho/release";

/** A machine without a virtual machine: its disk is real, its kernel and firmware are measured but never run. */
export type SoftwareMachine = {
  readonly machine: Machine;
  readonly folder: string;
  /** What opens the disk: the key that the gate is to hold, or the passphrase that a person keeps. */
  readonly secret: Uint8Array;
};

export const shape: Shape = { vcpus: 2, vcpuType: "EPYC-Genoa", vmmType: "QEMU", guestFeatures: "0x1" };
export const memoryMiB = 512;
export const kernelVersion = "0.0.0-software";
const versions = { firmware: "tables of OVMF without its code", kernel: kernelVersion, initrd: "guest.json" };

/** The smallest root filesystem that deserves the name. */
export async function writeTree(folder: string): Promise<string> {
  const tree = join(folder, "tree");
  await mkdir(join(tree, "etc"), { recursive: true });
  await writeFile(join(tree, "etc", "hostname"), "sekisho-demo\n");
  await writeFile(join(tree, "etc", "os-release"), "NAME=Sekisho demo\n");
  return tree;
}

/** Makes a machine's folder as `sekisho image build` does: encrypted disk, keys, boot artifacts, and what `machine.json` says. */
export async function prepareMachine(input: {
  readonly folder: string;
  readonly name: string;
  readonly tree: string;
  readonly gate: GateIdentity;
  readonly rootDigest: string;
  readonly releaseMode: "auto" | "enter";
  /** Absent: a random key. */
  readonly passphrase?: string;
}): Promise<SoftwareMachine> {
  const { folder, name, tree, gate, rootDigest, releaseMode, passphrase } = input;
  await mkdir(folder);
  const secret = passphrase === undefined ? randomBytes(32) : Buffer.from(passphrase);
  const header = await makeDisk(
    { folder, secret: { releaseMode, bytes: secret }, memoryMiB, vcpus: shape.vcpus, progress: noProgress },
    (path) => makeFilesystem(tree, path, name, { ownFiles: true }),
  );
  const id = randomUUID();
  const commandLine = buildCommandLine(id);
  const files = {
    firmware: buildSyntheticFirmware(),
    kernel: toUtf8("a stand-in: the software guest runs no kernel\n"),
    initrd: writeInitramfs([{ path: "etc/sekisho/guest.json", bytes: toUtf8(JSON.stringify(configuration(gate))) }]),
  };
  for (const kind of ["firmware", "kernel", "initrd"] as const) {
    await writeFile(join(folder, imageFiles[kind]), files[kind]);
  }
  const firmware = await describeFirmware(files.firmware, versions.firmware);
  if (!firmware.ok) throw new Error(JSON.stringify(firmware.error));
  const now = new Date();
  const kernel = { sha256: sha256(files.kernel), version: versions.kernel };
  const initrd = { sha256: sha256(files.initrd) };
  const boot = { firmware: firmware.value, kernel, initrd, commandLine, shape };
  const machine = machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id,
    name,
    createdAt: now.toISOString(),
    technology: "sev-snp",
    shape,
    memoryMiB,
    guestPolicy: `0x${usualPolicy.toString(16)}`,
    boot: {
      kind: "direct",
      firmware: { file: imageFiles.firmware, sha256: sha256(files.firmware), version: versions.firmware },
      kernel: { file: imageFiles.kernel, ...kernel },
      initrd: { file: imageFiles.initrd, ...initrd, version: versions.initrd },
      commandLine,
    },
    disk: { file: imageFiles.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    gate,
    releaseMode,
    referenceValues: [await makeReferenceValue(boot, now)],
    additionalRoots: [rootDigest],
  });
  await writeFile(join(folder, imageFiles.machine), `${JSON.stringify(machine, null, 2)}\n`);
  return { machine, folder, secret };
}

function configuration(gate: GateIdentity): GuestConfiguration {
  return {
    type: "sekisho-guest",
    version: 1,
    gate,
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: { kind: "port", path: `/dev/virtio-ports/${reportPortName}` },
    allowPassphrasePrompt: false,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
