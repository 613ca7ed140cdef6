import { message, spelledOut, type Renderer } from "@sekisho/messages";
import { grantListSchema, machineListSchema, type GrantView } from "@sekisho/release";
import type { Context } from "../context.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type ListOptions = GateOptions & { readonly machine?: string; readonly json?: true };

const path = "/v1/admin/grants";

/** `sekisho grants [list | withdraw]` */
export const registerGrants: RegisterCommand = (program, context) => {
  const grants = program.command("grants").description("approvals that reach beyond one boot");
  withGateOptions(grants.command("list", { isDefault: true }))
    .description("all of them, the newest first")
    .option("--machine <machine>", "only those for this machine, by identifier or name")
    .option("--json", "print one JSON object")
    .action((options: ListOptions) => list(options, context));
  withGateOptions(grants.command("withdraw"))
    .description("let no further boot through; what was released stays released")
    .argument("<grant>", "its identifier")
    .action((id: string, options: GateOptions) => withdraw(id, options, context));
};

async function list({ machine: name, json, ...options }: ListOptions, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const machine = name === undefined ? undefined : await identifierOf(client, name);
  const found = await client.get(`${path}${machine === undefined ? "" : `?machine=${machine}`}`, grantListSchema);
  if (json === true) return print(`${JSON.stringify(found)}\n`);
  if (found.grants.length === 0) return print(`${render(message("cli.grants.none"))}\n`);
  for (const grant of found.grants) print(`${grantLine(grant, render)}\n`);
}

async function withdraw(id: string, options: GateOptions, { print, render }: Context): Promise<void> {
  await (await gateClientOf(options)).delete(`${path}/${encodeURIComponent(id)}`);
  print(`${render(message("cli.grants.withdrawn", { grant: id }))}\n`);
}

async function identifierOf(client: Awaited<ReturnType<typeof gateClientOf>>, name: string): Promise<string> {
  const { machines } = await client.get("/v1/admin/machines", machineListSchema);
  const found = machines.find(({ machine }) => machine.id === name || machine.name === name);
  if (found === undefined) throw new UsageError(message("gate.problem.machineUnknown", { machineId: name }));
  return found.machine.id;
}

function grantLine(grant: GrantView, render: Renderer): string {
  const { id, machineName, machineId, number, approvals, remaining, until, ended } = grant;
  const open = [
    ...(remaining === null ? [] : [render(message("cli.grants.remaining", { boots: remaining }))]),
    ...(until === null ? [] : [render(message("cli.grants.until", { until }))]),
  ];
  const names = approvals.map(({ account }) => spelledOut(account)).join(", ");
  const state = ended === null ? open.join(", ") : render(ended);
  return [id, spelledOut(machineName ?? machineId), `#${number}`, names, state].join("  ");
}
