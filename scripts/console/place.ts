import { createRenderer } from "@sekisho/messages";
import type { Role } from "@sekisho/release";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../browser/launch.ts";
import { demoCatalogues } from "../demo/catalogues.ts";
import { openVisit, type View, type Visit } from "./browser.ts";
import { makeMachine, type WorldMachine } from "./machine.ts";
import type { PlannedMachine } from "./machines.ts";
import { openPerson, type Person } from "./sign-in.ts";
import { startConsoleWorld, type ConsoleWorld } from "./world.ts";

/** What a test of the page needs: a gate with machines, and a browser for people. */
export type Place = {
  readonly world: ConsoleWorld;
  readonly machines: readonly WorldMachine[];
  readonly browser: Browser;
  readonly gate: { readonly socket: string; readonly origin: string };
  /** An empty page. */
  visit(view?: View): Promise<Visit>;
  /** Somebody new, who is signed in. */
  person(name: string, role: Role, view?: View): Promise<Person>;
  close(): Promise<void>;
};

/** A machine without a history. */
export function plainMachine(name: string, changes: Partial<PlannedMachine> = {}): PlannedMachine {
  return { name, technology: "sev-snp", releaseMode: "enter", cloud: "lab", boots: [], ...changes };
}

/** Starts it; a test file does so once, with the machines that it plays with. */
export async function openPlace(
  planned: readonly PlannedMachine[],
  input: Partial<Parameters<typeof startConsoleWorld>[0]> = {},
): Promise<Place> {
  const world = await startConsoleWorld({ render: createRenderer("en", demoCatalogues), page: true, ...input });
  try {
    const machines = [];
    for (const one of planned) machines.push(await makeMachine(world, one));
    const browser = await launchBrowser();
    world.onClose(() => browser.close());
    const { people, adminSocket: socket } = world.gate.running;
    if (people === undefined) throw new Error("the gate has no door for people");
    const gate = { socket, origin: people.origin };
    return {
      world,
      machines,
      browser,
      gate,
      visit: (view) => openVisit(browser, gate.origin, view),
      person: (name, role, view) => openPerson(browser, gate, { name, role, ...(view === undefined ? {} : { view }) }),
      close: () => world.close(),
    };
  } catch (error) {
    await world.close();
    throw error;
  }
}
