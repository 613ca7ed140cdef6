import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../problems.ts";

/** One file of the page. */
export type PageAsset = {
  readonly bytes: Uint8Array;
  /** The content type, with its character set. */
  readonly type: string;
  /** The same bytes under Brotli; absent where that gains nothing. */
  readonly brotli?: Uint8Array | undefined;
  /** Whether its name changes with its content, so that it may be kept for ever. */
  readonly immutable: boolean;
};

/** The files by their paths ("/index.html", "/assets/index-4f3a.js"). Addresses of the page itself are answered with `/index.html`. */
export type PageAssets = ReadonlyMap<string, PageAsset>;

/** What is no address of the page: the interface, the log, and files. */
const notPage = /^\/(?:v\d+|log|assets)(?:\/|$)|\.[^/]*$/;

/** Serves the page, and tells it that the gate itself does. */
export function servePage(server: FastifyInstance, assets: PageAssets): void {
  const served = new Map([...assets].map(([path, asset]) => [path, { ...asset, tag: tagOf(asset.bytes) }]));

  function answer(request: FastifyRequest, reply: FastifyReply): unknown {
    const { pathname } = new URL(request.url, "http://localhost");
    const asset = served.get(pathname) ?? (isPage(request, pathname) ? served.get("/index.html") : undefined);
    if (asset === undefined) throw new ProblemError("gate.problem.notFound");
    const brotli = acceptsBrotli(request.headers["accept-encoding"]) ? asset.brotli : undefined;
    const tag = brotli === undefined ? `"${asset.tag}"` : `"${asset.tag}-br"`;
    void reply.headers({
      "cache-control": asset.immutable ? "public, max-age=31536000, immutable" : "no-cache",
      etag: tag,
      vary: "accept-encoding",
    });
    if (matches(request.headers["if-none-match"], tag)) return reply.status(304).send();
    if (brotli !== undefined) void reply.header("content-encoding", "br");
    return reply.type(asset.type).send(Buffer.from(brotli ?? asset.bytes));
  }

  server.get("/configuration.json", { schema: { hide: true } }, (_, reply) =>
    reply.header("cache-control", "no-cache").send({ kind: "gate" }),
  );
  server.route({ method: ["GET", "HEAD"], url: "/*", schema: { hide: true }, handler: answer });
}

/** A person who opens or reloads an address of the page asks for a document; its scripts never do. */
function isPage({ headers }: FastifyRequest, pathname: string): boolean {
  return (
    !notPage.test(pathname) && (headers.accept ?? "*/*").split(",").some((one) => /^\s*(?:text\/html|\*\/\*)/.test(one))
  );
}

function tagOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
}

/** Whether "br" is among the encodings, and not with a weight of zero (RFC 9110, section 12.5.3). */
function acceptsBrotli(header: string | string[] | undefined): boolean {
  return String(header ?? "")
    .split(",")
    .map((part) => part.trim().split(/\s*;\s*/))
    .some(([name, weight]) => name?.toLowerCase() === "br" && !/^q=0(?:\.0*)?$/i.test(weight ?? ""));
}

/** RFC 9110, section 13.1.2: a list of tags, compared weakly. */
function matches(header: string | undefined, tag: string): boolean {
  return (header ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === tag);
}
