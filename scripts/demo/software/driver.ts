import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { imageFiles } from "@sekisho/image";
import { launchSoftwareGuest, readBootArtifacts, serveReportPort, type SoftwareGuest } from "@sekisho/lab";
import type { Driver } from "../driver.ts";
import type { Scenario } from "../scenarios.ts";
import type { World } from "../world.ts";
import { forgedDisk } from "../forged-disk.ts";
import { changedArtifacts, changedPlan } from "./changes.ts";
import { guestEnd } from "./guest-end.ts";
import { kernelVersion, memoryMiB, prepareMachine, writeTree, type SoftwareMachine } from "./prepare.ts";

/** Boots machines as processes: real agent, disk, gate and network; firmware and kernel are measured, but do not run. */
export function createSoftwareDriver(world: World): Driver {
  const machines = new Map<Scenario["releaseMode"], SoftwareMachine>();
  let tree = "";
  let boots = 0;

  const machineOf = (mode: Scenario["releaseMode"]): SoftwareMachine => {
    const found = machines.get(mode);
    if (found === undefined) throw new Error(`no machine for mode ${mode} was prepared`);
    return found;
  };

  return {
    kind: "software",
    async prepare() {
      tree = await writeTree(world.folder);
      for (const mode of ["auto", "enter"] as const) {
        const made = await prepareMachine({
          folder: join(world.folder, mode),
          name: `demo-${mode}`,
          tree,
          gate: world.gate.identity,
          rootDigest: world.lab.rootDigest,
          releaseMode: mode,
          ...(mode === "enter" ? { passphrase: world.passphrase } : {}),
        });
        machines.set(mode, made);
        const diskKey = mode === "auto" ? { diskKey: Buffer.from(made.secret).toString("base64") } : {};
        await world.gate.client.register({ machine: made.machine, ...diskKey });
      }
      return { auto: machineOf("auto"), enter: machineOf("enter") };
    },
    async boot({ change, releaseMode }) {
      const made = machineOf(releaseMode);
      const folder = join(world.folder, `boot-${++boots}`);
      await mkdir(folder);
      const artifacts = await changedArtifacts(change, await readBootArtifacts(made.machine, made.folder));
      const disk = (await forgedDisk(change, { ...made, target: folder, tree })) ?? join(made.folder, imageFiles.disk);
      const launched = await world.lab.launch(changedPlan(change, made.machine, artifacts));
      const port = await serveReportPort(world.socketPath(), launched);
      const initrd = join(folder, "initrd");
      await writeFile(initrd, artifacts.initrd);
      const guest: SoftwareGuest = {
        initrd,
        commandLine: artifacts.commandLine,
        ...(change === "sibling" ? { machineId: made.machine.id } : {}),
        kernelVersion,
        disk,
        reportPort: port.path,
        folder,
        memoryKiB: memoryMiB * 1024,
        attempts: 3,
      };
      try {
        const running = launchSoftwareGuest(guest);
        return guestEnd(await running.ended, running.said, world);
      } finally {
        await port.close();
      }
    },
    close: () => Promise.resolve(),
  };
}
