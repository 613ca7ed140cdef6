import { createServer, type Server, type Socket } from "node:net";
import { z } from "zod";

/** QEMU's control channel: commands, and what QEMU tells unasked. */
export type Qmp = {
  /** Resolves with what QEMU returned; rejects when QEMU refuses the command or goes away. */
  execute(command: string, parameters?: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
};

const lineSchema = z.union([
  z.object({ QMP: z.unknown() }),
  z.object({ event: z.string(), data: z.record(z.string(), z.unknown()).optional() }),
  z.object({ id: z.int(), return: z.unknown() }),
  z.object({ id: z.int(), error: z.object({ desc: z.string() }) }),
]);
type QmpLine = z.infer<typeof lineSchema>;

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void };

/**
 * Listens for a QEMU that is started with `-chardev socket,path=PATH` for its control channel, so that neither has to
 * wait for the other.
 *
 * @param path a Unix socket's path, at most 107 bytes
 * @param onEvent QEMU's events by name ("SHUTDOWN"), with their data
 */
export async function listenForQmp(
  path: string,
  onEvent: (name: string, data: Readonly<Record<string, unknown>>) => void,
): Promise<Qmp> {
  const pending = new Map<number, Pending>();
  let socket: Socket | undefined;
  let nextId = 1;
  let ready: (socket: Socket) => void = () => {};
  let gone: (error: Error) => void = () => {};
  const connected = new Promise<Socket>((resolve, reject) => {
    ready = resolve;
    gone = reject;
  });
  connected.catch(() => {});

  const server: Server = createServer((incoming) => {
    if (socket !== undefined) {
      incoming.destroy();
      return;
    }
    socket = incoming;
    incoming.write(`${JSON.stringify({ execute: "qmp_capabilities", id: 0 })}\n`);
    readLines(incoming, (line) => {
      if ("event" in line) onEvent(line.event, line.data ?? {});
      else if ("id" in line && line.id === 0) ready(incoming);
      else if ("id" in line) answer(line);
    });
    incoming.once("close", fail);
    incoming.on("error", fail);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });

  function answer(line: Extract<QmpLine, { id: number }>): void {
    const waiting = pending.get(line.id);
    pending.delete(line.id);
    if ("error" in line) waiting?.reject(new Error(line.error.desc));
    else waiting?.resolve(line.return);
  }

  function fail(): void {
    const error = new Error("QEMU closed its control channel");
    gone(error);
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  return {
    async execute(command, parameters = {}) {
      const channel = await connected;
      if (channel.destroyed) throw new Error("QEMU closed its control channel");
      const id = nextId++;
      return await new Promise<unknown>((resolve, reject) => {
        pending.set(id, { resolve, reject });
        channel.write(`${JSON.stringify({ execute: command, arguments: parameters, id })}\n`);
      });
    },
    close() {
      socket?.destroy();
      server.close();
      fail();
    },
  };
}

/** A line that is not QMP is dropped, never acted on. */
function readLines(socket: Socket, onLine: (line: QmpLine) => void): void {
  let pending = "";
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    const lines = (pending + text).split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) {
      const parsed = lineSchema.safeParse(parseJson(line));
      if (parsed.success) onLine(parsed.data);
    }
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
