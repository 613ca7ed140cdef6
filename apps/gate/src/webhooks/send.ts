import { lookup, type LookupAddress } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { mayConnect } from "./address.ts";

/** What came of one attempt: the status, or why there was none ("ECONNREFUSED", "timeout", "redirect", "forbidden-address"). */
export type Attempt = { readonly status: number | null; readonly problem: string | null };

const patience = 10_000;

/**
 * Posts a notice. It follows no redirect, reads nothing of the answer but its status, and connects to no address that
 * `mayConnect` forbids. It never throws.
 */
export function sendNotice(
  url: URL,
  headers: Readonly<Record<string, string>>,
  payload: string,
  signal: AbortSignal = AbortSignal.timeout(patience),
): Promise<Attempt> {
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  const body = Buffer.from(payload, "utf8");
  const options = {
    method: "POST",
    agent: false,
    signal,
    lookup: guardedLookup(url),
    headers: {
      ...headers,
      "content-type": "application/json",
      "content-length": body.length,
      "user-agent": "sekisho-gate",
      connection: "close",
    },
  } as const;
  const request = url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
  request.on("error", (error: NodeJS.ErrnoException) => {
    resolve({ status: null, problem: signal.aborted ? "timeout" : (error.code ?? "error") });
  });
  request.on("response", (response: IncomingMessage) => {
    const { statusCode = 0 } = response;
    // Not a byte of the answer is of interest, and a hostile receiver could send many.
    response.destroy();
    resolve(attemptOf(statusCode));
  });
  request.end(body);
  return promise;
}

function attemptOf(status: number): Attempt {
  if (status >= 200 && status < 300) return { status, problem: null };
  return { status, problem: status >= 300 && status < 400 ? "redirect" : "status" };
}

/** Resolves as usual, and leaves out what must not be called. Looked at here, at the moment of connecting, the answer can't change after. */
function guardedLookup(url: URL): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, []);
      const allowed = found.filter(({ address }) => mayConnect(url, address));
      const [first] = allowed;
      if (first === undefined) {
        return callback(Object.assign(new Error("forbidden address"), { code: "forbidden-address" }), []);
      }
      if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
