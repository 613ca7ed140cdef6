import { createAmdChainCache } from "@sekisho/endorsements/amd";
import { createIntelChainCache } from "@sekisho/endorsements/intel";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { verdictJson, verdictText } from "../report-text.ts";
import { UsageError } from "../usage-error.ts";
import { advisoriesOption } from "../verify/advisories-option.ts";
import { readEndorsements } from "../verify/endorsement-files.ts";
import { intelServiceOption, keyServerOption } from "../verify/fetch.ts";
import type { Criteria } from "../verify/criteria.ts";
import { judge } from "../verify/judge.ts";
import { machineOption, policyFor } from "../verify/machine-option.ts";
import { bytesOption, collectValues, digestOption, momentOption } from "../verify/options.ts";
import { eventLogOption, quoteOption } from "../verify/read-evidence.ts";
import type { RegisterCommand } from "./index.ts";

type Options = {
  readonly cert: readonly string[];
  readonly crl: readonly string[];
  readonly collateral: readonly string[];
  readonly reportData?: string;
  readonly measurement?: string;
  readonly eventLog?: string;
  readonly quote?: string;
  readonly machine?: string;
  readonly policy?: string;
  readonly advisories?: string;
  readonly at?: string;
  readonly fetch?: true;
  readonly keyServer?: string;
  readonly intelService?: string;
  readonly json?: true;
};

/** `sekisho verify FILE…` */
export const registerVerify: RegisterCommand = (program, context) => {
  program
    .command("verify")
    .description(
      "judge evidence: SEV-SNP reports, TDX and SGX quotes, Azure HCL reports, Sekisho evidence bundles (told apart by content)",
    )
    .argument("<file...>", "evidence; with several files the worst verdict is the exit status")
    .option("--cert <file>", "certificates, PEM or DER; can be given again", collectValues, [])
    .option("--crl <file>", "revocation lists, PEM or DER; can be given again", collectValues, [])
    .option(
      "--collateral <path>",
      "a file or directory with certificates, revocation lists, Intel's collateral; can be given again",
      collectValues,
      [],
    )
    .option("--report-data <hex>", "what REPORT_DATA must be: 64 bytes")
    .option("--measurement <hex>", "what the launch digest must be: 48 bytes (of an enclave MRENCLAVE: 32)")
    .option("--event-log <file>", "a TD's log (CCEL), which must replay to the RTMRs of its quote")
    .option("--quote <file>", "the TDX quote that goes with an Azure HCL report of a TD")
    .option("--machine <file>", "a machine.json: the evidence must be that machine's, booted as its owner knows it")
    .option("--policy <file>", "a policy in YAML (default: the built-in policy `authentic`; `strict` with --machine)")
    .option("--advisories <file>", "a newer table of advisories than the one that comes with Sekisho")
    .option("--at <iso-8601>", "the moment to judge at (default: now)")
    .option("--fetch", "get missing certificates, revocation lists and collateral from the vendor")
    .option("--key-server <url>", "another service than AMD's that --fetch asks")
    .option("--intel-service <url>", "another service than Intel's that --fetch asks")
    .option("--json", "print one JSON object")
    .action((files: readonly string[], options: Options) => verify(files, options, context));
};

async function verify(files: readonly string[], options: Options, context: Context): Promise<void> {
  const { reportData, measurement, at } = options;
  const machine = await machineOption(options.machine);
  const skipped = (path: string): void => context.say(`${context.render(message("cli.verify.skipped", { path }))}\n`);
  const criteria: Criteria = {
    reportData: bytesOption("--report-data", reportData, 64),
    measurement: digestOption("--measurement", measurement),
    eventLog: await eventLogOption(options.eventLog),
    quote: await quoteOption(options.quote),
    at: momentOption(at),
    machine,
    policy: await policyFor(options.policy, machine, context.render),
    advisories: await advisoriesOption(options.advisories, context),
    endorsements: await readEndorsements(options, skipped),
    caches: { amd: createAmdChainCache(), intel: createIntelChainCache() },
    services:
      options.fetch === true
        ? { amd: keyServerOption(options.keyServer), intel: intelServiceOption(options.intelService) }
        : undefined,
  };
  const [only] = files;
  if (only !== undefined && files.length === 1) {
    const verdict = await judge(only, criteria, context);
    if (verdict.verdict === "rejected") context.reject();
    const { render } = context;
    context.print(options.json === true ? asJson(verdictJson(verdict, render)) : verdictText(only, verdict, render));
    return;
  }
  await verifySeveral(files, criteria, options, context);
}

/** Goes on past unreadable files, and ends with exit status 2 when there was one. */
async function verifySeveral(files: readonly string[], criteria: Criteria, options: Options, context: Context) {
  const { render } = context;
  const told: Readonly<Record<string, unknown>>[] = [];
  let unreadable = 0;
  for (const file of files) {
    try {
      const verdict = await judge(file, criteria, context);
      if (verdict.verdict === "rejected") context.reject();
      told.push({ file, ...verdictJson(verdict, render) });
      if (options.json !== true) context.print(`${verdictText(file, verdict, render)}\n`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      unreadable++;
      told.push({ file, error: error.problem.id, text: render(error.problem) });
      if (options.json !== true) context.print(`${render(error.problem)}\n\n`);
    }
  }
  const verdict = unreadable === 0 && context.status() === 0 ? "accepted" : "rejected";
  if (options.json === true) context.print(asJson({ verdict, files: told }));
  if (unreadable > 0) throw new UsageError(message("cli.verify.some-unreadable", { unreadable, all: files.length }));
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
