import { join, resolve } from "node:path";
import process from "node:process";
import {
  attestedHardware,
  GateStartError,
  initialiseGate,
  intelServiceSource,
  keyServerSource,
  readGateIdentity,
  startGate,
  type RunningGate,
} from "@sekisho/gate";
import { goodUntil, importedEndorsements } from "@sekisho/endorsements/fetch";
import { message } from "@sekisho/messages";
import { createAppraiser } from "@sekisho/verifier";
import { Option, type Command } from "commander";
import { pino } from "pino";
import type { Context } from "../context.ts";
import { holds } from "../endorsements/show.ts";
import { hostAndPort, httpsUrl, httpUrl, type Address } from "../gate/addresses.ts";
import { readPasskeyRoots } from "../gate/passkey-roots.ts";
import {
  peopleOptions,
  readTls,
  withConsoleOptions,
  type ConsoleOptions as PageOptions,
} from "../gate/people-options.ts";
import { rootKeyAccess, withRootKeyOptions, type RootKeyOptions } from "../gate/root-key.ts";
import { withStartErrors } from "../gate/start-errors.ts";
import { defaultDataDirectory } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import { advisoriesOption } from "../verify/advisories-option.ts";
import type { RegisterCommand } from "./index.ts";

type Place = { readonly data: string; readonly listen?: Address; readonly url?: string; readonly json?: true };
type InitOptions = Place & RootKeyOptions;
type ServeOptions = InitOptions &
  PageOptions & {
    readonly adminSocket?: string;
    readonly keyServer?: string;
    readonly intelService?: string;
    readonly kdsCache?: string;
    readonly offline?: true;
    readonly advisories?: string;
    readonly passkeyRoots?: readonly string[];
    readonly logLevel: string;
  };

/** `sekisho gate init | serve | identity` */
export const registerGate: RegisterCommand = (program, context) => {
  const gate = program.command("gate").description("the checkpoint: appraises guests and releases disk keys");
  withRootKeyOptions(withPlace(gate.command("init")))
    .description("make keys and gate.json, without starting")
    .action((options: InitOptions) => withStartErrors(() => init(options, context)));
  withConsoleOptions(withRootKeyOptions(withPlace(gate.command("serve"))))
    .description("run the gate until it is stopped; the first start makes its keys")
    .option("--admin-socket <path>", "the administrator's Unix socket (default: in the data directory)")
    .option("--key-server <url>", "AMD's key server, or one like it (default: AMD's own)", httpUrl)
    .option("--intel-service <url>", "Intel's PCS, a PCCS, or one like it (default: Intel's own)", httpUrl)
    .option("--kds-cache <folder>", "where their answers are kept (default: in the data directory)")
    .option("--offline", "ask no service: what `sekisho endorsements import` brought must do")
    .option("--advisories <file>", "a newer table of advisories than the one that comes with Sekisho")
    .option(
      "--passkey-roots <file...>",
      "root certificates of security keys and TPMs that may hold approvers' passkeys",
    )
    .addOption(
      new Option("--log-level <level>", "what is logged, as JSON lines, to standard error")
        .choices(["silent", "error", "warn", "info", "debug"])
        .default("info"),
    )
    .action((options: ServeOptions) => withStartErrors(() => serve(options, context)));
  gate
    .command("identity")
    .description("print gate.json: what images and people need to know of this gate")
    .option("--data <folder>", "the data directory", defaultDataDirectory())
    .action(({ data }: InitOptions) =>
      withStartErrors(async () => {
        context.print(`${JSON.stringify(await readGateIdentity(resolve(data)), null, 2)}\n`);
      }),
    );
};

function withPlace(command: Command): Command {
  return command
    .option("--data <folder>", "the data directory, made if needed", defaultDataDirectory())
    .option("--listen <host:port>", "where guests are listened to (default: 0.0.0.0:8443)", hostAndPort)
    .option("--url <url>", "how guests reach the gate (default: from --listen and this machine's name)", httpsUrl)
    .option("--json", "print one JSON object");
}

async function init(options: InitOptions, context: Context): Promise<void> {
  const { data, listen, url, json } = options;
  const directory = resolve(data);
  const rootKey = rootKeyAccess(options, context);
  const identity = await initialiseGate({ data: directory, rootKey, url, ...(listen === undefined ? {} : { listen }) });
  if (json === true) return context.print(`${JSON.stringify({ data: directory, identity })}\n`);
  context.print(`${context.render(message("cli.gate.initialised", { directory, url: identity.url }))}\n`);
}

async function serve(options: ServeOptions, context: Context): Promise<void> {
  const { listen, url, adminSocket, keyServer, intelService, offline, logLevel, json } = options;
  const directory = resolve(options.data);
  // Nothing that the gate makes is for others, not even for the moment between making and chmod.
  process.umask(0o077);
  const kept = { directory: resolve(options.kdsCache ?? join(directory, "endorsements")), offline };
  if (offline === true) await tellImported(kept.directory, context);
  const gate = await startGate({
    data: directory,
    rootKey: rootKeyAccess(options, context),
    people: await peopleOptions(options),
    hardwareOf: attestedHardware(await readPasskeyRoots(options.passkeyRoots ?? [])),
    url,
    ...(listen === undefined ? {} : { listen }),
    ...(adminSocket === undefined ? {} : { adminSocket: resolve(adminSocket) }),
    appraiser: createAppraiser(
      keyServerSource({ ...kept, url: keyServer }),
      intelServiceSource({ ...kept, url: intelService }),
      await advisoriesOption(options.advisories, context),
    ),
    logger: pino({ level: logLevel }, pino.destination(2)),
  });
  const stopped = new Promise<void>((resolveStopped) => {
    process.once("SIGINT", resolveStopped).once("SIGTERM", resolveStopped);
  });
  const values = { url: gate.identity.url, port: gate.port, socket: gate.adminSocket, directory };
  const origin = gate.people?.origin;
  const page = { origin, consolePort: gate.people?.port };
  if (json === true) context.print(`${JSON.stringify({ ...values, ...page, identity: gate.identity })}\n`);
  else {
    context.print(`${context.render(message("cli.gate.serving", values))}\n`);
    if (origin !== undefined) context.print(`${context.render(message("cli.gate.console-at", { origin }))}\n`);
  }
  const renew = (): void => void renewCertificate(gate, options, context);
  process.on("SIGHUP", renew);
  await stopped;
  process.off("SIGHUP", renew);
  context.say(`${context.render(message("cli.gate.stopping"))}\n`);
  await gate.close();
}

/** SIGHUP: the files of the page's certificate were renewed. What can't be used is told, and the old one stays. */
async function renewCertificate(gate: RunningGate, options: ServeOptions, context: Context): Promise<void> {
  try {
    const tls = await readTls(options);
    if (tls === undefined || gate.people === undefined) return;
    gate.people.renew(tls);
    context.say(`${context.render(message("cli.gate.renewed", { origin: gate.people.origin }))}\n`);
  } catch (error) {
    if (!(error instanceof GateStartError) && !(error instanceof UsageError)) throw error;
    context.say(`${context.render(error.problem)}\n`);
  }
}

/** An offline gate is as good as what was imported: until when that holds is told before the first guest comes. */
async function tellImported(folder: string, context: Context): Promise<void> {
  const entries = await importedEndorsements(folder);
  const over = entries.filter((entry) => !holds(entry, new Date())).length;
  const told =
    entries.length === 0
      ? message("cli.gate.offline-empty", { folder })
      : message("cli.gate.offline", {
          folder,
          count: entries.length,
          over,
          until: goodUntil(entries).toISOString().slice(0, 10),
        });
  context.say(`${context.render(told)}\n`);
}
