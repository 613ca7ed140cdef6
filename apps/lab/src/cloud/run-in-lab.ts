import { runMachine } from "@sekisho/launch";
import type { Machine } from "@sekisho/release";
import type { HostChanges } from "./host-changes.ts";
import type { LaunchPlan } from "./lab.ts";
import type { VirtualMachine, VirtualMachineInput } from "./virtual-machine.ts";

/** What stands around a machine. */
type Surroundings = {
  readonly reports: () => number;
  readonly watchFirmware: boolean;
  /** Ends each part once the machine has ended, in this order. */
  readonly parts: readonly (() => Promise<void>)[];
};

/** Runs QEMU with these words; whatever comes of it, the parts around the machine end with it. */
export async function runInLab(
  { serialLog, onConsole }: VirtualMachineInput,
  { reports, watchFirmware, parts }: Surroundings,
  words: () => Promise<readonly string[]>,
): Promise<VirtualMachine> {
  const end = async (): Promise<void> => {
    for (const part of parts) await part();
  };
  try {
    const running = await runMachine({
      arguments: await words(),
      watchFirmware,
      ...(serialLog === undefined ? {} : { serialLog }),
      ...(onConsole === undefined ? {} : { onConsole }),
    });
    return {
      running,
      reports,
      stop: async () => {
        await running.stop();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** What the host says to the secure processor beside what is measured. */
export function launchPlanChanges(
  machine: Machine,
  { policy, vmpl, processor }: HostChanges,
): Omit<LaunchPlan, "artifacts"> {
  return {
    policy: policy ?? BigInt(machine.guestPolicy),
    ...(vmpl === undefined ? {} : { vmpl }),
    ...(processor === undefined ? {} : { processor }),
  };
}
