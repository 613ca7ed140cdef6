import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Qmp } from "./qmp.ts";

/** What is looked at to tell whether a firmware works or spins. */
export type FirmwareProbe = {
  /** Whether the console has printed nothing so far. */
  isSilent(): boolean;
  /** Registers of the first virtual CPU, as text; undefined once QEMU is gone. */
  registers(): Promise<string | undefined>;
  /** Processor time that QEMU has used; undefined once it is gone. */
  processorSeconds(): Promise<number | undefined>;
  /** Lets some time pass between two samples. */
  pause(): Promise<unknown>;
};

const fewestSamples = 4;
const spinSeconds = 1;

/**
 * Notices a firmware that refused its kernel. OVMF says nothing then: its first virtual CPU spins in an endless loop, QEMU
 * goes on, and the console stays silent, while a boot that is accepted prints within seconds.
 *
 * Refused is what spins for one second of processor time with the same registers in every sample, before the console's
 * first byte. Processor time, not the clock: on a busy host a good firmware may stand still for long.
 *
 * @returns whether the firmware refused; false once the console has printed something or QEMU is gone
 */
export async function watchFirmware(probe: FirmwareProbe): Promise<boolean> {
  let spinning: { readonly registers: string; readonly since: number; readonly samples: number } | undefined;
  while (probe.isSilent()) {
    await probe.pause();
    const [registers, seconds] = await Promise.all([probe.registers(), probe.processorSeconds()]);
    if (registers === undefined || seconds === undefined) return false;
    if (spinning?.registers !== registers) {
      spinning = { registers, since: seconds, samples: 1 };
      continue;
    }
    spinning = { ...spinning, samples: spinning.samples + 1 };
    if (spinning.samples >= fewestSamples && seconds - spinning.since >= spinSeconds) return probe.isSilent();
  }
  return false;
}

const sampleMilliseconds = 300;
/** The kernel's unit of process times on every Linux that matters (USER_HZ). */
const ticksPerSecond = 100;

/** Looks at a QEMU by its control channel and its process; works under TCG, where registers are not encrypted. */
export function firmwareProbe(qmp: Qmp, pid: number, isSilent: () => boolean): FirmwareProbe {
  return {
    isSilent,
    registers: () => readRegisters(qmp),
    processorSeconds: () => readProcessorSeconds(pid),
    pause: () => sleep(sampleMilliseconds),
  };
}

/** General-purpose registers and instruction pointer. */
async function readRegisters(qmp: Qmp): Promise<string | undefined> {
  try {
    const text = await qmp.execute("human-monitor-command", { "command-line": "info registers" });
    if (typeof text !== "string") return undefined;
    return Array.from(text.matchAll(/\bR(?:[A-D]X|[SD]I|[SB]P|IP|\d+) *=[0-9a-f]+/g), ([register]) => register).join(
      " ",
    );
  } catch {
    return undefined;
  }
}

/** utime and stime, the 14th and 15th field of `/proc/PID/stat`; the name before them may hold spaces. */
async function readProcessorSeconds(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(afterName[11]) + Number(afterName[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
