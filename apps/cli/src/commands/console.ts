import { once } from "node:events";
import process from "node:process";
import { readConsoleAssets } from "@sekisho/console/assets";
import { message } from "@sekisho/messages";
import { openBrowser } from "../console/open-browser.ts";
import { readOwnFiles } from "../console/own-files.ts";
import { startConsoleServer } from "../console/server.ts";
import type { Context } from "../context.ts";
import { gateRouteOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import { collectValues } from "../verify/options.ts";
import type { RegisterCommand } from "./index.ts";

type ConsoleOptions = GateOptions & {
  readonly machine: readonly string[];
  readonly policy?: string;
  readonly port: string;
  readonly open: boolean;
};

/** `sekisho console [--machine machine.json]…` */
export const registerConsole: RegisterCommand = (program, context) => {
  withGateOptions(program.command("console"))
    .description("the page on which a person decides, served to this device alone and judging by your own files")
    .option(
      "--machine <machine.json>",
      "your own copy: what the evidence is held against; can be given again",
      collectValues,
      [],
    )
    .option("--policy <file>", "your own policy in YAML (default: the built-in policy `strict`)")
    .option("--port <number>", "on 127.0.0.1 (default: any that is free)", "0")
    .option("--no-open", "print the address, and open no browser")
    .action((options: ConsoleOptions) => serve(options, context));
};

async function serve(options: ConsoleOptions, context: Context): Promise<void> {
  const { print, say, render } = context;
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(message("cli.console.port", { port: options.port }));
  }
  const gate = await gateRouteOf(options);
  const configuration = await readOwnFiles(options, context);
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new UsageError(message("cli.console.not-built"));
  const over = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  const server = await startConsoleServer({ assets, configuration, gate, port }).catch((error: unknown) => {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(message("cli.console.port-taken", { port, reason }));
  });
  print(`${server.address}\n`);
  const opened = options.open ? await openBrowser(server.address) : undefined;
  say(`${render(message(opened?.asked === true ? "cli.console.opened" : "cli.console.open-it"))}\n`);
  if (configuration.machines.length === 0) say(`${render(message("cli.console.no-machine"))}\n`);
  try {
    await over;
  } finally {
    await opened?.forget();
    await server.close();
  }
}
