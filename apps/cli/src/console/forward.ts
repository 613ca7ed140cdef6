import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type RequestOptions } from "node:http";
import type { Route } from "../gate-client/client.ts";
import { connectToGate } from "../gate-client/pinned-tls.ts";

/** Headers of a browser's call that mean something to the gate; cookies and origin are this device's own matter. */
const passedOn = ["accept", "content-type", "content-length", "last-event-id"] as const;

/**
 * Passes one call on to a gate, with its owner's rights.
 *
 * @returns the gate's answer, to be read by the caller
 * @throws when the gate can't be reached or is another one
 */
export async function forward(route: Route, call: IncomingMessage, stop: AbortSignal): Promise<IncomingMessage> {
  const given = passedOn.map((name) => [name, call.headers[name]] as const);
  const headers: OutgoingHttpHeaders = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  headers["connection"] = "close";
  if (route.kind === "tls") headers["authorization"] = `Bearer ${route.token}`;
  const socket = route.kind === "tls" ? await connectToGate(route.gate) : undefined;
  const way: RequestOptions =
    route.kind === "socket"
      ? { socketPath: route.path }
      : { host: new URL(route.gate.url).host, createConnection: () => socket };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = httpRequest({ ...way, method: call.method, path: call.url, headers, signal: stop });
  request.on("error", reject).on("response", resolve);
  call.on("error", () => request.destroy());
  call.pipe(request);
  return promise;
}
