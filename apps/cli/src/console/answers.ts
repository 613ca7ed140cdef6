import type { IncomingMessage, ServerResponse } from "node:http";
import type { Asset, Assets } from "@sekisho/console/assets";
import { consoleCatalogue } from "@sekisho/console/locales";
import { createRenderer, message, type MessageValues } from "@sekisho/messages";
import { pageHeaders, pagePolicy, type Problem } from "@sekisho/release";

const english = createRenderer("en", [consoleCatalogue]);

/** What is data is never a page, even if the gate said so. */
const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Answers with a problem that the page tells in its reader's language. */
export function answerProblem(response: ServerResponse, status: number, id: string, values: MessageValues = {}): void {
  const problem: Problem = { error: id, values, text: english(message(id, values)) };
  answerJson(response, status, problem);
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    ...pageHeaders,
    "content-security-policy": dataPolicy,
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(JSON.stringify(body));
}

/** Hands out a file of the page, or for any other address the page itself, which knows its own addresses. */
export function answerPage(call: IncomingMessage, response: ServerResponse, assets: Assets, path: string): void {
  const asset = assets.get(path) ?? (path.startsWith("/assets/") ? undefined : assets.get("/index.html"));
  if (asset === undefined) return answerProblem(response, 404, "console.device.notFound");
  const compressed = /\bbr\b/.test(String(call.headers["accept-encoding"] ?? ""));
  response.writeHead(200, { ...assetHeaders(asset), ...(compressed ? { "content-encoding": "br" } : {}) });
  response.end(call.method === "HEAD" ? undefined : compressed ? asset.brotli : asset.bytes);
}

function assetHeaders({ type, immutable }: Asset) {
  return {
    ...pageHeaders,
    "content-security-policy": pagePolicy,
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-type": type,
    "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
    vary: "accept-encoding",
  };
}

const dataTypes = /^(?:application\/json|text\/event-stream|text\/plain|application\/octet-stream)(?:;|$)/;

/** Hands the gate's answer on: as data, whatever the gate calls it. */
export function answerAsGate(response: ServerResponse, answer: IncomingMessage): void {
  const type = answer.headers["content-type"] ?? "";
  const { "retry-after": retry, "content-length": length } = answer.headers;
  response.writeHead(answer.statusCode ?? 502, {
    ...pageHeaders,
    "content-security-policy": dataPolicy,
    "content-type": dataTypes.test(type) ? type : "application/octet-stream",
    "cache-control": "no-store",
    ...(retry === undefined ? {} : { "retry-after": retry }),
    ...(length === undefined ? {} : { "content-length": length }),
  });
  response.flushHeaders();
  answer.on("error", () => response.destroy());
  answer.pipe(response);
}
