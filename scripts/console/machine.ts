import { join } from "node:path";
import type { GuestEnd, RunningGuest } from "@sekisho/lab";
import type { Machine } from "@sekisho/release";
import { learnFirstBoot } from "../demo/learn.ts";
import { guestEnd } from "../demo/software/guest-end.ts";
import { startSoftwareGuest } from "../demo/software/guest.ts";
import { prepareMachine } from "../demo/software/prepare.ts";
import { asTpmMachine, grubBoot, startTpmGuest, type TpmMachine } from "../demo/software/tpm-machine.ts";
import { rootOf } from "../demo/world.ts";
import { forgeAnswer } from "./forge.ts";
import type { PlannedBoot, PlannedMachine } from "./machines.ts";
import type { ConsoleWorld } from "./world.ts";

/** A machine of the world that is registered with its gate. */
export type WorldMachine = {
  readonly planned: PlannedMachine;
  readonly machine: Machine;
  readonly folder: string;
  /** Boots it as the host wants it. Where only somebody's evidence comes, nothing boots. */
  boot(change: PlannedBoot["change"]): Promise<RunningGuest | undefined>;
};

/** So that a gate that is restarted finds its guests still asking. */
const attempts = 100_000;

/** Prepares a machine and registers it. */
export async function makeMachine(world: ConsoleWorld, planned: PlannedMachine): Promise<WorldMachine> {
  const { name, technology, releaseMode, cloud, policy } = planned;
  const folder = join(world.folder, name);
  const confidential = technology === "tdx" ? "tdx" : "sev-snp";
  const made = await prepareMachine({
    folder,
    name,
    tree: world.tree,
    gate: world.gate.identity,
    technology: confidential,
    rootDigest: rootOf(world, confidential),
    releaseMode,
    cloud,
    now: world.clock.now(),
    ...(releaseMode === "enter" ? { passphrase: world.passphrase } : {}),
  });
  const register = async (machine: Machine): Promise<void> => {
    const diskKey = releaseMode !== "enter" ? { diskKey: Buffer.from(made.secret).toString("base64") } : {};
    await world.gate.client.forget(name);
    await world.gate.client.register({ machine, ...diskKey, ...(policy === undefined ? {} : { policy }) });
  };
  let boots = 0;
  const newFolder = (): string => join(folder, `boot-${++boots}`);
  const common = { planned, folder };

  if (technology === "vtpm") {
    const tpmMachine = await asTpmMachine(made, "sev-snp", { provider: "svsm" });
    await register(tpmMachine.machine);
    const boot = (change: PlannedBoot["change"]): Promise<RunningGuest> =>
      startTpmGuest(world, tpmMachine, { ...playedBoot(tpmMachine, change), folder: newFolder(), attempts });
    return { ...common, machine: tpmMachine.machine, boot };
  }

  let { machine } = made;
  const bootNow = (change: PlannedBoot["change"], limit = attempts): Promise<RunningGuest> => {
    if (change === "disk-command-line" || change === "other-guest-key") throw new Error(`${name} can't ${change}`);
    return startSoftwareGuest(world, {
      made: { ...made, machine },
      change,
      folder: newFolder(),
      tree: world.tree,
      attempts: limit,
    });
  };
  if (technology === "tdx") {
    machine = await learnFirstBoot(
      world,
      { machine, folder },
      {
        register: () => register(machine),
        boot: async () => {
          const running = await bootNow("nothing", 3);
          return guestEnd(await running.ended, running.said, world);
        },
        report: () => {},
      },
    );
  }
  await register(machine);
  const boot = async (change: PlannedBoot["change"]): Promise<RunningGuest | undefined> => {
    if (change !== "replayed-evidence" && change !== "other-guest-key") return bootNow(change);
    await forgeAnswer(world, machine, change);
    return undefined;
  };
  return { ...common, machine, boot };
}

/** What is played to the machine's TPM; each boot of it is by the same TPM. */
function playedBoot(
  { machine, folder }: TpmMachine,
  change: PlannedBoot["change"],
): Pick<Parameters<typeof startTpmGuest>[2], "state" | "boots"> {
  const state = join(folder, "tpm");
  if (change === "nothing") return { state };
  if (change !== "disk-command-line") throw new Error(`${machine.name} can't ${change}`);
  const { commandLine } = machine.boot;
  return { state, boots: [grubBoot(`${commandLine} init=/bin/sh`, machine.createdAt)] };
}

/** Whether a guest ended as one does that the gate refused, or a person denied. */
export function wasRefused(end: GuestEnd): boolean {
  return end.kind === "refused";
}
