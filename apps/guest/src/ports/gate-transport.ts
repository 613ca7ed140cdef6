import { request } from "node:http";
import type { TLSSocket } from "node:tls";
import { z } from "zod";
import type { GateAnswer, GatePath, GateTransport } from "../agent/ports.ts";
import { errorCode } from "./error-code.ts";
import { connectPinned } from "./pinned-tls.ts";

/** Of the gate's problems only their identifier matters here; the sentence is for people. */
const problemSchema = z.object({ error: z.string().regex(/^[a-zA-Z.]{1,100}$/) });

/** No answer of the gate is longer: a sealed release takes some 12 KiB. */
const longestAnswer = 65_536;

/**
 * Calls the gate over TLS, each time on a new connection, and only when its key is pinned. Never follows a redirect.
 *
 * @param timeoutSeconds for the whole call
 */
export function createGateTransport(gate: {
  readonly url: string;
  readonly tlsKeyDigests: readonly string[];
  readonly timeoutSeconds?: number;
}): GateTransport {
  const url = new URL(gate.url);
  return {
    post: async (path, body) => {
      const signal = AbortSignal.timeout((gate.timeoutSeconds ?? 30) * 1000);
      const connected = await connectPinned(url, gate.tlsKeyDigests, signal);
      return connected.kind === "connected" ? send(connected.socket, url, path, body, signal) : connected;
    },
  };
}

type Raw = { readonly status: number; readonly retryAfter: string | undefined; readonly text: string };

async function send(
  socket: TLSSocket,
  url: URL,
  path: GatePath,
  body: unknown,
  signal: AbortSignal,
): Promise<GateAnswer> {
  try {
    return answerOf(await exchange(socket, url, path, JSON.stringify(body), signal));
  } catch (error) {
    return { kind: "unreachable", reason: signal.aborted ? "ETIMEDOUT" : errorCode(error) };
  } finally {
    socket.destroy();
  }
}

function exchange(socket: TLSSocket, url: URL, path: GatePath, body: string, signal: AbortSignal): Promise<Raw> {
  const { promise, resolve, reject } = Promise.withResolvers<Raw>();
  const call = request({
    createConnection: () => socket,
    method: "POST",
    path: url.pathname.replace(/\/$/, "") + path,
    signal,
    setHost: false,
    headers: {
      host: url.host,
      accept: "application/json",
      connection: "close",
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    },
  });
  call.on("error", reject);
  call.on("response", (response) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on("error", reject);
    response.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > longestAnswer) call.destroy(Object.assign(new Error("answer too long"), { code: "EMSGSIZE" }));
      else chunks.push(chunk);
    });
    response.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"], text });
    });
  });
  call.end(body);
  return promise;
}

function answerOf({ status, retryAfter, text }: Raw): GateAnswer {
  const body = parseJson(text);
  if (status === 200) return { kind: "answer", body };
  const problem = problemSchema.safeParse(body);
  const retryAfterSeconds = retryAfter !== undefined && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  return { kind: "problem", status, error: problem.success ? problem.data.error : null, retryAfterSeconds };
}

/** `undefined`, which no schema accepts, for anything but JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
