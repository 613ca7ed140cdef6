import { isIP } from "node:net";
import { readConsoleAssets } from "@sekisho/console/assets";
import type { PeopleOptions, PeopleTls } from "@sekisho/gate";
import { message } from "@sekisho/messages";
import { InvalidArgumentError, type Command } from "commander";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { hostAndPort, type Address } from "./addresses.ts";

/** The door for people, as options name it. */
export type ConsoleOptions = {
  readonly console?: Address;
  readonly origin?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly trustedProxy?: readonly string[];
};

const longestPem = 1024 * 1024;

/** Adds the options of the door for people. */
export function withConsoleOptions(command: Command): Command {
  return command
    .option("--console <host:port>", "serve the page for people here (default: not at all)", hostAndPort)
    .option("--origin <url>", "how browsers call the page (default: http://localhost and the port)")
    .option("--tls-cert <file>", "the page's certificate chain, PEM")
    .option("--tls-key <file>", "the key of that certificate, PEM")
    .option(
      "--trusted-proxy <address>",
      "a reverse proxy before the page, by address or network: its X-Forwarded-For says who calls; can be given again",
      addProxy,
      [],
    );
}

/**
 * The door for people with the built page; undefined where the options ask for none.
 *
 * @throws UsageError when options are missing, a file can't be read, or the page was not built
 */
export async function peopleOptions(options: ConsoleOptions): Promise<PeopleOptions | undefined> {
  const { console: listen, origin, tlsCert, tlsKey, trustedProxy: trustedProxies } = options;
  if (listen === undefined) {
    if ([origin, tlsCert, tlsKey].some((one) => one !== undefined) || (trustedProxies ?? []).length > 0) {
      throw new UsageError(message("cli.gate.console-missing"));
    }
    return undefined;
  }
  if ((tlsCert === undefined) !== (tlsKey === undefined)) throw new UsageError(message("cli.gate.tls-both"));
  if (origin !== undefined && !URL.canParse(origin)) throw new UsageError(message("cli.gate.origin", { origin }));
  const assets = await readConsoleAssets();
  if (assets === undefined) throw new UsageError(message("cli.console.not-built"));
  return { listen, origin, tls: await readTls(options), assets, trustedProxies };
}

/** Certificate and key as their files hold them now; undefined where the options name none. */
export async function readTls({ tlsCert, tlsKey }: ConsoleOptions): Promise<PeopleTls | undefined> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  return { certificate: await readPem(tlsCert), key: await readPem(tlsKey) };
}

function addProxy(text: string, before: readonly string[]): string[] {
  const [address = "", length] = text.split("/");
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const fits = length === undefined || (/^[0-9]{1,3}$/.test(length) && Number(length) <= longest);
  if (longest < 0 || !fits) throw new InvalidArgumentError("an address, or a network like 10.0.0.0/8");
  return [...before, text];
}

async function readPem(path: string): Promise<string> {
  return Buffer.from(await readInput(path, longestPem)).toString("latin1");
}
