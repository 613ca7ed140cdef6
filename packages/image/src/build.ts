import { randomUUID } from "node:crypto";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import type { Shape } from "@sekisho/reference-values";
import {
  guestConfigurationSchema,
  machineSchema,
  type GateIdentity,
  type GuestConfiguration,
  type Machine,
} from "@sekisho/release";
import { bootArtifacts } from "./boot-artifacts.ts";
import type { Cache } from "./cache/cache.ts";
import { fileHash } from "./cache/content-hash.ts";
import { makeDisk, type DiskSecret } from "./disk-image.ts";
import type { FirmwareFile } from "./firmware/fetch.ts";
import { ImageError } from "./image-error.ts";
import { buildCommandLine } from "./machine/command-line.ts";
import { names, writeJson } from "./machine/folder.ts";
import { makeReferenceValue, readFirmware } from "./machine/reference-value.ts";
import { writePlainImage } from "./plain-image.ts";
import { noProgress, type Progress } from "./progress.ts";
import { withRootfs } from "./rootfs/rootfs.ts";
import type { RootfsSource } from "./rootfs/source.ts";

/** SMT allowed; no debugging, no migration agent (SEV-SNP ABI 1.58, table 9; bit 17 is always one). */
export const defaultGuestPolicy = "0x30000";

/** The disk as the guest names it, and the mapping that its agent opens. */
const guestDisk = { device: "/dev/vda", mapping: "root" } as const;

export type BuildInput = {
  readonly source: RootfsSource;
  /** The folder to make; it must not hold a machine yet. */
  readonly output: string;
  readonly name: string;
  readonly gate: GateIdentity;
  /** The guest agent's executable. */
  readonly agent: string;
  readonly firmware: FirmwareFile;
  readonly shape: Shape;
  readonly memoryMiB: number;
  /** Default: {@link defaultGuestPolicy}. */
  readonly guestPolicy?: string | undefined;
  /** In mode `auto` it is written to `keys/disk.key`. The caller wipes it. */
  readonly secret: DiskSecret;
  readonly reportSource: GuestConfiguration["reportSource"];
  readonly allowPassphrasePrompt: boolean;
  readonly additionalRoots: readonly string[];
  /** Default: the machine's name. */
  readonly hostname?: string | undefined;
  readonly sshKeys: readonly string[];
  /** Added to the kernel command line. */
  readonly append?: string | undefined;
  /** The size of the disk; default: what the files need. */
  readonly sizeMiB?: number | undefined;
  /** Builds a suite's tree anew, also when the cached one is recent. */
  readonly fresh?: boolean;
  readonly cache: Cache;
  readonly progress?: Progress;
  readonly now?: Date;
};

/** The machine that was made, and the folder of its files. */
export type BuiltImage = { readonly machine: Machine; readonly folder: string };

/**
 * Makes a machine: `disk.img` (encrypted), `kernel`, `initrd`, `firmware.fd`, `machine.json`, `image.json`, and `keys/` of mode
 * 0700 with the disk key and the offline recovery key.
 *
 * @throws ImageError when an input or the building machine is not as it must be; `output` then holds no `machine.json`
 */
export async function buildImage(input: BuildInput): Promise<BuiltImage> {
  const { source, output, cache, progress = noProgress, fresh = false } = input;
  const id = randomUUID();
  const commandLine = buildCommandLine(id, input.append);
  const firmware = await readFirmware(input.firmware.path, input.firmware.version);
  const guest = guestConfiguration(input);
  await prepareOutput(output);
  const { version, header } = await withRootfs({ cache, source, fresh, progress }, async (rootfs) => {
    const boot = await bootArtifacts({ cache, rootfs, agent: input.agent, guest, progress });
    await copyFile(boot.kernel, join(output, names.kernel));
    await copyFile(boot.initrd, join(output, names.initrd));
    const overlay = {
      hostname: input.hostname ?? input.name,
      sshKeys: input.sshKeys,
      ownSuite: source.kind === "suite",
    };
    const disk = { ...input, folder: output, vcpus: input.shape.vcpus, progress };
    const header = await makeDisk(disk, (path) => writePlainImage({ cache, rootfs, overlay, output: path, progress }));
    return { version: boot.version, header };
  });
  await copyFile(input.firmware.path, join(output, names.firmware));
  progress({ step: message("image.step.measure"), fraction: 0.95 });
  const kernel = { sha256: await fileHash(join(output, names.kernel)), version };
  const initrd = { sha256: await fileHash(join(output, names.initrd)) };
  const now = input.now ?? new Date();
  const machine = machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id,
    name: input.name,
    createdAt: now.toISOString(),
    technology: "sev-snp",
    shape: input.shape,
    memoryMiB: input.memoryMiB,
    guestPolicy: input.guestPolicy ?? defaultGuestPolicy,
    boot: {
      kind: "direct",
      firmware: { file: names.firmware, sha256: firmware.sha256, version: firmware.version },
      kernel: { file: names.kernel, ...kernel },
      initrd: { file: names.initrd, ...initrd, version },
      commandLine,
    },
    disk: { file: names.disk, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    gate: input.gate,
    releaseMode: input.secret.releaseMode,
    referenceValues: [await makeReferenceValue({ firmware, kernel, initrd, commandLine, shape: input.shape }, now)],
    additionalRoots: [...input.additionalRoots],
  } satisfies Machine);
  await writeJson(join(output, names.record), { type: "sekisho-image", version: 1, source: written(source), guest });
  await writeJson(join(output, names.machine), machine);
  progress({ step: message("image.step.done"), fraction: 1 });
  return { machine, folder: output };
}

function guestConfiguration(input: BuildInput): GuestConfiguration {
  return guestConfigurationSchema.parse({
    type: "sekisho-guest",
    version: 1,
    gate: input.gate,
    disk: guestDisk,
    reportSource: input.reportSource,
    allowPassphrasePrompt: input.allowPassphrasePrompt,
  } satisfies GuestConfiguration);
}

/** An image is never overwritten: its keys would be lost with it. */
async function prepareOutput(output: string): Promise<void> {
  await mkdir(output, { recursive: true });
  for (const name of [names.machine, names.disk, names.keys]) {
    const found = await stat(join(output, name)).catch(() => undefined);
    if (found !== undefined) throw new ImageError(message("image.output.taken", { path: join(output, name) }));
  }
}

function written(source: RootfsSource) {
  if (source.kind !== "suite") return source;
  const { kind, suite, mirror, packages } = source;
  return { kind, suite, ...(mirror === undefined ? {} : { mirror }), packages: [...packages] };
}
