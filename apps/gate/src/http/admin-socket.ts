import { chmod, lstat, rm } from "node:fs/promises";
import { connect } from "node:net";
import { message } from "@sekisho/messages";
import type { FastifyInstance } from "fastify";
import { reasonOf } from "../keys/private-files.ts";
import { GateStartError } from "../start-error.ts";

/**
 * Listens on a Unix socket that only its owner can connect to. A socket that a killed gate left behind is replaced.
 *
 * @throws GateStartError when another gate answers there, or something else has that name
 */
export async function listenOnSocket(server: FastifyInstance, path: string): Promise<void> {
  await removeStaleSocket(path);
  try {
    await server.listen({ path });
    await chmod(path, 0o600);
  } catch (error) {
    throw new GateStartError(message("gate.start.socketUnusable", { path, reason: reasonOf(error) }));
  }
}

async function removeStaleSocket(path: string): Promise<void> {
  const state = await lstat(path).catch(() => undefined);
  if (state === undefined) return;
  if (!state.isSocket()) throw new GateStartError(message("gate.start.socketUnusable", { path, reason: "EEXIST" }));
  if (await answers(path)) throw new GateStartError(message("gate.start.socketBusy", { path }));
  await rm(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
