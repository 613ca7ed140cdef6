import { wipeTransportKeys } from "@sekisho/evidence/sev";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { verdictJson, verdictText } from "../report-text.ts";
import { acceptedVerdict, judgeLaunch, type JudgeOptions } from "../sev/judge.ts";
import { readSessionKeys, writeNew } from "../sev/key-file.ts";
import { withLaunchOptions } from "../sev/options.ts";

type Options = JudgeOptions & { readonly keys: string; readonly verdict?: string; readonly json?: true };

/** `sekisho sev verify` */
export function registerSevVerify(sev: Command, context: Context): void {
  withLaunchOptions(sev.command("verify"))
    .description("judge a launch by its measurement: whether the platform has loaded what it should")
    .requiredOption("--keys <file>", "what `sekisho sev session` keeps of this launch's session")
    .option("--verdict <file>", "write down that the launch was accepted, for `sekisho sev secret`")
    .option("--json", "print one JSON object")
    .action((options: Options) => verify(options, context));
}

async function verify(options: Options, context: Context): Promise<void> {
  const { render } = context;
  const keys = await readSessionKeys(options.keys);
  try {
    const { verdict, measurement } = await judgeLaunch(keys, options, render);
    if (verdict.verdict === "rejected") context.reject();
    else if (options.verdict !== undefined) await writeNew(options.verdict, acceptedVerdict(keys, measurement), 0o600);
    if (options.json === true) context.print(`${JSON.stringify(verdictJson(verdict, render))}\n`);
    else context.print(verdictText(render(message("cli.sev.launch")), verdict, render));
  } finally {
    wipeTransportKeys(keys);
  }
}
