import { createHash, type X509Certificate } from "node:crypto";
import { Agent, request } from "node:https";
import { request as requestPlain, type IncomingMessage } from "node:http";
import { connect } from "node:tls";
import { once } from "node:events";
import type { z } from "zod";
import type { GateIdentity, Registration } from "@sekisho/release";

/** Calls a gate over TLS, on connections that are kept. */
export type GateCaller = {
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  close(): void;
};

const host = "127.0.0.1";

/** @param connections how many calls at most are under way at the same time */
export async function createGateCaller(identity: GateIdentity, port: number, connections: number): Promise<GateCaller> {
  const ca = await pinnedCertificate(identity, port);
  const agent = new Agent({ host, port, ca, keepAlive: true, maxSockets: connections, minVersion: "TLSv1.3" });
  return {
    post: async (path, body, schema) => {
      const text = JSON.stringify(body);
      const call = request({ agent, host, port, path, method: "POST", headers: headersOf(text) });
      return schema.parse(await answerTo(call, text));
    },
    close: () => agent.destroy(),
  };
}

/** Registers a machine, as the gate's owner does over the Unix socket. */
export async function registerMachine(adminSocket: string, registration: Registration): Promise<void> {
  const text = JSON.stringify(registration);
  const path = "/v1/admin/machines";
  const call = requestPlain({ socketPath: adminSocket, path, method: "POST", headers: headersOf(text) });
  await answerTo(call, text);
}

/** Asks as the gate's owner does over the Unix socket. */
export async function askAsOwner(adminSocket: string, path: string): Promise<unknown> {
  return answerTo(requestPlain({ socketPath: adminSocket, path, method: "GET" }), "");
}

function headersOf(text: string): Record<string, string | number> {
  return { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
}

async function answerTo(call: ReturnType<typeof request>, text: string): Promise<unknown> {
  const answered = once(call, "response") as Promise<[IncomingMessage]>;
  call.end(text);
  const [response] = await answered;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  if ((response.statusCode ?? 0) >= 400) throw new Error(`the gate answered ${response.statusCode}: ${body}`);
  return JSON.parse(body) as unknown;
}

/** The gate's certificate (PEM), once its key has been found among those that the gate's identity names. */
async function pinnedCertificate(identity: GateIdentity, port: number): Promise<string> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect");
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined || !identity.tlsKeyDigests.includes(keyDigest(certificate))) {
      throw new Error("another TLS key answers than the gate's identity names");
    }
    return certificate.toString();
  } finally {
    socket.destroy();
  }
}

function keyDigest({ publicKey }: X509Certificate): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}
