import { rm } from "node:fs/promises";
import type { ConsoleWorld } from "../world.ts";
import { formsOf, type Form } from "./forms.ts";
import { searchBytes, searchFile, searchFolder, searchMemory, type Finding } from "./search.ts";

/** What was found of a passphrase, and the places in which the control was found, so that not finding means something. */
export type GateSearch = { readonly found: readonly Finding[]; readonly searched: readonly string[] };

/**
 * Looks for a passphrase in everything that a gate is made of: its JavaScript heap, the memory of its process where the system lets us look, every file of
 * its data directory, what it logged, and what went through its doors in plain text.
 *
 * @param controls what the gate knows: a place in which one of them was found is told in `searched`
 */
export async function searchGate(
  { server, gate }: Pick<ConsoleWorld, "server" | "gate">,
  recorded: readonly Uint8Array[],
  { passphrase, controls }: { readonly passphrase: string; readonly controls: readonly string[] },
): Promise<GateSearch> {
  const { process } = server;
  if (process === undefined) throw new Error("the gate runs in this process, which knows the passphrase");
  const snapshot = await process.heapSnapshot();
  const places: Readonly<Record<string, (forms: readonly Form[]) => Promise<readonly Finding[] | undefined>>> = {
    heap: (forms) => searchFile(snapshot, forms),
    memory: (forms) => searchMemory(process.pid, forms),
    data: (forms) => searchFolder(gate.running.directory.root, forms),
    log: async (forms) => searchBytes("log", Buffer.from(process.said()), forms),
    traffic: async (forms) => recorded.flatMap((bytes) => searchBytes("traffic", bytes, forms)),
  };
  const found: Finding[] = [];
  const searched: string[] = [];
  try {
    for (const [name, search] of Object.entries(places)) {
      found.push(...((await search(formsOf(passphrase))) ?? []));
      const known = await search(controls.flatMap(formsOf));
      if (known !== undefined && known.length > 0) searched.push(name);
    }
  } finally {
    await rm(snapshot);
  }
  return { found, searched };
}
