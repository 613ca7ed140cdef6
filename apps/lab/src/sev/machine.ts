import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SecretPacket } from "@sekisho/evidence/sev";
import {
  kernelHashTable,
  LaunchError,
  machineFiles,
  qemuArguments,
  qemuVersion,
  runMachine,
  type DirectFiles,
  type RunningMachine,
} from "@sekisho/launch";
import { message } from "@sekisho/messages";
import { parseFirmware } from "@sekisho/reference-values";
import type { DirectMachine } from "@sekisho/release";
import type { LaunchStart, SevPlatform } from "./firmware.ts";
import { launchSevGuest } from "./host.ts";

/** A machine that a host starts on the lab's platform, with its owner far away. */
export type SevMachineInput = {
  readonly machine: DirectMachine;
  /** Where `machine.json` stands. */
  readonly folder: string;
  /** A folder of this launch alone, which only its owner can enter. */
  readonly work: string;
  /** What the owner's session says. */
  readonly start: LaunchStart;
  /**
   * The owner, who is told the measurement as QEMU answers it, and gives the packet of the secret; undefined where the owner refuses.
   */
  readonly owner: (launchInfo: string) => Promise<SecretPacket | undefined>;
  /** What a hostile host launches in place of the machine's own. */
  readonly changes?: { readonly commandLine?: string; readonly initrd?: string };
  readonly serialLog?: string;
  readonly onConsole?: (bytes: Uint8Array) => void;
};

/**
 * Starts a SEV machine in QEMU as a host does: its files are loaded and measured by the lab's platform, the owner judges the
 * measurement, and only then the secret goes into the guest's memory and the guest runs. The genuine firmware checks the kernel
 * hashes and publishes the secret; under TCG the memory is not encrypted, which is all that this lab has not.
 *
 * @returns undefined where the owner refused: QEMU is not started then
 * @throws SevFirmwareError where the platform refuses session or packet
 * @throws LaunchError when QEMU is missing, or the firmware has no place for table or secret
 */
export async function launchSevMachine(
  platform: SevPlatform,
  input: SevMachineInput,
): Promise<RunningMachine | undefined> {
  const { machine, folder, work, start, owner, changes = {} } = input;
  const genuine = machineFiles(machine, folder);
  const files: DirectFiles = { ...genuine, initrd: changes.initrd ?? genuine.initrd };
  const commandLine = changes.commandLine ?? machine.boot.commandLine;
  const firmware = await bytesOf(files.firmware);
  const { launching, launchInfo } = await launchSevGuest(platform, start, {
    firmware,
    kernel: await bytesOf(files.kernel),
    initrd: await bytesOf(files.initrd),
    commandLine,
    shape: machine.shape,
  });
  const packet = await owner(launchInfo);
  if (packet === undefined) return undefined;
  const secret = await launching.secret(packet.header, packet.payload);
  launching.finish();
  const table = await kernelHashTable(files, commandLine);
  const place = { table: join(work, "hash-table"), secret: join(work, "launch-secret") };
  await writeFile(place.table, table.bytes);
  await writeFile(place.secret, secret, { mode: 0o600 });
  try {
    const { major } = await qemuVersion();
    const launched: DirectMachine = { ...machine, boot: { ...machine.boot, commandLine } };
    const words = qemuArguments(launched, files, {
      kind: "lab",
      qemuMajor: major,
      hashTable: { file: place.table, address: table.address },
      launchSecret: { file: place.secret, address: secretAddress(files.firmware, firmware) },
      reportPort: null,
      keepDisk: false,
    });
    const { serialLog, onConsole } = input;
    const running = await runMachine({
      arguments: words,
      watchFirmware: true,
      ...(serialLog === undefined ? {} : { serialLog }),
      ...(onConsole === undefined ? {} : { onConsole }),
    });
    void running.exited.then(() => rm(place.secret, { force: true }));
    return running;
  } catch (error) {
    await rm(place.secret, { force: true });
    throw error;
  }
}

function secretAddress(path: string, firmware: Uint8Array): number {
  const layout = parseFirmware(firmware);
  const room = layout.ok ? layout.value.launchSecret : null;
  if (room === null) throw new LaunchError(message("launch.firmware.no-secret", { path }));
  return room.address;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(path));
}
