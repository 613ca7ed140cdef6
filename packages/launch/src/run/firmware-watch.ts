import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Qmp } from "./qmp.ts";

/**
 * Notices a firmware that refused its kernel. OVMF says nothing then: its first virtual CPU spins in an endless loop, QEMU
 * goes on, and the console stays silent, while a boot that is accepted prints within seconds.
 *
 * Refused is what spins for one second of processor time with the same registers in every sample, before the console's
 * first byte. Processor time, not the clock: on a busy host a good firmware may stand still for long.
 *
 * @param isSilent whether the console has printed nothing so far; the watch ends once it has
 * @returns whether the firmware refused
 */
export async function watchFirmware(qmp: Qmp, pid: number, isSilent: () => boolean): Promise<boolean> {
  let spinningSince: { readonly registers: string; readonly seconds: number; samples: number } | undefined;
  while (isSilent()) {
    await sleep(sampleMilliseconds);
    const [registers, seconds] = await Promise.all([readRegisters(qmp), processorSeconds(pid)]);
    if (registers === undefined || seconds === undefined) return false;
    if (spinningSince === undefined || spinningSince.registers !== registers) {
      spinningSince = { registers, seconds, samples: 1 };
      continue;
    }
    spinningSince.samples += 1;
    const spun = seconds - spinningSince.seconds;
    if (spinningSince.samples >= fewestSamples && spun >= spinSeconds) return isSilent();
  }
  return false;
}

const sampleMilliseconds = 300;
const fewestSamples = 4;
const spinSeconds = 1;
/** The kernel's unit of process times on every Linux that matters (USER_HZ). */
const ticksPerSecond = 100;

/** General-purpose registers and instruction pointer of the first virtual CPU; undefined once QEMU is gone. */
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

/** Processor time that a process has used, from `/proc/PID/stat`: utime and stime, the 14th and 15th field. */
async function processorSeconds(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(afterName[11]) + Number(afterName[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
