import { fromUtf8, malformedMessage } from "@sekisho/encoding";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { readInput } from "../files.ts";
import type { OwnLists } from "../gate-client/verify-request.ts";
import { UsageError } from "../usage-error.ts";
import { readEndorsements } from "./endorsement-files.ts";
import { fetchMissing, keyServerOption } from "./fetch.ts";
import { collectValues, policyOption } from "./options.ts";

/** The options of commands that judge a guest's evidence on the person's own device. */
export type OwnEvidenceOptions = {
  readonly policy?: string;
  readonly crl: readonly string[];
  readonly fetch?: true;
  readonly keyServer?: string;
};

/** Adds the options by which a person brings policy and revocation lists of their own. */
export function withOwnEvidenceOptions(command: Command): Command {
  return command
    .option("--policy <file>", "your own policy in YAML (default: the built-in policy `strict`)")
    .option("--crl <file>", "revocation lists of your own, PEM or DER; can be given again", collectValues, [])
    .option("--fetch", "get the newest revocation list from the vendor, without asking the gate")
    .option("--key-server <url>", "another service than AMD's that --fetch asks");
}

/** A gate could leave the newest revocation list out, so a person may bring one. */
export async function ownLists({ crl, fetch, keyServer }: OwnEvidenceOptions, context: Context): Promise<OwnLists> {
  const { crls } = await readEndorsements({ cert: [], crl, collateral: undefined }, () => {});
  const server = fetch === true ? keyServerOption(keyServer) : undefined;
  return async (report, { certificates }) => {
    const given = { certificates, crls };
    return server === undefined ? given : fetchMissing(server, report, given, context);
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
