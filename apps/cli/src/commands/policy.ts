import { message } from "@sekisho/messages";
import { machineViewSchema, policyTrialResultSchema, type MachineView, type TriedMachine } from "@sekisho/release";
import { digestOfText } from "@sekisho/release/log";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { GateClient } from "../gate-client/client.ts";
import { machineByName } from "../gate-client/machine-by-name.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { readPolicy } from "../gate-client/read-policy.ts";
import { trialText } from "../gate-client/trial-text.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type SetOptions = Options & { readonly strict?: true };
type TryOptions = SetOptions & { readonly machine?: string };

/** `sekisho policy show | set | try` */
export const registerPolicy: RegisterCommand = (program, context) => {
  const policy = program.command("policy").description("what machines must prove before they get their keys");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(policy.command("show"))
    .description("the policy of a machine")
    .argument("<machine>", "its identifier or name")
    .action((name: string, options: Options) => show(name, options, context));
  add(policy.command("set"))
    .description("put another policy in the place of a machine's")
    .argument("<machine>", "its identifier or name")
    .argument("[policy.yaml]", "the policy in YAML")
    .option("--strict", "instead of a file: let the built-in policy `strict` judge it again")
    .action((name: string, file: string | undefined, options: SetOptions) => set(name, file, options, context));
  add(policy.command("try"))
    .description("say which machines a draft would lock out or let in, by the evidence that the gate keeps")
    .argument("[policy.yaml]", "the draft in YAML")
    .option("--strict", "instead of a file: try the built-in policy `strict`")
    .option("--machine <name>", "only this machine, by its identifier or name (default: all)")
    .action((file: string | undefined, options: TryOptions) => attempt(file, options, context));
};

async function show(name: string, options: Options, { print, say, render }: Context): Promise<void> {
  const { machine, policy } = await viewOf(await gateClientOf(options), name);
  if (options.json === true) return print(`${JSON.stringify({ machineId: machine.id, policy })}\n`);
  if (policy === null) return say(`${render(message("cli.policy.strict", { name: machine.name }))}\n`);
  print(policy.endsWith("\n") ? policy : `${policy}\n`);
}

/** The gate is told which policy is to be replaced, so that a change of somebody else in between is not lost. */
async function set(name: string, file: string | undefined, options: SetOptions, context: Context): Promise<void> {
  const { print, render } = context;
  const policy = await wanted(file, options, context);
  const client = await gateClientOf(options);
  const present = await viewOf(client, name);
  const expected = present.policy === null ? null : await digestOfText(present.policy);
  const path = `/v1/admin/machines/${present.machine.id}/policy`;
  const view = await client.put(path, { policy, expected }, machineViewSchema);
  if (options.json === true) return print(`${JSON.stringify(view)}\n`);
  const id = policy === null ? "cli.policy.set-strict" : "cli.policy.set";
  print(`${render(message(id, { name: view.machine.name }))}\n`);
}

/** Exit status 1 when a machine would be locked out. */
async function attempt(file: string | undefined, options: TryOptions, context: Context): Promise<void> {
  const policy = await wanted(file, options, context);
  const client = await gateClientOf(options);
  const only = options.machine === undefined ? {} : { machines: [(await machineByName(client, options.machine)).id] };
  const machines: TriedMachine[] = [];
  let after: string | undefined;
  do {
    const body = { policy, ...only, ...(after === undefined ? {} : { after }) };
    const slice = await client.post("/v1/admin/policies/try", body, policyTrialResultSchema);
    machines.push(...slice.machines);
    if (slice.left > 0) context.say(`${context.render(message("cli.policy.left", { count: slice.left }))}\n`);
    after = slice.next ?? undefined;
  } while (after !== undefined);
  if (machines.some(({ effect }) => effect === "locked-out")) context.reject();
  if (options.json === true) return context.print(`${JSON.stringify({ machines })}\n`);
  context.print(trialText(machines, context.render));
}

async function wanted(file: string | undefined, { strict }: SetOptions, context: Context): Promise<string | null> {
  if ((file === undefined) !== (strict === true)) throw new UsageError(message("cli.policy.which"));
  return file === undefined ? null : readPolicy(file, context);
}

async function viewOf(client: GateClient, name: string): Promise<MachineView> {
  const { id } = await machineByName(client, name);
  return client.get(`/v1/admin/machines/${id}`, machineViewSchema);
}
