import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { message } from "@sekisho/messages";
import { requestDetailSchema, requestListSchema, requestViewSchema, type RequestView } from "@sekisho/release";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { approvalLines } from "../gate-client/approval-text.ts";
import type { GateClient } from "../gate-client/client.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { requestLine } from "../gate-client/request-text.ts";
import { verdictText } from "../report-text.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type ListOptions = Options & { readonly all?: true; readonly watch?: true };

const path = "/v1/admin/requests";
const watchInterval = 2000;

/** `sekisho requests [list | show | allow-again]` */
export const registerRequests: RegisterCommand = (program, context) => {
  const requests = program.command("requests").description("the guests that ask a gate for their keys");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(requests.command("list", { isDefault: true }))
    .description("requests, the newest first")
    .option("--all", "those that have ended too")
    .option("--watch", "go on, and print each request whenever it changes")
    .action((options: ListOptions) => (options.watch === true ? watch(options, context) : list(options, context)));
  add(requests.command("show"))
    .description("one request with its verdict")
    .argument("<request>", "its number or identifier")
    .action((id: string, options: Options) => show(id, options, context));
  add(requests.command("allow-again"))
    .description("let the same boot of a VM have its key once more")
    .argument("<request>", "its number or identifier")
    .action((id: string, options: Options) => allowAgain(id, options, context));
};

async function list(options: ListOptions, { print, render }: Context): Promise<void> {
  const requests = await fetchRequests(await gateClientOf(options), options.all === true);
  if (options.json === true) return print(`${JSON.stringify({ requests })}\n`);
  if (requests.length === 0) return print(`${render(message("cli.requests.none"))}\n`);
  for (const request of requests) print(`${requestLine(request, render)}\n`);
}

/** One line, or with --json one object, for each change. Ends with Ctrl-C. */
async function watch(options: ListOptions, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const seen = new Map<string, string>();
  while (!stop.signal.aborted) {
    const requests = await fetchRequests(client, true);
    for (const request of requests.toReversed()) {
      const state = `${request.state} ${request.approval?.given.length ?? ""}`;
      if (seen.get(request.id) === state) continue;
      seen.set(request.id, state);
      print(options.json === true ? `${JSON.stringify(request)}\n` : `${requestLine(request, render)}\n`);
    }
    await sleep(watchInterval, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

async function show(id: string, options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const detail = await client.get(`${path}/${encodeURIComponent(id)}`, requestDetailSchema);
  if (options.json === true) return print(`${JSON.stringify(detail)}\n`);
  print(`${requestLine(detail, render)}\n\n`);
  if (detail.verdict !== null) print(verdictText(`#${detail.number}`, detail.verdict, render));
  if (detail.approval !== null) print(`\n${approvalLines(detail.approval, render).join("\n")}\n`);
}

async function allowAgain(id: string, options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const request = await client.post(`${path}/${encodeURIComponent(id)}/allow-again`, undefined, requestViewSchema);
  if (options.json === true) return print(`${JSON.stringify(request)}\n`);
  print(`${render(message("cli.requests.allowed", { number: request.number }))}\n`);
}

async function fetchRequests(client: GateClient, all: boolean): Promise<readonly RequestView[]> {
  const { requests } = await client.get(`${path}?state=${all ? "all" : "open"}`, requestListSchema);
  return requests;
}
