import type { Message } from "@sekisho/messages";
import type { z } from "zod";
import { errorOf, strange, unreachable } from "./problems.ts";

/** How a call is made; tests give another. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** Calls to the gate. Answers are read by their schemas; whatever else happens is a {@link CallError}. */
export type Client = {
  readonly get: <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal) => Promise<T>;
  readonly post: <T>(path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  readonly put: <T>(path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  readonly patch: <T>(path: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  /** For answers that hold nothing. */
  readonly remove: (path: string) => Promise<void>;
  /** Bytes as they are: tiles of the log, a receipt to keep. */
  readonly bytes: (path: string, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;
};

export type ClientOptions = {
  readonly fetch: Fetch;
  /** The token against forged requests, of the session; null where the caller needs none. */
  readonly csrf: () => string | null;
  /** The token of the device that serves this page, which goes with every call; null where a gate serves it. */
  readonly device?: () => string | null;
  /** Called when the gate no longer knows the session, with what it said. */
  readonly signedOut: (problem: Message) => void;
};

/** A client of the gate that served this page. */
export function createClient({ fetch, csrf, device = () => null, signedOut }: ClientOptions): Client {
  async function call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers = new Headers({ accept: "application/json" });
    const token = device() ?? (method === "GET" ? null : csrf());
    if (token !== null) headers.set("x-sekisho-csrf", token);
    if (body !== undefined) headers.set("content-type", "application/json");
    const init: RequestInit = { method, headers, credentials: "same-origin", cache: "no-store", redirect: "error" };
    if (body !== undefined) init.body = JSON.stringify(body);
    if (signal !== undefined) init.signal = signal;
    const response = await fetch(path, init).catch((error: unknown) => {
      throw signal?.aborted === true ? error : unreachable();
    });
    if (response.ok) return response;
    const problem = errorOf(response.status, await response.json().catch(() => undefined));
    if (problem.status === 401) signedOut(problem.problem);
    throw problem;
  }

  async function read<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
    const parsed = schema.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw strange(response.status);
    return parsed.data;
  }

  return {
    get: async (path, schema, signal) => read(await call("GET", path, undefined, signal), schema),
    post: async (path, body, schema) => read(await call("POST", path, body), schema),
    put: async (path, body, schema) => read(await call("PUT", path, body), schema),
    patch: async (path, body, schema) => read(await call("PATCH", path, body), schema),
    remove: async (path) => void (await call("DELETE", path)),
    bytes: async (path, signal) => new Uint8Array(await (await call("GET", path, undefined, signal)).arrayBuffer()),
  };
}
