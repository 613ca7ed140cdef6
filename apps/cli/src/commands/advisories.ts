import {
  exposuresOfQuote,
  exposuresOfReport,
  tcbOfQuote,
  type AdvisoryTable,
  type Exposure,
  type Policy,
} from "@sekisho/appraisal";
import { appraiseAmdEndorsements } from "@sekisho/endorsements/amd";
import { appraiseIntelEndorsements } from "@sekisho/endorsements/intel";
import type { Quote } from "@sekisho/evidence/dcap";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import { exposuresJson, exposuresText } from "../advisories/show.ts";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import { UsageError } from "../usage-error.ts";
import { advisoriesOption } from "../verify/advisories-option.ts";
import { readEndorsements, type Endorsements } from "../verify/endorsement-files.ts";
import { fetchMissing, fetchMissingOfQuote, intelServiceOption, keyServerOption } from "../verify/fetch.ts";
import { collectValues, momentOption, policyOption } from "../verify/options.ts";
import { readEvidence } from "../verify/read-evidence.ts";
import type { RegisterCommand } from "./index.ts";

type Options = {
  readonly advisories?: string;
  readonly cert: readonly string[];
  readonly collateral: readonly string[];
  readonly policy?: string;
  readonly at?: string;
  readonly fetch?: true;
  readonly keyServer?: string;
  readonly intelService?: string;
  readonly json?: true;
};

/** What the evidence is looked at with. */
type Means = {
  readonly table: AdvisoryTable;
  readonly endorsements: Endorsements;
  readonly policy: Policy;
  readonly at: Date;
  readonly options: Options;
};

/** `sekisho advisories FILE` */
export const registerAdvisories: RegisterCommand = (program, context) => {
  program
    .command("advisories")
    .description("show which known attacks a report or quote is exposed to; status 1 when there is one")
    .argument("<file>", "evidence, as verify reads it")
    .option("--advisories <file>", "a newer table of advisories than the one that comes with Sekisho")
    .option("--cert <file>", "certificates, PEM or DER; can be given again", collectValues, [])
    .option(
      "--collateral <path>",
      "a file or directory with certificates, revocation lists, Intel's collateral; can be given again",
      collectValues,
      [],
    )
    .option("--policy <file>", "a policy in YAML, whose roots are trusted besides the vendors'")
    .option("--at <iso-8601>", "the moment to judge at (default: now)")
    .option("--fetch", "get missing certificates, revocation lists and collateral from the vendor")
    .option("--key-server <url>", "another service than AMD's that --fetch asks")
    .option("--intel-service <url>", "another service than Intel's that --fetch asks")
    .option("--json", "print one JSON object")
    .action((file: string, options: Options) => advisories(file, options, context));
};

async function advisories(file: string, options: Options, context: Context): Promise<void> {
  const skipped = (path: string): void => context.say(`${context.render(message("cli.verify.skipped", { path }))}\n`);
  const means: Means = {
    table: await advisoriesOption(options.advisories, context),
    endorsements: await readEndorsements({ cert: options.cert, crl: [], collateral: options.collateral }, skipped),
    policy: await policyOption(options.policy, context.render),
    at: momentOption(options.at),
    options,
  };
  const { hardware, certificates } = await readEvidence(file, await readInput(file));
  if (hardware?.kind !== "report" && hardware?.kind !== "quote") {
    throw new UsageError(message("cli.endorsements.unendorsed", { path: file }));
  }
  const given = {
    ...means.endorsements,
    certificates: [...certificates, ...means.endorsements.certificates],
  };
  const exposures =
    hardware.kind === "report"
      ? await ofReport(hardware.report, { ...means, endorsements: given }, context)
      : await ofQuote(hardware.quote, { ...means, endorsements: given }, context);
  if (exposures.some(({ status }) => status === "exposed")) context.reject();
  const { collectedAt } = means.table;
  context.print(
    options.json === true
      ? `${JSON.stringify(exposuresJson(exposures, collectedAt, context))}\n`
      : exposuresText(file, exposures, collectedAt, context),
  );
}

async function ofReport(report: AttestationReport, means: Means, context: Context): Promise<readonly Exposure[]> {
  const { table, endorsements, policy, at, options } = means;
  const found =
    options.fetch === true
      ? await fetchMissing(keyServerOption(options.keyServer), report, endorsements, context)
      : endorsements;
  const additionalRoots = policy["sev-snp"]?.roots?.additional ?? [];
  const { product } = await appraiseAmdEndorsements({ report, ...found, at, additionalRoots });
  return exposuresOfReport(report, table, report.product ?? product);
}

async function ofQuote(quote: Quote, means: Means, context: Context): Promise<readonly Exposure[]> {
  const { table, endorsements, policy, at, options } = means;
  const found =
    options.fetch === true
      ? await fetchMissingOfQuote(intelServiceOption(options.intelService), quote, endorsements, context)
      : endorsements;
  const { technology } = quote;
  const additionalRoots = policy[technology]?.roots?.additional ?? [];
  const endorsed = await appraiseIntelEndorsements({ quote, ...found, at, vendorRoot: true, additionalRoots });
  const about = { collateral: found.collateral, fmspc: endorsed.pck?.fmspc, technology };
  return exposuresOfQuote(tcbOfQuote(endorsed, technology), about, table);
}
