import { message } from "@sekisho/messages";
import {
  accountListSchema,
  accountViewSchema,
  createdAccountSchema,
  enrolmentLinkSchema,
  roles,
  type AccountView,
  type EnrolmentLink,
  type Role,
} from "@sekisho/release";
import { Argument, Option, type Command } from "commander";
import type { Context } from "../context.ts";
import type { GateClient } from "../gate-client/client.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type AddOptions = Options & { readonly role: Role };

const path = "/v1/admin/accounts";

/** `sekisho account add | list | role | enrol | remove | remove-passkey` */
export const registerAccount: RegisterCommand = (program, context) => {
  const account = program.command("account").description("the people who may use a gate's page, each with passkeys");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(account.command("add"))
    .description("make an account, and print a one-time link with which its person registers a passkey")
    .argument("<name>", "how the person is called")
    .addOption(
      new Option("--role <role>", "what the person may do; each role includes the ones before it")
        .choices(roles)
        .makeOptionMandatory(),
    )
    .action((name: string, options: AddOptions) => addAccount(name, options, context));
  add(account.command("list"))
    .description("all accounts with their passkeys")
    .action((options: Options) => list(options, context));
  add(account.command("role"))
    .description("give an account another role, from its person's next call on")
    .argument("<name>", "the account's name or identifier")
    .addArgument(new Argument("<role>", "the new role").choices(roles))
    .action((name: string, role: Role, options: Options) => changeRole(name, role, options, context));
  add(account.command("enrol"))
    .description("print another one-time link, as for a second passkey or in the place of a lost one")
    .argument("<name>", "the account's name or identifier")
    .action((name: string, options: Options) => enrol(name, options, context));
  add(account.command("remove"))
    .description("forget an account and its passkeys; its person is signed out")
    .argument("<name>", "the account's name or identifier")
    .action((name: string, options: Options) => remove(name, options, context));
  add(account.command("remove-passkey"))
    .description("forget one passkey of an account, as when it was lost")
    .argument("<name>", "the account's name or identifier")
    .argument("<passkey>", "the passkey's label or identifier, as account list shows it")
    .action((name: string, passkey: string, options: Options) => removePasskey(name, passkey, options, context));
};

async function addAccount(name: string, { role, ...options }: AddOptions, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  const created = await client.post(path, { name, role }, createdAccountSchema);
  if (options.json === true) return context.print(`${JSON.stringify(created)}\n`);
  context.say(`${context.render(message("cli.account.added", { name, role }))}\n`);
  printLink(created.enrolment, context);
}

async function enrol(name: string, options: Options, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  const account = await demandAccount(client, name);
  const link = await client.post(`${path}/${account.id}/enrolment`, undefined, enrolmentLinkSchema);
  if (options.json === true) return context.print(`${JSON.stringify(link)}\n`);
  printLink(link, context);
}

/** The link alone goes to standard output, so that it can be handed on without anything around it. */
function printLink({ url, expiresAt }: EnrolmentLink, { print, say, render }: Context): void {
  print(`${url}\n`);
  say(`${render(message("cli.account.link", { until: expiresAt }))}\n`);
}

async function list(options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const { accounts } = await client.get(path, accountListSchema);
  if (options.json === true) return print(`${JSON.stringify({ accounts })}\n`);
  if (accounts.length === 0) return print(`${render(message("cli.account.none"))}\n`);
  for (const { name, role, passkeys, enrolmentExpiresAt } of accounts) {
    print(`${render(message("cli.account.shown", { name, role, passkeys: passkeys.length }))}\n`);
    for (const { label, lockedAt, backedUp, createdAt } of passkeys) {
      const state = lockedAt !== null ? "locked" : backedUp ? "synced" : "bound";
      print(`  ${render(message(`cli.account.passkey.${state}`, { label, since: createdAt }))}\n`);
    }
    if (enrolmentExpiresAt !== null) {
      print(`  ${render(message("cli.account.invited", { until: enrolmentExpiresAt }))}\n`);
    }
  }
}

async function changeRole(name: string, role: Role, options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const account = await demandAccount(client, name);
  const changed = await client.patch(`${path}/${account.id}`, { role }, accountViewSchema);
  if (options.json === true) return print(`${JSON.stringify(changed)}\n`);
  print(`${render(message("cli.account.changed", { name: changed.name, role: changed.role }))}\n`);
}

async function remove(name: string, options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const account = await demandAccount(client, name);
  await client.delete(`${path}/${account.id}`);
  if (options.json === true) return print(`${JSON.stringify({ removed: account.id })}\n`);
  print(`${render(message("cli.account.removed", { name: account.name }))}\n`);
}

async function removePasskey(name: string, wanted: string, options: Options, context: Context): Promise<void> {
  const client = await gateClientOf(options);
  const account = await demandAccount(client, name);
  const found = account.passkeys.filter(({ id, label }) => id === wanted || label === wanted);
  const [passkey] = found;
  if (passkey === undefined || found.length > 1) {
    const problem = passkey === undefined ? "cli.account.no-passkey" : "cli.account.many-passkeys";
    throw new UsageError(message(problem, { name: account.name, passkey: wanted }));
  }
  await client.delete(`${path}/${account.id}/passkeys/${passkey.id}`);
  if (options.json === true) return context.print(`${JSON.stringify({ removed: passkey.id })}\n`);
  const values = { name: account.name, label: passkey.label };
  context.print(`${context.render(message("cli.account.passkey-removed", values))}\n`);
}

async function demandAccount(client: GateClient, name: string): Promise<AccountView> {
  const { accounts } = await client.get(path, accountListSchema);
  const found = accounts.find((account) => account.id === name || account.name === name);
  if (found === undefined) throw new UsageError(message("gate.problem.accountUnknown", { account: name }));
  return found;
}
