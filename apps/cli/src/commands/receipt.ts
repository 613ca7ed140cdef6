import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { readMachine } from "@sekisho/image";
import { message } from "@sekisho/messages";
import { receiptSchema } from "@sekisho/release/log";
import { verifyReceipt, type ReceiptGround } from "@sekisho/verifier";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { readGate, withImageErrors } from "../image/inputs.ts";
import { readOlderCheckpoint, readReceipt, sizeOfCheckpoint } from "../receipt/read-receipt.ts";
import { receiptJson, receiptText } from "../receipt/show.ts";
import { UsageError } from "../usage-error.ts";
import { advisoriesOption } from "../verify/advisories-option.ts";
import { policyText } from "../verify/own-evidence.ts";
import type { RegisterCommand } from "./index.ts";

type FetchOptions = GateOptions & { readonly output?: string; readonly since?: string };
type VerifyOptions = {
  readonly gate?: string;
  readonly machine?: string;
  readonly policy?: string;
  readonly since?: string;
  readonly advisories?: string;
  readonly json?: true;
};

/** `sekisho receipt fetch | verify | checkpoint` */
export const registerReceipt: RegisterCommand = (program, context) => {
  const receipt = program.command("receipt").description("what shows, without the gate, why a key was released");
  withOutput(withGateOptions(receipt.command("fetch")))
    .description("get the receipt of a release from the gate")
    .argument("<request>", "its number or identifier")
    .option("--since <file>", "an older checkpoint or receipt: show that the log continues it")
    .action((id: string, options: FetchOptions) => fetchReceipt(id, options, context));
  receipt
    .command("verify")
    .description("verify a receipt on this device, without asking anybody")
    .argument("<receipt.json>", "what receipt fetch wrote")
    .option("--gate <gate.json>", "the gate whose log and release it must be")
    .option(
      "--machine <machine.json>",
      "your own copy: the evidence is judged by it, and its gate counts without --gate",
    )
    .option("--policy <file>", "your own policy in YAML (default: the one in the receipt, which the log names)")
    .option("--since <file>", "an older checkpoint or receipt that you kept: the log must continue it")
    .option("--advisories <file>", "a newer table of advisories than the one that comes with Sekisho")
    .option("--json", "print one JSON object")
    .action((path: string, options: VerifyOptions) => withImageErrors(() => verify(path, options, context)));
  withOutput(withGateOptions(receipt.command("checkpoint")))
    .description("get the newest checkpoint of the gate's log, to keep for --since")
    .action((options: FetchOptions) => fetchCheckpoint(options, context));
};

function withOutput(command: Command): Command {
  return command.option("-o, --output <file>", "where to write it (default: standard output)");
}

async function fetchReceipt(id: string, options: FetchOptions, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  const since = options.since === undefined ? "" : `?since=${await sizeOfCheckpoint(options.since)}`;
  const receipt = await client.get(`/v1/admin/requests/${encodeURIComponent(id)}/receipt${since}`, receiptSchema);
  await write(`${JSON.stringify(receipt)}\n`, options, context);
}

async function fetchCheckpoint(options: FetchOptions, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  await write(await client.text("/log/checkpoint"), options, context);
}

async function write(text: string, { output }: FetchOptions, { print, say, render }: Context): Promise<void> {
  if (output === undefined) return print(text);
  try {
    await writeFile(output, text);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(message("cli.receipt.unwritable", { path: output, reason }));
  }
  say(`${render(message("cli.receipt.written", { path: output }))}\n`);
}

async function verify(path: string, options: VerifyOptions, context: Context): Promise<void> {
  const { render, print } = context;
  const receipt = await readReceipt(path);
  const verified = await verifyReceipt(receipt, await groundOf(options, context));
  if (verified.verdict.verdict === "rejected") context.reject();
  if (options.json === true) return print(`${JSON.stringify(receiptJson(verified, render))}\n`);
  print(receiptText(path, receipt, verified, render));
}

async function groundOf(options: VerifyOptions, context: Context): Promise<ReceiptGround> {
  const machine = options.machine === undefined ? undefined : await readMachine(resolve(options.machine));
  const gate = options.gate === undefined ? machine?.gate : await readGate(options.gate);
  if (gate === undefined) throw new UsageError(message("cli.receipt.no-gate"));
  return {
    gate,
    machine,
    policy: options.policy === undefined ? undefined : await policyText(options.policy, context),
    since: options.since === undefined ? undefined : await readOlderCheckpoint(options.since, gate),
    advisories: await advisoriesOption(options.advisories, context),
  };
}
