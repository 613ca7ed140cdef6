import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { imageFiles } from "@sekisho/image";
import { createContext, main } from "sekisho";
import type { Prepared } from "./driver.ts";
import type { Surroundings } from "./world.ts";

/**
 * The person of mode `enter`: waits for the machine's request, then runs `sekisho enter`, which verifies the evidence again
 * against the own `machine.json` and seals the passphrase to the guest.
 *
 * @param over ends the waiting: the machine has ended by itself
 */
export async function enterWhenAsked(
  world: Surroundings,
  { machine, folder }: Prepared,
  over: AbortSignal,
): Promise<void> {
  const { gate, passphrase } = world;
  while (!over.aborted) {
    const [waiting] = (await gate.client.requests(machine.id)).filter(({ state }) => state === "waiting");
    if (waiting === undefined) {
      await sleep(200);
      continue;
    }
    const passphraseFile = join(world.folder, "passphrase");
    await writeFile(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
    let said = "";
    const sink = { write: (text: string) => (said += text) };
    const own = ["--machine", join(folder, imageFiles.machine), "--passphrase-file", passphraseFile];
    const words = ["enter", String(waiting.number), "--socket", gate.running.adminSocket, ...own];
    if ((await main(words, createContext("en", sink, sink))) !== 0) throw new Error(`sekisho enter: ${said}`);
    return;
  }
}
