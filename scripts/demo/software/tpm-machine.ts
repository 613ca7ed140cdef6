import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toHex, toUtf8 } from "@sekisho/encoding";
import { imageFiles } from "@sekisho/image";
import {
  endorsementKeyIn,
  eventsOfKnownBoots,
  launchSoftwareGuest,
  measureLaunch,
  recordBoot,
  serveReportPort,
  startGuestTpm,
  vmplUnderSvsm,
  withTpm,
  writeInitramfs,
  type RunningGuest,
} from "@sekisho/lab";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";
import { isDisk, machineSchema, type DiskMachine, type VtpmExpectation } from "@sekisho/release";
import type { World } from "../world.ts";
import { after } from "./guest.ts";
import { kernelVersion, memoryMiB, type SoftwareMachine } from "./prepare.ts";

/** A machine that boots from its disk, as far as a process can, and the folder of its files. */
export type TpmMachine = { readonly machine: DiskMachine; readonly folder: string };

const separator = { component: "separator", name: "00000000", digest: sha256(new Uint8Array(4)) };

/** A boot as GRUB would have it, in short. */
export function grubBoot(commandLine: string, addedAt: string, kernel = "/vmlinuz"): MeasuredBoot {
  const text = (pcr: number, component: string, name: string) => ({
    pcr,
    component,
    name,
    digest: sha256(toUtf8(name)),
  });
  return {
    name: `kernel ${kernelVersion}`,
    addedAt,
    origin: "predicted",
    pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14],
    events: [
      ...Array.from({ length: 8 }, (_, pcr) => ({ pcr, ...separator })),
      text(4, "boot-loader", "EFI/BOOT/grubx64.efi"),
      text(8, "command-line", commandLine),
      text(9, "kernel", kernel),
    ],
  };
}

/** A prepared machine, as one that boots from its disk. */
export async function asTpmMachine(
  { machine: direct, folder }: SoftwareMachine,
  technology: DiskMachine["technology"],
  vtpm: VtpmExpectation,
): Promise<TpmMachine> {
  if (direct.boot.kind !== "direct") throw new Error(`${direct.name} boots from its disk already`);
  const firmware = buildSyntheticFirmware({ hashTableAddress: null });
  const variables = new Uint8Array(4096);
  const artifact = async (file: string, bytes: Uint8Array) => {
    await writeFile(join(folder, file), bytes);
    return { file, sha256: sha256(bytes), version: file };
  };
  const boot = { firmware: await artifact("ovmf.fd", firmware), variables: await artifact("variables.fd", variables) };
  const { shape, createdAt } = direct;
  const digest = await measureLaunch({ firmware, variablesSize: variables.length, svsm: null, shape });
  const known = { sha256: boot.firmware.sha256, version: boot.firmware.version };
  const machine = machineSchema.parse({
    ...direct,
    technology,
    boot: { kind: "grub", ...boot, svsm: null, secureBoot: false, commandLine: direct.boot.commandLine },
    referenceValues: [],
    vtpm,
    measuredLaunches:
      technology === "tpm"
        ? []
        : [
            {
              name: "OVMF and SVSM of the lab",
              addedAt: createdAt,
              launchDigest: toHex(digest),
              firmware: known,
              svsm: null,
            },
          ],
    measuredBoots: [grubBoot(direct.boot.commandLine, createdAt)],
  });
  if (!isDisk(machine)) throw new Error("it boots in another way");
  await writeFile(join(folder, imageFiles.machine), `${JSON.stringify(machine, null, 2)}\n`);
  return { machine, folder };
}

/**
 * Runs the real agent as a process, with a TPM to which a boot is played. TPM and report port stop when it ends.
 *
 * @param input.folder a new one is made here for what this boot needs
 * @param input.state where swtpm keeps what makes it this very TPM
 * @param input.boots what is played to the TPM; absent: what the machine's owner knows
 */
export async function startTpmGuest(
  world: Pick<World, "lab" | "socketPath">,
  { machine, folder: home }: TpmMachine,
  input: {
    readonly folder: string;
    readonly state: string;
    readonly boots?: readonly MeasuredBoot[];
    readonly attempts?: number;
  },
): Promise<RunningGuest> {
  const { folder, state, boots = machine.measuredBoots ?? [], attempts = 3 } = input;
  await mkdir(folder, { recursive: true });
  const socket = `${world.socketPath()}.tpm`;
  const manifest = await endorsementKeyIn(state, socket);
  const confidential = machine.technology === "sev-snp";
  const firmware = await readFile(join(home, machine.boot.firmware.file));
  const { size: variablesSize } = await stat(join(home, machine.boot.variables.file));
  const port = confidential
    ? await serveReportPort(world.socketPath(), {
        ...(await world.lab.launch({
          artifacts: { firmware, variablesSize, svsm: null, shape: machine.shape },
          policy: BigInt(machine.guestPolicy),
          vmpl: vmplUnderSvsm,
        })),
        svsm: { manifest },
      })
    : null;
  const tpm = await startGuestTpm(state, socket);
  const stop = async (): Promise<void> => {
    await tpm.stop();
    await port?.close();
  };
  try {
    const firmwareLog = join(folder, "firmware-log");
    const events = eventsOfKnownBoots(boots);
    await writeFile(firmwareLog, await withTpm(socket, (transport) => recordBoot(transport, events)));
    const initrd = join(folder, "initrd");
    const configuration = toUtf8(JSON.stringify(configurationOf(machine)));
    await writeFile(initrd, writeInitramfs([{ path: "etc/sekisho/guest.json", bytes: configuration }]));
    const commandLine = boots[0]?.events.find(({ component }) => component === "command-line")?.name;
    const running = launchSoftwareGuest({
      initrd,
      commandLine: commandLine ?? machine.boot.commandLine,
      kernelVersion,
      disk: join(home, imageFiles.disk),
      reportPort: port?.path ?? null,
      vtpm: { socket, firmwareLog },
      folder,
      memoryKiB: memoryMiB * 1024,
      attempts,
    });
    return { ...running, ended: after(running.ended, stop) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configurationOf({ gate, technology, vtpm }: DiskMachine): unknown {
  return {
    type: "sekisho-guest",
    version: 1,
    gate,
    disk: { device: "/dev/vda", mapping: "root" },
    reportSource: technology === "sev-snp" ? { kind: "port", path: "/dev/virtio-ports/x" } : { kind: "none" },
    vtpm: { provider: vtpm.provider, connection: { kind: "device", path: "/dev/tpmrm0" } },
    allowPassphrasePrompt: false,
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
