import { randomUUID } from "node:crypto";
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { message } from "@sekisho/messages";
import { guestConfigurationSchema, machineSchema, type GuestConfiguration, type Machine } from "@sekisho/release";
import { bootArtifacts } from "./boot-artifacts.ts";
import { isDiskBuild, type BuildInput } from "./build-input.ts";
import { diskParts } from "./disk-boot/disk-parts.ts";
import { guestDevice, partitionRoles } from "./disk-boot/layout.ts";
import { makeDisk, type DiskInput } from "./disk-image.ts";
import { ImageError } from "./image-error.ts";
import { buildCommandLine } from "./machine/command-line.ts";
import { directParts } from "./machine/direct-parts.ts";
import { names, writeJson } from "./machine/folder.ts";
import { writePlainImage } from "./plain-image.ts";
import { demandRegister, tdxDevices } from "./machine/tdx-devices.ts";
import { sevParts } from "./machine/sev-parts.ts";
import { tdxParts } from "./machine/tdx-parts.ts";
import { noProgress } from "./progress.ts";
import { withRootfs } from "./rootfs/rootfs.ts";
import type { RootfsSource } from "./rootfs/source.ts";

/**
 * What a machine is launched with.
 *
 * - SEV-SNP: SMT allowed; no debugging, no migration agent (ABI 1.58, table 9; bit 17 is always one)
 * - SEV and SEV-ES: no debugging, no shared keys, not to be sent elsewhere; with ES, encrypted registers (SEV API 0.24, chapter 3)
 * - TDX: SEPT_VE_DISABLE, which Linux demands; no debugging, no migration (TDX module 1.5 ABI, ATTRIBUTES)
 */
export const defaultGuestPolicies = {
  "sev-snp": "0x30000",
  sev: "0xb",
  "sev-es": "0xf",
  tdx: "0x10000000",
} as const;

/** The machine that was made, and the folder of its files. */
export type BuiltImage = { readonly machine: Machine; readonly folder: string };

/**
 * Makes a machine: `disk.img` (encrypted), `firmware.fd`, `machine.json`, `image.json`, and `keys/` of mode 0700 with the disk
 * key and the offline recovery key. For a direct boot also `kernel` and `initrd`; for a boot from the disk, which then holds
 * both, `variables.fd`, and `svsm.bin` where an SVSM is given.
 *
 * @throws ImageError when an input or the building machine is not as it must be; `output` then holds no `machine.json`
 */
export async function buildImage(input: BuildInput): Promise<BuiltImage> {
  const { source, output, cache, progress = noProgress, fresh = false, now = new Date() } = input;
  const id = randomUUID();
  const commandLine = buildCommandLine(id, input.append);
  const guest = guestConfiguration(input);
  await prepareOutput(output);
  const parts = await withRootfs({ cache, source, fresh, progress }, async (rootfs) => {
    const boot = await bootArtifacts({ cache, rootfs, agent: input.agent, guest, progress });
    demandRegister(guest, boot.version);
    const overlay = {
      hostname: input.hostname ?? input.name,
      sshKeys: input.sshKeys,
      ownSuite: source.kind === "suite",
    };
    const disk = {
      folder: output,
      secret: input.secret,
      memoryMiB: input.memoryMiB,
      vcpus: input.shape.vcpus,
      progress,
    };
    const made = {
      folder: output,
      rootfs,
      boot,
      commandLine,
      now,
      makeDisk: async (how: Pick<DiskInput, "sizeMiB" | "place">) => {
        const plain = { cache, rootfs, overlay, progress };
        const header = await makeDisk({ ...disk, ...how }, (path) => writePlainImage({ ...plain, output: path }));
        progress({ step: message("image.step.measure"), fraction: 0.95 });
        return header;
      },
    };
    if (isDiskBuild(input)) return diskParts(input, made);
    const { technology = "sev-snp" } = input;
    if (technology === "sev" || technology === "sev-es") return sevParts(input, technology, made);
    return technology === "tdx" ? tdxParts(input, made) : directParts(input, made);
  });
  const machine = machineSchema.parse({
    type: "sekisho-machine",
    version: 1,
    id,
    name: input.name,
    createdAt: now.toISOString(),
    shape: input.shape,
    memoryMiB: input.memoryMiB,
    guestPolicy: input.guestPolicy ?? defaultGuestPolicies[policyName(input)],
    gate: input.gate,
    releaseMode: input.secret.releaseMode,
    additionalRoots: [...input.additionalRoots],
    ...(input.cloud === undefined ? {} : { cloud: input.cloud }),
    ...parts,
  } satisfies Machine);
  await writeJson(join(output, names.record), { type: "sekisho-image", version: 1, source: written(source), guest });
  await writeJson(join(output, names.machine), machine);
  progress({ step: message("image.step.done"), fraction: 1 });
  return { machine, folder: output };
}

/** A machine without a confidential VM has a policy that nobody looks at. */
function policyName({ technology = "sev-snp" }: BuildInput): keyof typeof defaultGuestPolicies {
  return technology === "tpm" ? "sev-snp" : technology;
}

/** The mapping that the agent opens. */
const mapping = "root";

function guestConfiguration(input: BuildInput): GuestConfiguration {
  const roles = isDiskBuild(input) ? partitionRoles[input.boot] : undefined;
  const device = roles === undefined ? "/dev/vda" : guestDevice(roles, "root");
  return guestConfigurationSchema.parse({
    type: "sekisho-guest",
    version: 1,
    gate: input.gate,
    disk: { device, mapping },
    reportSource: input.reportSource,
    ...(isDiskBuild(input)
      ? { vtpm: { provider: input.vtpm.provider, connection: { kind: "device", path: "/dev/tpmrm0" } } }
      : {}),
    ...(input.technology === "tdx" ? { tdx: tdxDevices(input.reportSource) } : {}),
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
