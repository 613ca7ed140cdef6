import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { message } from "@sekisho/messages";
import { problemSchema, type GateIdentity } from "@sekisho/release";
import type { z } from "zod";
import { UsageError } from "../usage-error.ts";
import { connectToGate } from "./pinned-tls.ts";

/** How a gate is reached: over its Unix socket, or over TLS with the administrator's token. */
export type Route =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tls"; readonly gate: GateIdentity; readonly token: string };

/** Calls a gate's administration. Every problem that the gate names becomes a UsageError in the person's language. */
export type GateClient = {
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  /** What is no JSON. */
  text(path: string): Promise<string>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  delete(path: string): Promise<void>;
};

const longestAnswer = 32 * 1024 * 1024;
const patience = 30_000;

export function createGateClient(route: Route): GateClient {
  type Called = { readonly status: number; readonly text: string; readonly answer: unknown };
  const call = async (method: string, path: string, body?: unknown): Promise<Called> => {
    const { status, text } = await exchange(route, method, path, body);
    const answer = jsonOf(text);
    if (status >= 200 && status < 300) return { status, text, answer };
    const problem = problemSchema.safeParse(answer);
    if (problem.success) throw new UsageError(message(problem.data.error, problem.data.values));
    throw new UsageError(message("cli.gate.strange-answer", { where: placeOf(route), status, reason: "" }));
  };
  const read = <T>({ status, answer }: Called, schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
    const reason = parsed.error.issues[0]?.message ?? "";
    throw new UsageError(message("cli.gate.strange-answer", { where: placeOf(route), status, reason }));
  };
  return {
    get: async (path, schema) => read(await call("GET", path), schema),
    text: async (path) => (await call("GET", path)).text,
    post: async (path, body, schema) => read(await call("POST", path, body), schema),
    put: async (path, body, schema) => read(await call("PUT", path, body), schema),
    patch: async (path, body, schema) => read(await call("PATCH", path, body), schema),
    delete: async (path) => void (await call("DELETE", path)),
  };
}

async function exchange(
  route: Route,
  method: string,
  path: string,
  body: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...(content === undefined ? {} : { "content-type": "application/json" }),
    ...(route.kind === "tls" ? { authorization: `Bearer ${route.token}` } : {}),
    connection: "close",
  };
  const socket = route.kind === "tls" ? await connectToGate(route.gate) : undefined;
  const way: RequestOptions =
    route.kind === "socket"
      ? { socketPath: route.path }
      : { host: new URL(route.gate.url).host, createConnection: () => socket };
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const request = httpRequest({ ...way, method, path, headers, timeout: patience });
  const fail = (reason: string): void => {
    reject(new UsageError(message("cli.gate.unreachable", { where: placeOf(route), reason })));
    request.destroy();
  };
  request.on("timeout", () => fail("ETIMEDOUT"));
  request.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
  request.on("response", (response) => {
    readAll(response).then(
      (text) => resolve({ status: response.statusCode ?? 0, text }),
      (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
    );
  });
  request.end(content);
  return promise;
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestAnswer) throw new Error("EMSGSIZE");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function placeOf(route: Route): string {
  return route.kind === "socket" ? route.path : route.gate.url;
}
