import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { LabAuthority } from "../ca/authority.ts";
import { answerKeyRequest, type KeyAnswer } from "./answers.ts";
import { answerCollateralRequest, type IntelService } from "./intel-answers.ts";

/** A change that makes the server misbehave, as AMD's does when it is asked too often. */
export type Misbehaviour = { readonly status: 429 | 500 | 503; readonly retryAfterSeconds?: number };

export type KeyServerInput = {
  /** One for each of AMD's products that it serves. */
  readonly authorities: readonly LabAuthority[];
  /** The chips that it knows, by hexadecimal hwID; any other is answered with 404, as AMD does. Absent: all. */
  readonly chips?: ReadonlySet<string>;
  /** Serial numbers that its CRLs revoke, of every product. Read anew for each CRL. */
  readonly revoked?: () => readonly bigint[];
  /** Serves Intel's collateral too. */
  readonly intel?: IntelService;
  /** Answers over TLS with this key and certificate (PEM). */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** 0 or absent: any free port. */
  readonly port?: number;
};

/** The lab's stand-in for https://kdsintf.amd.com and https://api.trustedservices.intel.com, on 127.0.0.1. */
export type KeyServer = {
  /** "http://127.0.0.1:PORT": what stands before `/vcek/v1/…` and `/sgx/certification/v4/…`. */
  readonly url: string;
  /** Paths with their queries in the order in which they were asked for; misbehaved ones too. */
  readonly requests: readonly string[];
  /** The next `times` requests are answered so. */
  misbehave(misbehaviour: Misbehaviour, times: number): void;
  close(): Promise<void>;
};

/**
 * Starts a key server that speaks AMD's interface (VCEK Certificate and KDS Interface Specification, rev. 1.00, chapter 4), and
 * Intel's where it is given that part of the lab (Provisioning Certification Service, API version 4).
 */
export async function startKeyServer(input: KeyServerInput): Promise<KeyServer> {
  const requests: string[] = [];
  const misbehaviours: Misbehaviour[] = [];
  const handle = (method: string | undefined, target: string): KeyAnswer => {
    requests.push(target);
    const misbehaviour = misbehaviours.shift();
    if (misbehaviour !== undefined) return misbehavedAnswer(misbehaviour);
    if (method !== "GET") return { status: 405, type: "text/plain", body: "only GET\n" };
    const url = new URL(target, "http://key-server.invalid");
    const collateral = input.intel === undefined ? undefined : answerCollateralRequest(url, input.intel);
    return collateral ?? answerKeyRequest(url, input);
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void =>
    send(response, handle(request.method, request.url ?? "/"));
  const server: Server = input.tls === undefined ? createServer(listener) : createTlsServer(input.tls, listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(input.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${input.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    requests,
    misbehave: (misbehaviour, times) => {
      for (let count = 0; count < times; count++) misbehaviours.push(misbehaviour);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function misbehavedAnswer({ status, retryAfterSeconds }: Misbehaviour): KeyAnswer {
  const headers = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
  return { status, type: "text/plain", body: "the lab's key server was told to answer so\n", headers };
}

function send(response: ServerResponse, { status, type, body, headers }: KeyAnswer): void {
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(body);
}
