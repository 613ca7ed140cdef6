import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toUtf8 } from "@sekisho/encoding";
import { imageFiles, readImageRecord } from "@sekisho/image";
import {
  launchSoftwareGuest,
  launchVirtualMachine,
  readBootArtifacts,
  serveReportPort,
  tdForgeries,
  writeInitramfs,
} from "@sekisho/lab";
import { message } from "@sekisho/messages";
import { isDirect } from "@sekisho/release";
import type { BootEnd, Driver, Prepared, Report } from "../driver.ts";
import { askWithForgedQuote } from "../forged-quote.ts";
import { learnFirstBoot } from "../learn.ts";
import type { Change, Scenario, Technology } from "../scenarios.ts";
import { guestEnd } from "../software/guest-end.ts";
import { writeTree } from "../software/prepare.ts";
import type { World } from "../world.ts";
import { watchBoot } from "./console.ts";
import { hostChanges } from "./changes.ts";
import { register } from "./kept-machines.ts";
import { buildMachines } from "./prepare.ts";

const bootSeconds = 300;

/**
 * Boots machines in QEMU under TCG, with the genuine firmware.
 *
 * @param played TDs of these scenarios learn from a first boot
 */
export function createVmDriver(
  world: World,
  directory: string,
  technology: Technology,
  played: readonly Scenario[],
): Driver {
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
      serialLog: join(directory, `console-${technology === "tdx" ? "tdx-" : ""}${boots}-${change}.log`),
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

  const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const folder = join(world.folder, `boot-${++boots}`);
    await mkdir(folder);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  /** Of a TD, the image's files don't tell RTMR 0. */
  const learned = async (mode: Scenario["releaseMode"], built: Prepared, report: Report): Promise<Prepared> => {
    const needed = technology === "tdx" && played.some(({ releaseMode }) => releaseMode === mode);
    if (!needed) return built;
    const machine = await learnFirstBoot(world, built, {
      register: () => register(world, mode, built),
      boot: () => inFolder((folder) => bootVirtualMachine(built, "nothing", folder)),
      report: (text) => report(text, 0.9),
    });
    return { ...built, machine };
  };

  return {
    kind: "vm",
    async prepare(report) {
      tree = await writeTree(world.folder);
      const built = await buildMachines(world, directory, technology, report);
      machines = {
        auto: await learned("auto", built.auto, report),
        enter: await learned("enter", built.enter, report),
      };
      for (const mode of ["auto", "enter"] as const) await register(world, mode, machines[mode]);
      return machines;
    },
    async boot({ change, releaseMode }) {
      const prepared = machines?.[releaseMode];
      if (prepared === undefined) throw new Error("no machine was prepared");
      const forgery = tdForgeries.find((known) => known === change);
      if (forgery !== undefined) return askWithForgedQuote(world, prepared, forgery);
      return inFolder((folder) =>
        change === "sibling" ? askAsSibling(world, prepared, folder) : bootVirtualMachine(prepared, change, folder),
      );
    },
    close: () => Promise.resolve(),
  };
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
