import { fromUtf8, malformedMessage } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import type { OwnEndorsements } from "@sekisho/verifier";
import { UsageError } from "../usage-error.ts";
import { advisoriesOption } from "./advisories-option.ts";
import { readEndorsements } from "./endorsement-files.ts";
import { fetchMissing, fetchMissingOfQuote, intelServiceOption, keyServerOption } from "./fetch.ts";
import { collectValues, policyOption } from "./options.ts";

/** The options of commands that judge a guest's evidence on the person's own device. */
export type OwnEvidenceOptions = {
  readonly policy?: string;
  readonly crl: readonly string[];
  readonly collateral: readonly string[];
  readonly fetch?: true;
  readonly keyServer?: string;
  readonly intelService?: string;
  readonly advisories?: string;
};

/** Adds the options by which a person brings policy and revocation lists of their own. */
export function withOwnEvidenceOptions(command: Command): Command {
  return command
    .option("--policy <file>", "your own policy in YAML (default: the built-in policy `strict`)")
    .option("--crl <file>", "revocation lists of your own, PEM or DER; can be given again", collectValues, [])
    .option(
      "--collateral <path>",
      "a file or directory with certificates, revocation lists, Intel's collateral; can be given again",
      collectValues,
      [],
    )
    .option("--fetch", "get the newest lists and documents from the vendor, without asking the gate")
    .option("--key-server <url>", "another service than AMD's that --fetch asks")
    .option("--intel-service <url>", "another service than Intel's that --fetch asks")
    .option("--advisories <file>", "a newer table of advisories than the one that comes with Sekisho");
}

/** A gate could leave the newest lists and documents out, so a person may bring some. */
export async function ownEndorsements(options: OwnEvidenceOptions, context: Context): Promise<OwnEndorsements> {
  const { crl, collateral, fetch, keyServer, intelService } = options;
  const files = await readEndorsements({ cert: [], crl, collateral }, (path) =>
    context.say(`${context.render(message("cli.verify.skipped", { path }))}\n`),
  );
  const services =
    fetch === true ? { amd: keyServerOption(keyServer), intel: intelServiceOption(intelService) } : undefined;
  return {
    advisories: await advisoriesOption(options.advisories, context),
    ofReport: async (report, { certificates }) => {
      const given = { certificates: [...files.certificates, ...certificates], crls: files.crls };
      return services === undefined ? given : fetchMissing(services.amd, report, given, context);
    },
    ofQuote: async (quote) =>
      services === undefined ? files : fetchMissingOfQuote(services.intel, quote, files, context),
  };
}

/** The policy's text, after it was read once: its faults are told with their lines. */
export async function policyText(file: string | undefined, { render }: Context): Promise<string | null> {
  if (file === undefined) return null;
  await policyOption(file, render);
  const text = fromUtf8(file, await readInput(file));
  if (!text.ok) throw new UsageError(malformedMessage(file, text.error));
  return text.value;
}
