import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from "node:tls";
// The certificate library finds its parts through decorators.
import "reflect-metadata";
import { X509CertificateGenerator } from "@peculiar/x509";
import type { FakeGate } from "./fake-gate.ts";
import type { GatePath } from "../agent/ports.ts";

/** A TLS key with a self-signed certificate for it, which expired long ago: only the pin may count. */
export type TlsIdentity = { readonly key: string; readonly cert: string; readonly digest: string };

export async function makeTlsIdentity(): Promise<TlsIdentity> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=somebody else",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date("2001-01-01"),
    notAfter: new Date("2001-01-02"),
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const spki = Buffer.from(await crypto.subtle.exportKey("spki", keys.publicKey));
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString("pem"),
    digest: createHash("sha256").update(spki).digest("hex"),
  };
}

export type TlsGate = {
  readonly url: string;
  /** How many bytes of plaintext clients have sent. */
  readonly received: () => number;
  readonly close: () => Promise<void>;
};

/** Serves HTTP over TLS at a free port of 127.0.0.1. */
export async function serveTls(
  identity: TlsIdentity,
  listener: RequestListener,
  options: TlsOptions = {},
): Promise<TlsGate> {
  const sockets = new Set<TLSSocket>();
  const http = createServer(listener);
  const server = createTlsServer({ ...options, key: identity.key, cert: identity.cert }, (socket) => {
    socket.on("error", () => undefined);
    sockets.add(socket);
    http.emit("connection", socket);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    close: async () => {
      http.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A listener through which a fake gate answers. */
export function fakeGateListener(gate: FakeGate): RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => void chunks.push(chunk));
    request.on("end", () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      void gate.handle(request.url as GatePath, body).then((answered) => {
        if (answered.kind === "answer") return response.end(JSON.stringify(answered.body));
        return response.writeHead(500).end();
      });
    });
  };
}
