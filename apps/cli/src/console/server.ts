import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { Assets } from "@sekisho/console/assets";
import { sessionViewSchema } from "@sekisho/release";
import { z } from "zod";
import type { Route } from "../gate-client/client.ts";
import { UsageError } from "../usage-error.ts";
import { answerAsGate, answerJson, answerPage, answerProblem } from "./answers.ts";
import { createDoor, type Door } from "./door.ts";
import { forward } from "./forward.ts";

const openSchema = z.strictObject({ secret: z.string().max(128) });

/** The page on this device: where it is, and how it ends. */
export type ConsoleServer = {
  /** "http://127.0.0.1:40123" */
  readonly origin: string;
  /** What opens it, once: with a secret behind the `#`, which browsers send to nobody. */
  readonly address: string;
  readonly close: () => Promise<void>;
};

export type ConsoleServerOptions = {
  readonly assets: Assets;
  /** `GET /configuration.json`: the person's own files. */
  readonly configuration: unknown;
  readonly gate: Route;
  /** 0: any that is free. */
  readonly port: number;
};

/**
 * Serves the page to this device alone, and passes its calls on to the gate with the owner's rights.
 *
 * Others can't use it: calls must name this very host and origin, and carry a cookie and a token that only the one-time secret gives.
 *
 * @throws the system's error when the port can't be had
 */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  let port = 0;
  const door = createDoor(() => port);
  const host = () => `127.0.0.1:${port}`;
  const server = createServer((call, response) => {
    answer(options, door, host(), call, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else if (isOtherKey(error)) answerProblem(response, 502, "console.device.otherKey");
      else answerProblem(response, 502, "console.device.gateUnreachable");
    });
  });
  await listen(server, options.port);
  ({ port } = server.address() as AddressInfo);
  const origin = `http://${host()}`;
  return {
    origin,
    address: `${origin}/open#${door.secret}`,
    close: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

/** Somebody else answers in the gate's place, or its TLS key was renewed. */
function isOtherKey(error: unknown): boolean {
  return error instanceof UsageError && error.problem.id === "cli.gate.not-pinned";
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, "127.0.0.1", resolve);
  await promise;
}

async function answer(
  { assets, configuration, gate }: ConsoleServerOptions,
  door: Door,
  host: string,
  call: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (call.url ?? "/").split("?")[0] ?? "/";
  const { method = "GET" } = call;
  if (call.headers.host !== host || isForeign(call, host)) {
    return answerProblem(response, 403, "console.device.foreign");
  }
  if (path === "/open" && method === "POST") return open(door, call, response);
  if (!isData(path)) {
    if (method !== "GET" && method !== "HEAD") return answerProblem(response, 404, "console.device.notFound");
    return answerPage(call, response, assets, path);
  }
  if (!door.knows(call)) return answerProblem(response, 401, "console.device.locked");
  if (!door.isOfPage(call)) {
    if (method !== "GET") return answerProblem(response, 403, "console.device.foreign");
    if (!asksBrowser(path)) return answerProblem(response, 401, "console.device.locked");
  }
  if (path === "/configuration.json") return answerJson(response, 200, configuration);
  const stop = new AbortController();
  response.once("close", () => stop.abort());
  const answered = await forward(gate, call, stop.signal);
  if (path !== "/v1/session" || answered.statusCode !== 200) return answerAsGate(response, answered);
  const view = sessionViewSchema.parse(await json(answered));
  answerJson(response, 200, { ...view, csrf: door.csrf });
}

/** What is not part of the page: a session is only looked at, since it ends with this server. */
function isData(path: string): boolean {
  return path === "/configuration.json" || /^\/(?:v1|log)\//.test(path);
}

/** What a browser asks for by itself, without a header of the page's: live events, which hold no more than identifiers. */
function asksBrowser(path: string): boolean {
  return path === "/v1/admin/events";
}

/** Whether another site makes this call: it names its own origin, or the browser says that it comes from there. */
function isForeign({ headers, method = "GET", url = "/" }: IncomingMessage, host: string): boolean {
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  if (method !== "GET" && method !== "HEAD" && origin === undefined) return true;
  const site = headers["sec-fetch-site"];
  const fromElsewhere = site !== undefined && site !== "same-origin" && site !== "none";
  // A link from elsewhere may show the page, which then has the cookie or not; data is for the page alone.
  return fromElsewhere && (isData(url) || headers["sec-fetch-mode"] !== "navigate");
}

async function open(door: Door, call: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = Number(call.headers["content-length"] ?? "");
  const body = length > 0 && length <= 1024 ? await json(call).catch(() => undefined) : undefined;
  const given = openSchema.safeParse(body);
  const cookie = given.success ? door.open(given.data.secret) : undefined;
  if (cookie === undefined) return answerProblem(response, 403, "console.device.used");
  response.setHeader("set-cookie", cookie);
  answerJson(response, 200, { csrf: door.csrf });
}
