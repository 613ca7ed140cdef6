import { join } from "node:path";
import { tdForgeries } from "@sekisho/lab";
import type { BootEnd, Driver } from "../driver.ts";
import { askWithForgedQuote } from "../forged-quote.ts";
import { learnFirstBoot } from "../learn.ts";
import type { Change, Scenario, Technology } from "../scenarios.ts";
import { rootOf, type World } from "../world.ts";
import { guestEnd } from "./guest-end.ts";
import { startSoftwareGuest } from "./guest.ts";
import { prepareMachine, writeTree, type SoftwareMachine } from "./prepare.ts";

type Mode = Scenario["releaseMode"];

/** Boots machines as processes: real agent, disk, gate and network; firmware and kernel are measured, but do not run. */
export function createSoftwareDriver(world: World, technology: Technology): Driver {
  const machines = new Map<Mode, SoftwareMachine>();
  let tree = "";
  let boots = 0;

  const machineOf = (mode: Mode): SoftwareMachine => {
    const found = machines.get(mode);
    if (found === undefined) throw new Error(`no machine for mode ${mode} was prepared`);
    return found;
  };

  const bootMachine = async (made: SoftwareMachine, change: Change): Promise<BootEnd> => {
    const folder = join(world.folder, `boot-${++boots}`);
    const running = await startSoftwareGuest(world, { made, change, folder, tree });
    return guestEnd(await running.ended, running.said, world);
  };

  const register = async ({ machine, secret }: SoftwareMachine): Promise<void> => {
    const diskKey = machine.releaseMode === "auto" ? { diskKey: Buffer.from(secret).toString("base64") } : {};
    await world.gate.client.forget(machine.name);
    await world.gate.client.register({ machine, ...diskKey });
  };

  return {
    kind: "software",
    async prepare(report) {
      tree = await writeTree(world.folder);
      for (const mode of ["auto", "enter"] as const) {
        const made = await prepareMachine({
          folder: join(world.folder, mode),
          name: `demo-${mode}`,
          tree,
          gate: world.gate.identity,
          technology,
          rootDigest: rootOf(world, technology),
          releaseMode: mode,
          ...(mode === "enter" ? { passphrase: world.passphrase } : {}),
        });
        // Of a TD, the image's files don't tell RTMR 0.
        const machine =
          technology === "tdx"
            ? await learnFirstBoot(world, made, {
                register: () => register(made),
                boot: () => bootMachine(made, "nothing"),
                report: (text) => report(text, mode === "auto" ? 0.25 : 0.75),
              })
            : made.machine;
        machines.set(mode, { ...made, machine });
        await register(machineOf(mode));
      }
      return { auto: machineOf("auto"), enter: machineOf("enter") };
    },
    boot: async ({ change, releaseMode }) => {
      const made = machineOf(releaseMode);
      const forgery = tdForgeries.find((known) => known === change);
      return forgery === undefined ? bootMachine(made, change) : askWithForgedQuote(world, made, forgery);
    },
    close: () => Promise.resolve(),
  };
}
