import { readConsoleAssets } from "@sekisho/console/assets";
import type { PeopleOptions } from "@sekisho/gate";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { hostAndPort, type Address } from "./addresses.ts";

/** The door for people, as options name it. */
export type ConsoleOptions = {
  readonly console?: Address;
  readonly origin?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
};

const longestPem = 1024 * 1024;

/** Adds the options of the door for people. */
export function withConsoleOptions(command: Command): Command {
  return command
    .option("--console <host:port>", "serve the page for people here (default: not at all)", hostAndPort)
    .option("--origin <url>", "how browsers call the page (default: http://localhost and the port)")
    .option("--tls-cert <file>", "the page's certificate chain, PEM")
    .option("--tls-key <file>", "the key of that certificate, PEM");
}

/**
 * The door for people with the built page; undefined where the options ask for none.
 *
 * @throws UsageError when options are missing, a file can't be read, or the page was not built
 */
export async function peopleOptions(options: ConsoleOptions): Promise<PeopleOptions | undefined> {
  const { console: listen, origin, tlsCert, tlsKey } = options;
  if (listen === undefined) {
    if ([origin, tlsCert, tlsKey].some((one) => one !== undefined)) {
      throw new UsageError(message("cli.gate.console-missing"));
    }
    return undefined;
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new UsageError(message("cli.gate.tls-both"));
  if (origin !== undefined && !URL.canParse(origin)) throw new UsageError(message("cli.gate.origin", { origin }));
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new UsageError(message("cli.console.not-built"));
  const tls =
    tlsCert === undefined || tlsKey === undefined
      ? undefined
      : { certificate: await readPem(tlsCert), key: await readPem(tlsKey) };
  return { listen, origin, tls, assets };
}

async function readPem(path: string): Promise<string> {
  return Buffer.from(await readInput(path, longestPem)).toString("latin1");
}
