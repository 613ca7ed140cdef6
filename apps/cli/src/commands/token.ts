import { writeFile } from "node:fs/promises";
import { message } from "@sekisho/messages";
import { createdTokenSchema, roles, tokenListSchema, type Role } from "@sekisho/release";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type AddOptions = Options & { readonly role: Role; readonly days?: number; readonly output?: string };

const path = "/v1/admin/tokens";

/** `sekisho token add | list | remove` */
export const registerToken: RegisterCommand = (program, context) => {
  const token = program.command("token").description("the programs that may use a gate, each with a token");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(token.command("add"))
    .description("make a token for a program; it is shown once")
    .argument("<name>", "how the program is called")
    .addOption(
      new Option("--role <role>", "what the program may do; approving is for people alone")
        .choices(roles)
        .makeOptionMandatory(),
    )
    .option("--days <number>", "after how many days it runs out (default: never)", days)
    .option("--output <file>", "put it into this new file, which only you can read, instead of printing it")
    .action((name: string, options: AddOptions) => addToken(name, options, context));
  add(token.command("list"))
    .description("all tokens, without their secrets")
    .action((options: Options) => list(options, context));
  add(token.command("remove"))
    .description("end a program's access")
    .argument("<name>", "the token's name or identifier")
    .action((name: string, options: Options) => remove(name, options, context));
};

async function addToken(name: string, options: AddOptions, { print, say, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const body = { name, role: options.role, days: options.days ?? null };
  const created = await client.post(path, body, createdTokenSchema);
  if (options.output !== undefined) await writeSecret(options.output, created.secret);
  const shown = options.output === undefined ? created : { token: created.token };
  if (options.json === true) return print(`${JSON.stringify(shown)}\n`);
  if (options.output === undefined) print(`${created.secret}\n`);
  say(`${render(message("cli.token.added", { name, role: options.role }))}\n`);
}

async function list(options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const { tokens } = await client.get(path, tokenListSchema);
  if (options.json === true) return print(`${JSON.stringify({ tokens })}\n`);
  if (tokens.length === 0) return print(`${render(message("cli.token.none"))}\n`);
  for (const { name, role, createdBy, expiresAt, lastUsedAt } of tokens) {
    const values = { name, role, by: createdBy, until: expiresAt ?? "–", used: lastUsedAt ?? "–" };
    print(`${render(message("cli.token.shown", values))}\n`);
  }
}

async function remove(name: string, options: Options, { print, render }: Context): Promise<void> {
  const client = await gateClientOf(options);
  const { tokens } = await client.get(path, tokenListSchema);
  const found = tokens.find((token) => token.id === name || token.name === name);
  if (found === undefined) throw new UsageError(message("gate.problem.tokenUnknown", { token: name }));
  await client.delete(`${path}/${found.id}`);
  if (options.json === true) return print(`${JSON.stringify({ removed: found.id })}\n`);
  print(`${render(message("cli.token.removed", { name: found.name }))}\n`);
}

async function writeSecret(file: string, secret: string): Promise<void> {
  await writeFile(file, `${secret}\n`, { mode: 0o600, flag: "wx" }).catch((error: unknown) => {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UsageError(message("cli.token.unwritable", { path: file, reason }));
  });
}

function days(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 3650) throw new InvalidArgumentError("1 to 3650 days");
  return value;
}
