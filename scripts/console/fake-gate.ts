import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Assets } from "@sekisho/console/assets";
import type { Actor, GateEventData, GateEventName, Problem, RequestView, SessionView } from "@sekisho/release";

/** What the fake gate answers; a test changes it as it goes. */
export type FakeState = {
  actor: Actor | undefined;
  requests: RequestView[];
  /** Answers that stand in the place of the usual ones, by path. */
  readonly instead: Map<string, { readonly status: number; readonly body: unknown }>;
};

/** A gate that only knows what it is told: for states of the page that a real one comes to by accident alone. */
export type FakeGate = {
  readonly origin: string;
  readonly state: FakeState;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  emit(name: GateEventName, data: GateEventData): void;
  /** Ends every connection, and takes no new one until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join("; ");

/** Starts it on a port of its own, which it keeps. */
export async function startFakeGate(assets: Assets): Promise<FakeGate> {
  const state: FakeState = { actor: undefined, requests: [], instead: new Map() };
  const asked: string[] = [];
  const streams = new Set<ServerResponse>();
  let server: Server | undefined;
  let port = 0;

  function answer(call: IncomingMessage, response: ServerResponse): void {
    const path = (call.url ?? "/").split("?")[0] ?? "/";
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const asset =
      assets.get(path) ?? (/^\/(?:v1|log|assets)\/|\.json$/.test(path) ? undefined : assets.get("/index.html"));
    if (asset !== undefined) {
      const headers = { "content-type": asset.type, "content-security-policy": policy, "content-encoding": "br" };
      response.writeHead(200, headers);
      response.end(asset.brotli);
      return;
    }
    asked.push(path);
    const instead = state.instead.get(path);
    if (instead !== undefined) return send(instead.status, instead.body);
    if (path === "/configuration.json") return send(200, { kind: "gate" });
    if (path === "/v1/session" && call.method === "DELETE") state.actor = undefined;
    if (state.actor === undefined) return send(401, problem("gate.problem.signInNeeded"));
    if (path === "/v1/session") return send(200, sessionOf(state.actor, `http://localhost:${port}`));
    if (path === "/v1/admin/requests") return send(200, { requests: state.requests });
    if (path === "/v1/admin/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write("event: heartbeat\ndata: {}\n\n");
      streams.add(response);
      response.once("close", () => streams.delete(response));
      return;
    }
    send(404, problem("gate.problem.notFound"));
  }

  const start = async (): Promise<void> => {
    const starting = createServer(answer);
    server = starting;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    starting.once("error", reject).listen(port, "localhost", resolve);
    await promise;
    ({ port } = starting.address() as AddressInfo);
  };
  await start();
  return {
    origin: `http://localhost:${port}`,
    state,
    asked,
    emit: (name, data) => {
      for (const stream of streams) stream.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    start,
    stop: async () => {
      const stopping = server;
      server = undefined;
      const { promise, resolve } = Promise.withResolvers<void>();
      if (stopping === undefined) return;
      stopping.close(() => resolve());
      stopping.closeAllConnections();
      await promise;
    },
  };
}

export function problem(error: string, values: Problem["values"] = {}): Problem {
  return { error, values, text: error };
}

function sessionOf(actor: Actor, origin: string): SessionView {
  const end = new Date(Date.now() + 3_600_000).toISOString();
  return {
    actor,
    csrf: "A".repeat(43),
    expiresAt: end,
    idleAt: end,
    gate: { url: "https://gate.example:8443", signingKeyDigest: "ab".repeat(32) },
    origin,
    rpId: "localhost",
    passkeys: [],
  };
}

/** A request that waits for a passphrase. */
export function waitingRequest(number: number, changes: Partial<RequestView> = {}): RequestView {
  const now = new Date().toISOString();
  return {
    id: `5f0c3f7e-0000-4000-8000-${String(number).padStart(12, "0")}`,
    number,
    machineId: "5f0c3f7e-0000-4000-8000-aaaaaaaaaaaa",
    machineName: `machine-${number}`,
    state: "waiting",
    createdAt: now,
    updatedAt: now,
    evidenceAt: now,
    expiresAt: now,
    releaseMode: "enter",
    technology: "sev-snp",
    cloud: "sakura",
    bootNumber: 2,
    verdict: { verdict: "accepted", checks: [], claims: {} },
    verdictDigest: null,
    approval: null,
    reason: null,
    ...changes,
  };
}
