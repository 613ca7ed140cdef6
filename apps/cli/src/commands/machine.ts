import { resolve } from "node:path";
import { readHeader, readMachine, writeJson } from "@sekisho/image";
import { message, spelledOut } from "@sekisho/messages";
import { registersOf } from "@sekisho/reference-values";
import {
  machineListSchema,
  machineViewSchema,
  measuredBootIdentifier,
  type Machine,
  type MachineView,
} from "@sekisho/release";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { GateClient } from "../gate-client/client.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { readPolicy } from "../gate-client/read-policy.ts";
import { withImageErrors } from "../image/inputs.ts";
import { registerNames } from "../learn/text.ts";
import { readKey } from "../secrets.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type AddOptions = Options & { readonly policy?: string; readonly keyFile?: string };
type HeaderOptions = Options & { readonly digest?: string; readonly disk?: string; readonly machine?: string };
type ReferenceOptions = Options & { readonly add?: string; readonly remove?: string };

const path = "/v1/admin/machines";

/** `sekisho machine add | list | show | remove | header | reference-values` */
export const registerMachine: RegisterCommand = (program, context) => {
  const machine = program.command("machine").description("the machines that a gate knows");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(machine.command("add"))
    .description("register a machine; in the modes auto and approve with the disk key that the gate is to hold")
    .argument("<machine.json>", "what image build wrote")
    .option("--policy <file>", "a policy in YAML (default: the built-in policy `strict`)")
    .option("--key-file <file>", "the disk key, only in the modes auto and approve")
    .action((file: string, options: AddOptions) => withImageErrors(() => addMachine(file, options, context)));
  add(machine.command("list"))
    .description("all machines, by name")
    .action((options: Options) => listMachines(options, context));
  add(machine.command("show"))
    .description("one machine")
    .argument("<machine>", "its identifier or name")
    .action((name: string, options: Options) => showMachine(name, options, context));
  add(machine.command("remove"))
    .description("forget a machine, and the key that the gate holds for it")
    .argument("<machine>", "its identifier or name")
    .action((name: string, options: Options) => removeMachine(name, options, context));
  add(machine.command("header"))
    .description("register the LUKS2 header after a change of key slots; the one before is refused from then on")
    .argument("<machine>", "its identifier or name")
    .option("--digest <hex>", "SHA-256 over every byte before the data segment")
    .option("--disk <file>", "compute it from this disk, or from a file that holds the header")
    .option("--machine <machine.json>", "with --disk: put it into this file too, which sekisho enter goes by")
    .action((name: string, options: HeaderOptions) => withImageErrors(() => setHeader(name, options, context)));
  add(machine.command("reference-values"))
    .description("add the known good boots of a refreshed image, or remove an old one")
    .argument("<machine>", "its identifier or name")
    .option("--add <machine.json>", "what image refresh wrote")
    .option("--remove <hex>", "the digest, as machine show lists it, of a boot that is no longer good")
    .action((name: string, options: ReferenceOptions) =>
      withImageErrors(() => changeReferenceValues(name, options, context)),
    );
};

async function addMachine(file: string, options: AddOptions, context: Context): Promise<void> {
  const machine = await readMachine(resolve(file));
  const policy = options.policy === undefined ? {} : { policy: await readPolicy(options.policy, context) };
  const key = options.keyFile === undefined ? undefined : await readKey(options.keyFile);
  const diskKey = key === undefined ? {} : { diskKey: Buffer.from(key).toString("base64") };
  key?.fill(0);
  const client = await gateClientOf(options);
  const added = await client.post(path, { machine, ...policy, ...diskKey }, machineViewSchema);
  tell(added, options, context, "cli.machine.added");
}

async function listMachines(options: Options, context: Context): Promise<void> {
  const found = await (await gateClientOf(options)).get(path, machineListSchema);
  if (options.json === true) return context.print(`${JSON.stringify(found)}\n`);
  if (found.machines.length === 0) return context.print(`${context.render(message("cli.machine.none"))}\n`);
  for (const { machine } of found.machines) {
    context.print(`${machine.id}  ${machine.releaseMode.padEnd(7)}  ${machine.name}\n`);
  }
}

async function showMachine(name: string, options: Options, context: Context): Promise<void> {
  const view = await findMachine(await gateClientOf(options), name);
  if (options.json === true) return context.print(`${JSON.stringify(view)}\n`);
  tell(view, options, context, "cli.machine.shown");
  for (const { launchDigest, name: boot } of view.machine.referenceValues) {
    context.print(`  ${launchDigest}  ${spelledOut(boot)}\n`);
  }
  for (const { launchDigest, name: launch } of view.machine.measuredLaunches ?? []) {
    context.print(`  ${launchDigest}  ${spelledOut(launch)}\n`);
  }
  for (const boot of view.machine.measuredBoots ?? []) {
    const registers = registerNames(registersOf(boot), boot.pcrs);
    const values = { name: boot.name, registers, origin: boot.origin };
    const identifier = await measuredBootIdentifier(boot);
    context.print(`  ${identifier}  ${context.render(message("cli.machine.measured-boot", values))}\n`);
  }
}

async function removeMachine(name: string, options: Options, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  const view = await findMachine(client, name);
  await client.delete(`${path}/${view.machine.id}`);
  tell(view, options, context, "cli.machine.removed");
}

async function setHeader(name: string, options: HeaderOptions, context: Context): Promise<void> {
  const { digest, disk, machine: file } = options;
  if ((digest === undefined) === (disk === undefined) || (file !== undefined && disk === undefined)) {
    throw new UsageError(message("cli.machine.header-what"));
  }
  const client = await gateClientOf(options);
  const { machine } = await findMachine(client, name);
  const header = disk === undefined ? undefined : await readHeader(resolve(disk), machine.disk.offset);
  const body = { headerDigest: header?.headerDigest ?? digest };
  const changed = await client.post(`${path}/${machine.id}/header`, body, machineViewSchema);
  if (file !== undefined && header !== undefined) await rewriteHeader(resolve(file), machine, header.headerDigest);
  tell(changed, options, context, "cli.machine.header");
}

/** The person's own file is what `sekisho enter` goes by, so it is changed only where it is about this machine. */
async function rewriteHeader(file: string, { id }: Machine, headerDigest: string): Promise<void> {
  const own = await readMachine(file);
  if (own.id !== id) throw new UsageError(message("cli.machine.other", { path: file, expected: id, actual: own.id }));
  await writeJson(file, { ...own, disk: { ...own.disk, headerDigest } });
}

async function changeReferenceValues(name: string, options: ReferenceOptions, context: Context): Promise<void> {
  const { add, remove } = options;
  if (add === undefined && remove === undefined) throw new UsageError(message("cli.machine.reference-values-what"));
  const client = await gateClientOf(options);
  const { machine } = await findMachine(client, name);
  const values = `${path}/${machine.id}/reference-values`;
  if (add !== undefined) {
    const own = await readMachine(resolve(add));
    if (own.id !== machine.id) {
      throw new UsageError(message("cli.machine.other", { path: add, expected: machine.id, actual: own.id }));
    }
    const { referenceValues, measuredLaunches = [], measuredBoots = [] } = own;
    await client.post(values, { referenceValues, measuredLaunches, measuredBoots }, machineViewSchema);
  }
  if (remove !== undefined) await client.delete(`${values}/${encodeURIComponent(remove.toLowerCase())}`);
  tell(await findMachine(client, machine.id), options, context, "cli.machine.reference-values");
}

async function findMachine(client: GateClient, name: string): Promise<MachineView> {
  const { machines } = await client.get(path, machineListSchema);
  const found = machines.find(({ machine }) => machine.id === name || machine.name === name);
  if (found === undefined) throw new UsageError(message("gate.problem.machineUnknown", { machineId: name }));
  return found;
}

function tell(view: MachineView, options: Options, { print, render }: Context, id: string): void {
  if (options.json === true) return print(`${JSON.stringify(view)}\n`);
  const { machine, headerDigest, policy } = view;
  const values = {
    name: machine.name,
    id: machine.id,
    mode: machine.releaseMode,
    headerDigest,
    boots: machine.referenceValues.length + (machine.measuredBoots ?? []).length,
    policy: policy === null ? "strict" : "YAML",
  };
  print(`${render(message(id, values))}\n`);
}
