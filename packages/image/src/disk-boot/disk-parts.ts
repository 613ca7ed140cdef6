import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { DiskBuild } from "../build-input.ts";
import { withWorkFolder } from "../cache/cache.ts";
import { fileHash } from "../cache/content-hash.ts";
import { enrolOwner } from "../firmware/enrol-keys.ts";
import type { FirmwareFile } from "../firmware/fetch.ts";
import { ImageError } from "../image-error.ts";
import type { BootParts, PartsInput } from "../machine/build-parts.ts";
import { names, writeDurably } from "../machine/folder.ts";
import { assembleDisk } from "./assemble.ts";
import { findLoaders } from "./loaders.ts";
import { makeMeasuredLaunch } from "./measured-launch.ts";
import { predictBoots } from "./predict.ts";
import { certificateBytes, makeSigningKey, type SigningKey } from "./signing-key.ts";
import { stageBootFiles } from "./stage.ts";

/** Makes `disk.img`, `firmware.fd`, `variables.fd` and `svsm.bin`, and computes what a launch and a boot with them measure. */
export async function diskParts(input: DiskBuild, parts: PartsInput): Promise<BootParts> {
  const { folder, rootfs, boot, commandLine, now } = parts;
  const { cache, source, fresh = false, secureBoot } = input;
  const signingKey = await signingKeyOf(input, now);
  const files = await copyFirmware(input, folder, signingKey, now);
  const loaders = await findLoaders({ cache, source, rootfs, kind: input.boot, fresh });
  let offset = 0;
  const header = await parts.makeDisk({
    place: (root, disk) =>
      withWorkFolder(cache, async (work) => {
        const staged = await stageBootFiles(work, { boot, loaders, commandLine, signingKey });
        const layout = await assembleDisk(disk, { ...staged, root }, input.sizeMiB);
        offset = layout.partitions.find(({ role }) => role === "root")?.offset ?? 0;
      }),
  });
  if (signingKey !== undefined && input.signingKey === undefined) await keepSigningKey(folder, signingKey);
  const machineBoot = {
    kind: input.boot,
    firmware: await artifact(names.firmware, files.firmware),
    variables: await artifact(names.variables, files.variables),
    svsm: files.svsm === undefined ? null : await artifact(names.svsm, files.svsm),
    secureBoot,
    commandLine,
  };
  const disk = join(folder, names.disk);
  const boots = await predictBoots({ folder, boot: machineBoot, disk, version: boot.version, now });
  const launch = { ...files, shape: input.shape };
  return {
    technology: input.technology,
    boot: machineBoot,
    disk: { file: names.disk, offset, headerDigest: header.headerDigest, headerBytes: header.headerBytes.length },
    referenceValues: [],
    vtpm: input.vtpm,
    measuredLaunches: input.technology === "sev-snp" ? [await makeMeasuredLaunch(launch, now)] : [],
    measuredBoots: [...boots],
  };
}

/** Who signs the programs of this machine: only of a unified kernel image with Secure Boot. */
async function signingKeyOf(input: DiskBuild, now: Date): Promise<SigningKey | undefined> {
  if (input.boot !== "uki" || !input.secureBoot) return undefined;
  return input.signingKey ?? makeSigningKey(input.name, now);
}

/** A key that was made for this machine stays beside its other keys. */
async function keepSigningKey(folder: string, { key, certificate }: SigningKey): Promise<void> {
  const keys = join(folder, names.keys);
  await writeDurably(join(keys, names.secureBootKey), key, 0o600);
  await writeDurably(join(keys, names.secureBootCertificate), certificate);
}

type FirmwareFiles = {
  readonly firmware: FirmwareFile;
  readonly variables: FirmwareFile;
  readonly svsm: FirmwareFile | undefined;
};

async function copyFirmware(
  { firmware, variables, svsm, ...input }: DiskBuild,
  folder: string,
  signingKey: SigningKey | undefined,
  now: Date,
): Promise<FirmwareFiles> {
  const copied = {
    firmware: await copyInto(folder, names.firmware, firmware),
    variables: await copyInto(folder, names.variables, variables),
    svsm: svsm === undefined ? undefined : await copyInto(folder, names.svsm, svsm),
  };
  if (signingKey === undefined) return copied;
  const { path } = copied.variables;
  const enrolled = enrolOwner(await readFile(path), certificateBytes(signingKey), now);
  if (!enrolled.ok) throw new ImageError(malformedMessage(variables.path, enrolled.error));
  if (enrolled.value !== undefined) await writeDurably(path, enrolled.value);
  else if (input.signingKey === undefined) {
    throw new ImageError(message("image.variables.foreign-keys", { path: variables.path }));
  }
  return copied;
}

async function copyInto(folder: string, name: string, { path, version }: FirmwareFile): Promise<FirmwareFile> {
  const copy = join(folder, name);
  await copyFile(path, copy).catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
  return { path: copy, version };
}

async function artifact(file: string, { path, version }: FirmwareFile) {
  return { file, sha256: await fileHash(path), version };
}
