import { Agent, request as httpsRequest } from "node:https";
import { Agent as HttpAgent, request as httpRequest } from "node:http";

/** What came back. */
export type Answer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: NodeJS.Dict<string | string[]>;
};

export type Call = {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
};

export type Client = { call(call: Call): Promise<Answer>; close(): void };

/** Calls a gate over TLS. Tests of the pin have a client of their own, so any key is fine here. */
export function tlsClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 20 });
  return {
    call: (call) => exchange(call, (options) => httpsRequest({ ...options, host: "127.0.0.1", port, agent })),
    close: () => agent.destroy(),
  };
}

/** Calls the people's door over plain HTTP, as on this machine alone. */
export function httpClient(port: number): Client {
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 20 });
  return {
    call: (call) => exchange(call, (options) => httpRequest({ ...options, host: "127.0.0.1", port, agent })),
    close: () => agent.destroy(),
  };
}

/** Calls a gate over its Unix socket. */
export function socketClient(socketPath: string): Client {
  return { call: (call) => exchange(call, (options) => httpRequest({ ...options, socketPath })), close: () => {} };
}

type Options = { readonly method: string; readonly path: string; readonly headers: Record<string, string> };

function exchange(
  { method = "POST", path, body, raw, headers = {} }: Call,
  open: (options: Options) => ReturnType<typeof httpRequest>,
): Promise<Answer> {
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const type: Record<string, string> = content === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const request = open({ method, path, headers: { ...type, ...headers } });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const bytes = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          body: bytes.length === 0 ? null : bodyOf(bytes, response.headers["content-type"]),
          headers: response.headers,
        });
      });
    });
    request.end(content);
  });
}

/** JSON as what it says, bytes as they are, anything else as text. */
function bodyOf(bytes: Buffer, type = "application/json"): unknown {
  if (type === "application/octet-stream") return bytes;
  const text = bytes.toString("utf8");
  return type.startsWith("application/json") ? JSON.parse(text) : text;
}
