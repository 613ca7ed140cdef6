import { join } from "node:path";
import { imageFiles, readMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { createContext, main } from "sekisho";
import type { BootEnd, Prepared } from "./driver.ts";
import type { Surroundings } from "./world.ts";

/**
 * The machine with what only a first boot can tell, PCR 0 and 1 or RTMR 0: boots it once, which the gate refuses, and has
 * `sekisho machine learn` compare everything else with what the image predicts. A machine that has learned is left as it is.
 *
 * @throws Error when the gate releases the key of a machine that it does not know yet, or the boot is not as predicted
 */
export async function learnFirstBoot(
  world: Surroundings,
  prepared: Prepared,
  {
    register,
    boot,
    report,
  }: {
    readonly register: () => Promise<void>;
    readonly boot: () => Promise<BootEnd>;
    readonly report: (text: string) => void;
  },
): Promise<Machine> {
  const { machine, folder } = prepared;
  if (machine.measuredBoots?.some(({ origin }) => origin === "learned") === true) return machine;
  report(world.render(message("demo.learn", { name: machine.name })));
  await register();
  let end = await boot();
  if (end.kind === "crashed") end = await boot();
  if (end.kind !== "gate-refused")
    throw new Error(`the first boot of ${machine.name} ended so: ${JSON.stringify(end)}`);
  let said = "";
  const sink = { write: (text: string) => (said += text) };
  const file = join(folder, imageFiles.machine);
  const { url } = world.lab.keyServer;
  const vendors = ["--fetch", "--key-server", url, "--intel-service", url];
  const words = ["machine", "learn", file, "--request", String(end.number), "--yes", ...vendors];
  const status = await main([...words, "--socket", world.gate.running.adminSocket], createContext("en", sink, sink));
  if (status !== 0) throw new Error(`sekisho machine learn: ${said}`);
  return readMachine(file);
}
