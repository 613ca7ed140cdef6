import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { imageFiles, readImageRecord } from "@sekisho/image";
import {
  guestPolicy,
  launchSoftwareGuest,
  launchVirtualMachine,
  readBootArtifacts,
  serveReportPort,
  writeInitramfs,
  type HostChanges,
} from "@sekisho/lab";
import { message } from "@sekisho/messages";
import { isDirect } from "@sekisho/release";
import type { BootEnd, Driver, Prepared } from "../driver.ts";
import { forgedDisk } from "../forged-disk.ts";
import type { Change, Scenario } from "../scenarios.ts";
import { guestEnd } from "../software/guest-end.ts";
import { writeTree } from "../software/prepare.ts";
import type { World } from "../world.ts";
import { watchBoot } from "./console.ts";
import { withAddedArchive } from "./longer-initrd.ts";
import { prepareMachines } from "./prepare.ts";

const bootSeconds = 300;

/** Boots machines in QEMU under TCG, with the genuine firmware. */
export function createVmDriver(world: World, directory: string): Driver {
  let machines: Readonly<Record<Scenario["releaseMode"], Prepared>> | undefined;
  let tree = "";
  let boots = 0;

  const bootVirtualMachine = async (prepared: Prepared, change: Change, folder: string): Promise<BootEnd> => {
    const { machine } = prepared;
    const changes = await hostChanges(change, prepared, { folder, tree });
    const virtual = await launchVirtualMachine(world.lab, {
      ...prepared,
      work: folder,
      socket: world.socketPath(),
      changes,
      serialLog: join(directory, `console-${boots}-${change}.log`),
    });
    try {
      return await watchBoot(virtual.running, {
        pins: machine.gate.tlsKeyDigests,
        firmwareRefusal: {
          kind: "firmware-refused",
          reason: world.render(message("demo.firmware")),
          expected: machine.boot.commandLine,
          actual: changes.commandLine ?? null,
        },
        timeoutSeconds: bootSeconds,
      });
    } finally {
      await virtual.stop();
    }
  };

  return {
    kind: "vm",
    async prepare(report) {
      tree = await writeTree(world.folder);
      machines = await prepareMachines(world, directory, report);
      return machines;
    },
    async boot({ change, releaseMode }) {
      const prepared = machines?.[releaseMode];
      if (prepared === undefined) throw new Error("no machine was prepared");
      const folder = join(world.folder, `boot-${++boots}`);
      await mkdir(folder);
      try {
        return change === "sibling"
          ? await askAsSibling(world, prepared, folder)
          : await bootVirtualMachine(prepared, change, folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => Promise.resolve(),
  };
}

async function hostChanges(
  change: Change,
  prepared: Prepared,
  { folder, tree }: { readonly folder: string; readonly tree: string },
): Promise<HostChanges> {
  const { machine } = prepared;
  const longer = `${machine.boot.commandLine} init=/bin/sh`;
  switch (change) {
    case "command-line":
      return { commandLine: longer };
    case "unmeasured-command-line":
      return { commandLine: longer, measureGenuine: true };
    case "initrd":
      return { initrd: await longerInitrd(join(prepared.folder, imageFiles.initrd), join(folder, imageFiles.initrd)) };
    case "debug-policy":
      return { policy: BigInt(machine.guestPolicy) | guestPolicy.debugAllowed };
    case "unknown-root":
      return { processor: "stranger" };
    default: {
      const disk = await forgedDisk(change, { ...prepared, target: folder, tree });
      return disk === undefined ? {} : { disk };
    }
  }
}

async function longerInitrd(genuine: string, path: string): Promise<string> {
  await writeFile(path, withAddedArchive(await readFile(genuine)));
  return path;
}

/**
 * Root in a booted machine of the same image, with a command line and so a launch digest of its own, asks in the other
 * machine's name. That needs no second boot: the lab launches the sibling's guest, and a process is its root.
 */
async function askAsSibling(world: World, { machine, folder }: Prepared, work: string): Promise<BootEnd> {
  if (!isDirect(machine)) throw new Error(`${machine.name} boots in another way`);
  const id = randomUUID();
  const [dashes, plain] = [machine.id, machine.id.replaceAll("-", "")];
  const commandLine = machine.boot.commandLine.replaceAll(dashes, id).replaceAll(plain, id.replaceAll("-", ""));
  const artifacts = { ...(await readBootArtifacts(machine, folder)), commandLine };
  const sibling = await world.lab.launch({ artifacts, policy: BigInt(machine.guestPolicy) });
  const port = await serveReportPort(world.socketPath(), sibling);
  const { guest } = await readImageRecord(folder);
  const initrd = join(work, "initrd");
  await writeFile(
    initrd,
    writeInitramfs([{ path: "etc/sekisho/guest.json", bytes: toUtf8(JSON.stringify(ownNetwork(guest, world))) }]),
  );
  try {
    const asking = launchSoftwareGuest({
      initrd,
      commandLine,
      machineId: machine.id,
      kernelVersion: machine.boot.kernel.version,
      disk: join(folder, imageFiles.disk),
      reportPort: port.path,
      folder: work,
      memoryKiB: machine.memoryMiB * 1024,
      attempts: 3,
    });
    return guestEnd(await asking.ended, asking.said, world);
  } finally {
    await port.close();
  }
}

/** The process runs on the host, where the gate's address is another than in QEMU's network. */
function ownNetwork<T extends { gate: { url: string } }>(guest: T, { gate }: World): T {
  return { ...guest, gate: { ...guest.gate, url: `https://127.0.0.1:${gate.running.port}` } };
}
