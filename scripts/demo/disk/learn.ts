import { join } from "node:path";
import { imageFiles, readMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import { isDisk } from "@sekisho/release";
import { createContext, main } from "sekisho";
import type { BootEnd } from "../driver.ts";
import type { World } from "../world.ts";
import type { PreparedDisk } from "./prepare.ts";

/**
 * The machine with what only a first boot can tell, PCR 0 and 1: boots it once, which the gate refuses, and has
 * `sekisho machine learn` compare everything else with what the image predicts. A machine that has learned is left as it is.
 *
 * @throws Error when the gate releases the key of a machine that it does not know yet, or the boot is not as predicted
 */
export async function learnFirstBoot(
  world: World,
  prepared: PreparedDisk,
  {
    register,
    boot,
    report,
  }: {
    readonly register: (prepared: PreparedDisk) => Promise<void>;
    readonly boot: (prepared: PreparedDisk) => Promise<BootEnd>;
    readonly report: (text: string) => void;
  },
): Promise<PreparedDisk> {
  const { machine, folder } = prepared;
  if (machine.measuredBoots?.some(({ origin }) => origin === "learned") === true) return prepared;
  report(world.render(message("demo.learn", { name: machine.name })));
  await register(prepared);
  let end = await boot(prepared);
  if (end.kind === "crashed") end = await boot(prepared);
  if (end.kind !== "gate-refused")
    throw new Error(`the first boot of ${machine.name} ended so: ${JSON.stringify(end)}`);
  let said = "";
  const sink = { write: (text: string) => (said += text) };
  const file = join(folder, imageFiles.machine);
  const keyServer = ["--fetch", "--key-server", world.lab.keyServer.url];
  const words = ["machine", "learn", file, "--request", String(end.number), "--yes", ...keyServer];
  const status = await main([...words, "--socket", world.gate.running.adminSocket], createContext("en", sink, sink));
  if (status !== 0) throw new Error(`sekisho machine learn: ${said}`);
  const learned = await readMachine(file);
  if (!isDisk(learned)) throw new Error(`${file} holds a machine that boots in another way`);
  return { folder, machine: learned };
}
