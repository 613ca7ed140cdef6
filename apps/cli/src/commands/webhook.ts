import { message } from "@sekisho/messages";
import {
  newWebhookSchema,
  webhookDeliveryListSchema,
  webhookEvents,
  webhookListSchema,
  type WebhookEvent,
} from "@sekisho/release";
import { Option, type Command } from "commander";
import type { Context } from "../context.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly json?: true };
type AddOptions = Options & {
  readonly event?: readonly WebhookEvent[];
  readonly language: "en" | "ja";
  readonly plain?: true;
};

const path = "/v1/admin/webhooks";

/** `sekisho webhook add | list | deliveries | remove` */
export const registerWebhook: RegisterCommand = (program, context) => {
  const webhook = program.command("webhook").description("who is told when machines ask, are let in, or are refused");
  const add = (command: Command): Command => withGateOptions(command).option("--json", "print one JSON object");
  add(webhook.command("add"))
    .description("add a webhook; the secret that signs its notices is shown once")
    .argument("<url>", "where notices are posted")
    .addOption(new Option("--event <event...>", "only of these happenings (default: all)").choices(webhookEvents))
    .addOption(
      new Option("--language <language>", "the language of the sentence for people")
        .choices(["en", "ja"])
        .default("en"),
    )
    .option("--plain", "allow http:// to another machine, where everybody on the way can read the notices")
    .action((url: string, options: AddOptions) => addWebhook(url, options, context));
  add(webhook.command("list"))
    .description("all webhooks, without their secrets")
    .action((options: Options) => list(options, context));
  add(webhook.command("deliveries"))
    .description("what became of the notices to a webhook, the newest first")
    .argument("<webhook>", "its identifier or address")
    .action((name: string, options: Options) => deliveries(name, options, context));
  add(webhook.command("remove"))
    .description("remove a webhook, and what still waits for it")
    .argument("<webhook>", "its identifier or address")
    .action((name: string, options: Options) => remove(name, options, context));
};

async function addWebhook(url: string, options: AddOptions, { print, say, render }: Context): Promise<void> {
  const { event, language, plain = false } = options;
  const body = { url, language, plain, ...(event === undefined ? {} : { events: event }) };
  const added = await (await gateClientOf(options)).post(path, body, newWebhookSchema);
  if (options.json === true) return print(`${JSON.stringify(added)}\n`);
  print(`${added.secret}\n`);
  say(`${render(message("cli.webhook.added", { url: added.webhook.url }))}\n`);
}

async function list(options: Options, { print, render }: Context): Promise<void> {
  const { webhooks } = await (await gateClientOf(options)).get(path, webhookListSchema);
  if (options.json === true) return print(`${JSON.stringify({ webhooks })}\n`);
  if (webhooks.length === 0) return print(`${render(message("cli.webhook.none"))}\n`);
  for (const { id, url, events, pending, newest } of webhooks) {
    const state =
      newest === null ? render(message("cli.webhook.never")) : render(message(`cli.webhook.${newest.state}`));
    const values = { id, url, events: events.join(", "), pending, state, problem: newest?.problem ?? "–" };
    print(`${render(message("cli.webhook.shown", values))}\n`);
  }
}

async function deliveries(name: string, options: Options, { print, render }: Context): Promise<void> {
  const found = await webhookByName(name, options);
  const client = await gateClientOf(options);
  const told = await client.get(`${path}/${found.id}/deliveries`, webhookDeliveryListSchema);
  if (options.json === true) return print(`${JSON.stringify(told)}\n`);
  if (told.deliveries.length === 0) return print(`${render(message("cli.webhook.nothing"))}\n`);
  for (const { at, event, number, state, attempts, problem } of told.deliveries) {
    const values = {
      at,
      event,
      number,
      state: render(message(`cli.webhook.${state}`)),
      attempts,
      problem: problem ?? "–",
    };
    print(`${render(message("cli.webhook.delivery", values))}\n`);
  }
}

async function remove(name: string, options: Options, { print, render }: Context): Promise<void> {
  const { id, url } = await webhookByName(name, options);
  await (await gateClientOf(options)).delete(`${path}/${id}`);
  if (options.json === true) return print(`${JSON.stringify({ removed: id })}\n`);
  print(`${render(message("cli.webhook.removed", { url }))}\n`);
}

async function webhookByName(name: string, options: Options): Promise<{ readonly id: string; readonly url: string }> {
  const { webhooks } = await (await gateClientOf(options)).get(path, webhookListSchema);
  const found = webhooks.filter(({ id, url }) => id === name || url === name);
  const [first] = found;
  if (first === undefined) throw new UsageError(message("gate.problem.webhookUnknown", { id: name }));
  if (found.length > 1) throw new UsageError(message("cli.webhook.several", { url: name }));
  return first;
}
