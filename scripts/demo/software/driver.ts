import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  launchSoftwareGuest,
  readBootArtifacts,
  serveReportPort,
  type GuestEnd,
  type SoftwareGuest,
} from "@sekisho/lab";
import { message, type Message, type MessageValues } from "@sekisho/messages";
import type { BootEnd, Driver } from "../driver.ts";
import type { Scenario } from "../scenarios.ts";
import type { World } from "../world.ts";
import { changedArtifacts, changedDisk, changedPlan } from "./changes.ts";
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
      return { auto: machineOf("auto").machine, enter: machineOf("enter").machine };
    },
    async boot({ change, releaseMode }) {
      const made = machineOf(releaseMode);
      const folder = join(world.folder, `boot-${++boots}`);
      await mkdir(folder);
      const artifacts = await changedArtifacts(change, await readBootArtifacts(made.machine, made.folder));
      const disk = await changedDisk(change, made, { folder, tree });
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
      const said: Message[] = [];
      try {
        const end = await launchSoftwareGuest(guest, (each) => said.push(each)).ended;
        return bootEnd(end, said, world);
      } finally {
        await port.close();
      }
    },
    close: () => Promise.resolve(),
  };
}

function bootEnd(end: GuestEnd, said: readonly Message[], { gate, render }: World): BootEnd {
  const refused = (reasons: readonly Message[]): BootEnd => {
    const check = said.find(({ id }) => id === "guest.disk.check")?.values;
    const content = reasons.find(({ id }) => id.startsWith("guest.disk."))?.id.slice("guest.disk.".length);
    const sides: MessageValues = check ?? (content === undefined ? {} : { expected: "luks2", actual: content });
    const text = (name: string): string | null => (sides[name] === undefined ? null : String(sides[name]));
    const reason = reasons.map((each) => render(each)).join(" ");
    return { kind: "guest-refused", reason, expected: text("expected"), actual: text("actual") };
  };
  switch (end.kind) {
    case "opened":
      return { kind: "opened" };
    case "refused":
      return { kind: "gate-refused", number: end.number };
    case "disk-refused":
      return refused(end.reasons);
    case "gate-not-pinned": {
      const stranger = said.find(({ id }) => id === "guest.gate.notPinned")?.values["actual"];
      const pinned = gate.identity.tlsKeyDigests.join(" | ");
      const reason = render(message("guest.ended.gateNotPinned"));
      return {
        kind: "guest-refused",
        reason,
        expected: pinned,
        actual: stranger === undefined ? null : String(stranger),
      };
    }
    case "release-refused":
      return refused([end.reason]);
    case "gate-unavailable":
      return { kind: "failed", reason: said.map((each) => render(each)).join(" ") };
    default:
      return { kind: "failed", reason: render(end.reason) };
  }
}
