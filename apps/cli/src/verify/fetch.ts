import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { collectAmdEndorsements, createAmdKeyServer, type AmdKeyServer } from "@sekisho/endorsements/fetch";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { UsageError } from "../usage-error.ts";
import type { Endorsements } from "./endorsement-files.ts";

/**
 * The vendor's key service for `--fetch`; what it gives is kept in the user's cache directory.
 *
 * @param url another service that speaks AMD's interface
 * @throws UsageError when `url` is no address
 */
export function keyServerOption(url: string | undefined): AmdKeyServer {
  const directory = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sekisho", "endorsements");
  if (url === undefined) return createAmdKeyServer({ directory });
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(message("cli.verify.not-a-url", { url: JSON.stringify(url) }));
  }
  return createAmdKeyServer({ directory, baseUrl: url.replace(/\/+$/, "") });
}

/** What was given, and what the key service adds to it; what it could not give is told on standard error. */
export async function fetchMissing(
  server: AmdKeyServer,
  report: AttestationReport,
  given: Endorsements,
  context: Context,
): Promise<Endorsements> {
  const { certificates, crls, problems } = await collectAmdEndorsements({ server, report, given });
  for (const problem of problems) context.say(`${context.render(problem)}\n`);
  return { certificates, crls };
}
