import { createConnection, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";

/** Everything that goes through a port, as plain text. */
export type Recorder = {
  readonly port: number;
  /** Where the connections lead. */
  leadTo(port: number): void;
  /** What has gone through so far, each direction of each connection by itself. */
  readonly recorded: readonly Uint8Array[];
  close(): Promise<void>;
};

/**
 * Listens on 127.0.0.1 and passes everything on, keeping a copy.
 *
 * @param keys the gate's own TLS key and certificate, with which a recorder of its guests' door ends their connections, as only the gate itself could;
 *   absent: the port speaks plain HTTP
 */
export async function startRecorder(
  keys?: { readonly key: string; readonly certificate: string },
  listenOn = 0,
): Promise<Recorder> {
  let target = 0;
  const streams: Buffer[][] = [];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("close", () => sockets.delete(socket));
  };
  const record = (from: Socket, to: Socket): void => {
    const chunks: Buffer[] = [];
    streams.push(chunks);
    from.on("data", (chunk: Buffer) => void chunks.push(chunk));
    from.pipe(to);
    from.on("error", () => to.destroy()).on("close", () => to.destroy());
  };
  const accept = (near: Socket): void => {
    const far = keep(
      keys === undefined
        ? createConnection(target, "127.0.0.1")
        : connectTls({ port: target, host: "127.0.0.1", rejectUnauthorized: false }),
    );
    record(keep(near), far);
    record(far, near);
  };
  const server: Server =
    keys === undefined
      ? createServer(accept)
      : createTlsServer({ key: keys.key, cert: keys.certificate, minVersion: "TLSv1.3" }, accept);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(listenOn, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => void (target = port),
    get recorded() {
      return streams.map((chunks) => Buffer.concat(chunks));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
