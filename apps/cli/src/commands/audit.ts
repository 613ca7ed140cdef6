import { message } from "@sekisho/messages";
import { logEntrySchema, logEntryViewSchema, type LogEntryView } from "@sekisho/release/log";
import { Option } from "commander";
import type { Context } from "../context.ts";
import { gateClientOf, withGateOptions, type GateOptions } from "../gate-client/options.ts";
import { UsageError } from "../usage-error.ts";
import type { RegisterCommand } from "./index.ts";

type Options = GateOptions & { readonly after?: string; readonly kind?: string; readonly machine?: string };

/** How many lines are asked for at once. */
const slice = 5000;

/** `sekisho audit` */
export const registerAudit: RegisterCommand = (program, context) => {
  const kinds = logEntrySchema.options.map(({ shape }) => shape.kind.value);
  withGateOptions(program.command("audit"))
    .description("everything that the gate's log tells, one JSON object a line, the oldest first")
    .option("--after <index>", "only what came after the entry with this index")
    .addOption(new Option("--kind <kind>", "only entries of this kind").choices(kinds))
    .option("--machine <id>", "only entries about this machine")
    .action((options: Options) => audit(options, context));
};

async function audit(options: Options, { print }: Context): Promise<void> {
  const client = await gateClientOf(options);
  let after = afterOption(options.after);
  for (;;) {
    const query = `limit=${slice}${after === undefined ? "" : `&after=${after}`}`;
    const lines = (await client.text(`/v1/admin/audit?${query}`)).split("\n").filter((line) => line !== "");
    for (const line of lines) {
      const view = viewOf(line);
      after = view.index;
      if (isWanted(view, options)) print(`${line}\n`);
    }
    if (lines.length < slice) return;
  }
}

function afterOption(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(message("cli.audit.after", { value: text }));
}

function viewOf(line: string): LogEntryView {
  const parsed = logEntryViewSchema.safeParse(JSON.parse(line));
  if (!parsed.success) throw new UsageError(message("cli.audit.strange-line", { line: line.slice(0, 200) }));
  return parsed.data;
}

function isWanted({ entry }: LogEntryView, { kind, machine }: Options): boolean {
  if (kind !== undefined && entry.kind !== kind) return false;
  return machine === undefined || ("machineId" in entry && entry.machineId === machine);
}
