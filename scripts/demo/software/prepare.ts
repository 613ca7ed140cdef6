import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { buildCommandLine, imageFiles, makeDisk, makeFilesystem, noProgress } from "@sekisho/image";
import { writeInitramfs } from "@sekisho/lab";
import type { Shape } from "@sekisho/reference-values";
import { machineSchema, type GateIdentity, type Machine } from "@sekisho/release";
import type { Technology } from "../scenarios.ts";
import { guestConfiguration, launchParts, standIns } from "./launch-parts.ts";

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
  readonly technology: Technology;
  readonly rootDigest: string;
  readonly releaseMode: Machine["releaseMode"];
  readonly cloud?: string;
  /** Absent: a random key. */
  readonly passphrase?: string;
  /** When it is said to be made; absent: now. */
  readonly now?: Date;
}): Promise<SoftwareMachine> {
  const { folder, name, tree, gate, technology, rootDigest, releaseMode, cloud, passphrase, now = new Date() } = input;
  await mkdir(folder);
  const secret = passphrase === undefined ? randomBytes(32) : Buffer.from(passphrase);
  const header = await makeDisk(
    {
      folder,
      secret: { releaseMode, bytes: secret },
      memoryMiB,
      vcpus: shape.vcpus,
      progress: noProgress,
    },
    (path) => makeFilesystem(tree, path, name, { ownFiles: true }),
  );
  const id = randomUUID();
  const commandLine = buildCommandLine(id);
  const configuration = toUtf8(JSON.stringify(guestConfiguration(gate, technology)));
  const files = {
    ...standIns(technology),
    initrd: writeInitramfs([{ path: "etc/sekisho/guest.json", bytes: configuration }]),
  };
  for (const kind of ["firmware", "kernel", "initrd"] as const) {
    await writeFile(join(folder, imageFiles[kind]), files[kind]);
  }
  const versions = { firmware: "OVMF of the lab (its tables only)", kernel: kernelVersion, initrd: "guest.json" };
  const artifact = (kind: keyof typeof files) => ({
    file: imageFiles[kind],
    sha256: sha256(files[kind]),
    version: versions[kind],
  });
  const boot = {
    kind: "direct",
    firmware: artifact("firmware"),
    kernel: artifact("kernel"),
    initrd: artifact("initrd"),
    commandLine,
  } as const;
  const machine = machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id,
    name,
    createdAt: now.toISOString(),
    shape,
    memoryMiB,
    boot,
    disk: { file: imageFiles.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    gate,
    releaseMode,
    ...(cloud === undefined ? {} : { cloud }),
    ...(await launchParts(technology, { folder, boot, shape, now })),
    additionalRoots: [rootDigest],
  });
  await writeFile(join(folder, imageFiles.machine), `${JSON.stringify(machine, null, 2)}\n`);
  return { machine, folder, secret };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
