import { message } from "@sekisho/messages";
import { requestViewSchema } from "@sekisho/release";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import type { RegisterCommand } from "./index.ts";

type DenyOptions = GateOptions & { readonly reason: string; readonly json?: true };

/** `sekisho deny REQUEST --reason TEXT` */
export const registerDeny: RegisterCommand = (program, { print, render }) => {
  withGateOptions(program.command("deny"))
    .description("refuse a request; the guest learns only its number")
    .argument("<request>", "its number or identifier")
    .requiredOption("--reason <text>", "why, for the people who look at it later")
    .option("--json", "print one JSON object")
    .action(async (id: string, options: DenyOptions) => {
      const client = await gateClientOf(options);
      const path = `/v1/admin/requests/${encodeURIComponent(id)}/deny`;
      const denied = await client.post(path, { reason: options.reason }, requestViewSchema);
      if (options.json === true) return print(`${JSON.stringify(denied)}\n`);
      print(`${render(message("cli.deny.denied", { number: denied.number }))}\n`);
    });
};
