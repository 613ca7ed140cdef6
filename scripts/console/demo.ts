import { once } from "node:events";
import process from "node:process";
import { readConsoleAssets } from "@sekisho/console/assets";
import { message, type Renderer } from "@sekisho/messages";
import { openBrowser, startConsoleServer } from "sekisho";
import { playHistory, type WaitingMachine } from "./history.ts";
import { makeMachine, type WorldMachine } from "./machine.ts";
import { demoMachines } from "./machines.ts";
import { invite } from "./sign-in.ts";
import { startConsoleWorld, type ConsoleWorld } from "./world.ts";

/** What the demo of the page needs from its caller. */
export type ConsoleDemo = {
  readonly render: Renderer;
  readonly say: (text: string) => void;
  readonly step: (text: string, fraction: number) => void;
  /** Whether the person's browser is opened. */
  readonly open: boolean;
  /** Ends the demo; absent: Ctrl-C does. */
  readonly over?: Promise<unknown>;
};

/** `npm run demo -- --console`: machines as processes, some of them changed by who owns their hosts, and the page that shows it. Ends with `over`. */
export async function playConsole({ render, say, step, open, over = interrupted() }: ConsoleDemo): Promise<number> {
  say(`${render(message("demo.mode.software"))}`);
  say(render(message("demo.console.preparing")));
  const world = await startConsoleWorld({ render, hoursAgo: longestAgo, page: true });
  try {
    const steps = demoMachines.length * 2;
    const machines = [];
    for (const [index, planned] of demoMachines.entries()) {
      step(planned.name, index / steps);
      machines.push(await makeMachine(world, planned));
    }
    const waiting = await playHistory(world, machines, (name, { change }) =>
      step(change === "nothing" ? name : `${name}: ${render(message(`demo.boot.${change}`))}`, 0.7),
    );
    const link = await invite(world.gate.running.adminSocket, render(message("demo.console.account")), "administrator");
    say(render(message("demo.console.story", { count: machines.length })));
    say("");
    say(render(message("demo.console.link")));
    say(`  ${link}`);
    if (open) {
      const { asked, forget } = await openBrowser(link);
      world.onClose(forget);
      if (asked) say(render(message("demo.console.opened")));
    }
    say("");
    say(render(message("demo.console.own-device")));
    say(`  ${await ownDevice(world, machines)}`);
    say("");
    const todo = waiting.map(({ machine: { planned } }) => {
      const values = { name: planned.name, passphrase: world.passphrase };
      return message(`demo.console.${planned.releaseMode === "enter" ? "enter" : "approve"}`, values);
    });
    for (const [index, one] of [message("demo.console.look"), ...todo].entries()) say(`${index + 1}. ${render(one)}`);
    say(render(message("demo.console.end")));
    say("");
    for (const one of waiting) void tellEnd(one, render, say);
    await over;
    say(render(message("demo.console.over")));
    return 0;
  } finally {
    await world.close();
  }
}

const longestAgo = Math.max(...demoMachines.flatMap(({ boots }) => boots.map(({ hoursAgo }) => hoursAgo)));

async function tellEnd(
  { machine, guest }: WaitingMachine,
  render: Renderer,
  say: (text: string) => void,
): Promise<void> {
  const end = await guest.ended.catch(() => undefined);
  const { name } = machine.planned;
  if (end?.kind === "opened") say(render(message("demo.console.released", { name })));
  if (end?.kind === "refused") say(render(message("demo.console.refused", { name, number: end.number })));
}

function interrupted(): Promise<unknown> {
  return Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}

/** `sekisho console` for whoever has these machines' files, and its address. */
async function ownDevice(world: ConsoleWorld, machines: readonly WorldMachine[]): Promise<string> {
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new Error("the page was not built");
  const { identity, adminSocket } = world.gate.running;
  const policies = machines.flatMap(({ machine, planned }) =>
    planned.policy === undefined ? [] : [[machine.id, planned.policy] as const],
  );
  const server = await startConsoleServer({
    assets,
    configuration: {
      kind: "own-device",
      machines: machines.map(({ machine }) => machine),
      policies: Object.fromEntries(policies),
      gate: identity,
    },
    gate: { kind: "socket", path: adminSocket },
    port: 0,
  });
  world.onClose(() => server.close());
  return server.address;
}
