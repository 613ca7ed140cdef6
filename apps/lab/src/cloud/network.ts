import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";

/** The way between guests and a gate; it belongs to whoever owns the network, so it can lead elsewhere. */
export type Network = {
  /** The port on 127.0.0.1 that guests know as the gate's. */
  readonly port: number;
  /** New connections go to this port of 127.0.0.1 from now on; those that exist are cut. Undefined: nowhere. */
  leadTo(port: number | undefined): void;
  close(): Promise<void>;
};

/** Opens a port whose connections lead nowhere yet. */
export async function startNetwork(listenOn = 0): Promise<Network> {
  let target: number | undefined;
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (target === undefined) {
      near.destroy();
      return;
    }
    const far = keep(createConnection(target, "127.0.0.1"));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(listenOn, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    leadTo: (port) => {
      target = port;
      cut();
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        cut();
      }),
  };
}
