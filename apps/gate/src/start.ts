import { hostname } from "node:os";
import { isIP } from "node:net";
import { Server as TlsServer } from "node:tls";
import { message } from "@sekisho/messages";
import type { GateIdentity } from "@sekisho/release";
import type { FastifyInstance } from "fastify";
import { pino, type Logger } from "pino";
import type { Appraiser } from "@sekisho/verifier";
import { attestedHardware, type JudgeHardware } from "./approvals/hardware.ts";
import { buildServer } from "./http/server.ts";
import { defaultRates, type GuestRates } from "./http/serve-guests.ts";
import { listenOnSocket } from "./http/admin-socket.ts";
import { dataDirectory, type DataDirectory } from "./keys/data-directory.ts";
import { identityOf, readIdentity, writeIdentity } from "./keys/identity.ts";
import { openIdentityKeys, openKeyRing } from "./keys/key-ring.ts";
import type { RootKeyAccess } from "./keys/root-key-access.ts";
import { createNonceIssuer } from "./keys/nonces.ts";
import { reasonOf } from "./keys/private-files.ts";
import { defaultTiming, type Gate, type Timing } from "./requests/gate.ts";
import { sweep } from "./requests/sweep.ts";
import { GateStartError } from "./start-error.ts";
import { createChallenges } from "./people/challenges.ts";
import { createEventHub } from "./people/events.ts";
import { demandCertificate, peopleOrigin, type PeopleOptions, type PeopleTls } from "./people-door.ts";
import { startDispatcher } from "./webhooks/dispatcher.ts";
import { openDatabase } from "./store/open.ts";

const sweepInterval = 30_000;

export type GateOptions = {
  /** The data directory; made at the first start. */
  readonly data: string;
  /** Where guests are listened to; port 0 takes a free one. */
  readonly listen?: { readonly host: string; readonly port: number };
  /** How guests reach the gate ("https://gate.example:8443"); absent: as `gate.json` says, else from host and port. */
  readonly url?: string | undefined;
  /** The administrator's Unix socket; absent: in the data directory. */
  readonly adminSocket?: string | undefined;
  /** How the root key is protected, and opened. */
  readonly rootKey: RootKeyAccess;
  readonly appraiser: Appraiser;
  readonly timing?: Partial<Timing>;
  readonly rates?: GuestRates;
  /** The door for people and programs; absent: there is none. */
  readonly people?: PeopleOptions | undefined;
  /** What is known of the hardware that passkeys live in; absent: nothing is. */
  readonly hardwareOf?: JudgeHardware;
  readonly clock?: () => Date;
  readonly logger?: Logger;
};

export type RunningGate = {
  readonly identity: GateIdentity;
  readonly directory: DataDirectory;
  readonly port: number;
  readonly adminSocket: string;
  /** Where people reach it; undefined without a door for them. */
  readonly people: RunningPeopleDoor | undefined;
  /** Stops listening, finishes what was begun, and closes the database. */
  readonly close: () => Promise<void>;
};

export type RunningPeopleDoor = {
  readonly origin: string;
  readonly port: number;
  /**
   * Takes a renewed certificate into use; connections that are open keep the old one.
   *
   * @throws GateStartError when it can't be used; the old one stays
   */
  readonly renew: (tls: PeopleTls) => void;
};

export const defaultListen = { host: "0.0.0.0", port: 8443 } as const;

/**
 * Starts a gate; at the first start it makes keys and database.
 *
 * @throws GateStartError with one sentence that says what to do
 */
export async function startGate(options: GateOptions): Promise<RunningGate> {
  const { listen = defaultListen, clock = () => new Date() } = options;
  const directory = dataDirectory(options.data);
  const timing = { ...defaultTiming, ...options.timing };
  const keys = await openKeyRing(directory, certificateNames(options.url, listen.host), clock(), options.rootKey);
  const present = await readIdentity(directory);
  const events = createEventHub();
  let peoplePort = options.people?.listen.port ?? 0;
  const people = options.people === undefined ? undefined : peopleOrigin(options.people, () => peoplePort);
  if (options.people !== undefined) demandCertificate(options.people, clock());
  const database = await openDatabase(directory.database, events.note);
  const closers: (() => Promise<void>)[] = [() => database.destroy()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    let identity: GateIdentity | undefined;
    const gate: Gate = {
      database,
      keys,
      nonces: createNonceIssuer(keys.nonceKey, timing.challenge * 1000, keys.signing[0].digest),
      appraiser: options.appraiser,
      timing,
      clock,
      identity: () => identity ?? identityOf(keys, options.url ?? present?.url ?? addressUrl(listen.host, listen.port)),
      people,
      challenges: createChallenges(keys.nonceKey),
      hardwareOf: options.hardwareOf ?? attestedHardware([]),
      events,
    };
    await sweep(gate);
    const logger = options.logger ?? pino({ level: "silent" });
    const common = { gate, logger, rates: options.rates ?? defaultRates };
    const { key, certificate } = keys.tls;
    const guests = await buildServer({ ...common, door: { kind: "tls", key, certificate } });
    const administration = await buildServer({ ...common, door: { kind: "socket" } });
    // Both stop listening at once; then each finishes what it has begun.
    closers.push(async () => void (await Promise.all([guests.close(), administration.close()])));
    const port = await listenOn(guests, listen, "--listen");
    identity = identityOf(keys, options.url ?? present?.url ?? addressUrl(listen.host, port));
    await writeIdentity(directory, identity);
    const adminSocket = options.adminSocket ?? directory.socket;
    await listenOnSocket(administration, adminSocket);
    let atDoor: RunningPeopleDoor | undefined;
    if (people !== undefined && options.people !== undefined) {
      const { people: own } = options;
      const page = await buildServer({ ...common, door: { kind: "people", people, options: own } });
      closers.push(() => page.close());
      peoplePort = await listenOn(page, own.listen, "--console");
      const renew = (tls: PeopleTls): void => {
        demandCertificate({ ...own, tls }, clock());
        if (page.server instanceof TlsServer) page.server.setSecureContext({ key: tls.key, cert: tls.certificate });
      };
      atDoor = { origin: people.origin, port: peoplePort, renew };
    }
    const dispatcher = startDispatcher(gate, people?.origin ?? null, logger);
    closers.push(() => dispatcher.stop());
    const timer = setInterval(
      () => void sweep(gate).catch((err: unknown) => logger.error({ err }, "sweep")),
      sweepInterval,
    );
    closers.push(() => Promise.resolve(clearInterval(timer)));

    return { identity, directory, port, adminSocket, people: atDoor, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes keys and `gate.json` without starting anything, so that images can be built before the gate runs. */
export async function initialiseGate(options: {
  readonly data: string;
  readonly rootKey: RootKeyAccess;
  readonly listen?: { readonly host: string; readonly port: number };
  readonly url?: string | undefined;
}): Promise<GateIdentity> {
  const { listen = defaultListen } = options;
  const directory = dataDirectory(options.data);
  const names = certificateNames(options.url, listen.host);
  const keys = await openIdentityKeys(directory, names, new Date(), options.rootKey);
  const present = await readIdentity(directory);
  const identity = identityOf(keys, options.url ?? present?.url ?? addressUrl(listen.host, listen.port));
  await writeIdentity(directory, identity);
  return identity;
}

/** `gate.json` of an existing data directory. */
export async function readGateIdentity(data: string): Promise<GateIdentity> {
  const identity = await readIdentity(dataDirectory(data));
  if (identity === undefined) throw new GateStartError(message("gate.start.identityMissing", { path: data }));
  return identity;
}

async function listenOn(
  server: FastifyInstance,
  { host, port }: { readonly host: string; readonly port: number },
  option: "--listen" | "--console",
): Promise<number> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    const [reason, address] = [reasonOf(error), `${host}:${port}`];
    throw new GateStartError(
      reason === "EADDRINUSE"
        ? message("gate.start.portBusy", { address, option })
        : message("gate.start.addressUnusable", { address, reason, option }),
    );
  }
  const address = server.server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** An address that stands for all of a machine's is no name that others can call; the machine's own name is. */
function addressUrl(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? hostname() : host;
  return `https://${isIP(name) === 6 ? `[${name}]` : name}:${port}`;
}

function certificateNames(url: string | undefined, host: string): string[] {
  const called = new URL(url ?? addressUrl(host, defaultListen.port)).hostname.replace(/^\[|\]$/g, "");
  return [...new Set([called, "localhost", "127.0.0.1"])];
}
