import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { dataDirectory } from "@sekisho/gate";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import { readInput } from "../files.ts";
import { readGate } from "../image/inputs.ts";
import { UsageError } from "../usage-error.ts";
import { createGateClient, type GateClient, type Route } from "./client.ts";

/** The options by which every command that talks to a gate finds it. */
export type GateOptions = {
  readonly data: string;
  readonly socket?: string;
  readonly gate?: string;
  readonly tokenFile?: string;
};

/** Where a gate keeps its data unless told otherwise: `$XDG_STATE_HOME/sekisho/gate`. */
export function defaultDataDirectory(): string {
  const state = process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  return join(state, "sekisho", "gate");
}

/** Adds the options that say which gate, and how to reach it. */
export function withGateOptions(command: Command): Command {
  return command
    .option("--data <folder>", "data directory of a gate on this machine", defaultDataDirectory())
    .option("--socket <path>", "its administrator's socket (default: in the data directory)")
    .option("--gate <gate.json>", "a gate elsewhere: reached over TLS, by the keys in this file")
    .option("--token-file <file>", "the administrator's token, with --gate");
}

/** The client that the options describe; see {@link gateRouteOf}. */
export async function gateClientOf(options: GateOptions): Promise<GateClient> {
  return createGateClient(await gateRouteOf(options));
}

/**
 * The way to the gate that the options describe.
 *
 * @throws UsageError when they contradict each other, or a file is not what it should be
 */
export async function gateRouteOf({ data, socket, gate, tokenFile }: GateOptions): Promise<Route> {
  if (gate === undefined) {
    if (tokenFile !== undefined) throw new UsageError(message("cli.gate.token-without-gate"));
    return { kind: "socket", path: socket ?? dataDirectory(data).socket };
  }
  if (socket !== undefined) throw new UsageError(message("cli.gate.socket-or-gate"));
  if (tokenFile === undefined) throw new UsageError(message("cli.gate.gate-without-token"));
  const identity = await readGate(gate);
  const token = Buffer.from(await readInput(tokenFile, 4096))
    .toString("utf8")
    .trim();
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(message("cli.gate.token-broken", { path: tokenFile }));
  return { kind: "tls", gate: identity, token };
}
