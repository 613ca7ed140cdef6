import { rm } from "node:fs/promises";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { encodeReportPortLine, LineSplitter } from "@sekisho/release";
import type { PortTd } from "../tdx/port-td.ts";
import { answerTdRequest } from "./answer-td.ts";
import { answerReportRequest, type PortGuest } from "./answer.ts";

/** A running report port. */
export type ReportPort = {
  /** The Unix socket. */
  readonly path: string;
  /** How many reports it gave. */
  readonly generation: () => number;
  close(): Promise<void>;
};

/**
 * Offers a guest's reports on a Unix socket: to a guest that is a process, or to a QEMU whose virtio-serial chardev is a
 * client (`-chardev socket,path=PATH`, without `server=on`).
 */
export async function serveReportPort(path: string, guest: PortGuest | PortTd): Promise<ReportPort> {
  await rm(path, { force: true });
  const answered = { count: 0 };
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    answerOn(socket, guest, answered);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  return {
    path,
    generation: () => answered.count,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Offers a guest's reports to a QEMU whose virtio-serial chardev listens (`-chardev socket,path=PATH,server=on,wait=off`). */
export async function connectReportPort(path: string, guest: PortGuest | PortTd): Promise<ReportPort> {
  const answered = { count: 0 };
  const socket = createConnection(path);
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", resolve);
  });
  answerOn(socket, guest, answered);
  return {
    path,
    generation: () => answered.count,
    close: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve();
        socket.once("close", () => resolve());
        socket.destroy();
      }),
  };
}

function answerOn(socket: Socket, guest: PortGuest | PortTd, answered: { count: number }): void {
  const splitter = new LineSplitter();
  const answer = async (line: Uint8Array): Promise<void> => {
    const generation = answered.count + 1;
    const response =
      "td" in guest ? await answerTdRequest(line, guest, generation) : answerReportRequest(line, guest, generation);
    if ("outblob" in response) answered.count++;
    socket.write(encodeReportPortLine(response));
  };
  let last = Promise.resolve();
  socket.on("data", (bytes) => {
    const lines = splitter.push(new Uint8Array(bytes));
    // One after the other: a register is what the requests before have made of it.
    for (const line of lines) last = last.then(() => answer(line)).catch((error: Error) => void socket.destroy(error));
  });
  // A guest that dies takes its end of the line with it.
  socket.on("error", () => socket.destroy());
}
