import { homedir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import {
  collectAmdEndorsements,
  collectIntelEndorsements,
  createAmdKeyServer,
  createIntelService,
  type AmdKeyServer,
  type GivenToIntel,
  type IntelService,
} from "@sekisho/endorsements/fetch";
import type { Quote } from "@sekisho/evidence/dcap";
import type { AttestationReport } from "@sekisho/evidence/sev-snp";
import { message } from "@sekisho/messages";
import type { Context } from "../context.ts";
import { UsageError } from "../usage-error.ts";

/** Where `--fetch` keeps what the vendors gave: in the user's cache directory. */
export function endorsementCache(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "sekisho", "endorsements");
}

/**
 * AMD's key service for `--fetch`.
 *
 * @param url another service that speaks AMD's interface
 * @throws UsageError when `url` is no address
 */
export function keyServerOption(url: string | undefined): AmdKeyServer {
  return createAmdKeyServer({ directory: endorsementCache(), ...baseUrlOf("--key-server", url) });
}

/**
 * Intel's service for `--fetch`.
 *
 * @param url another service that speaks Intel's interface, as a caching one (PCCS)
 * @throws UsageError when `url` is no address
 */
export function intelServiceOption(url: string | undefined): IntelService {
  return createIntelService({ directory: endorsementCache(), ...baseUrlOf("--intel-service", url) });
}

/** @throws UsageError when `url` is no address */
export function baseUrlOf(option: string, url: string | undefined): { readonly baseUrl?: string } {
  if (url === undefined) return {};
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(message("cli.verify.not-a-url", { option, url: JSON.stringify(url) }));
  }
  return { baseUrl: url.replace(/\/+$/, "") };
}

type Given = Pick<GivenToIntel, "certificates" | "crls">;

/** What was given, and what the key service adds to it; what it could not give is told on standard error. */
export async function fetchMissing(
  server: AmdKeyServer,
  report: AttestationReport,
  given: Given,
  context: Context,
): Promise<Given> {
  const { certificates, crls, problems } = await collectAmdEndorsements({ server, report, given });
  for (const problem of problems) context.say(`${context.render(problem)}\n`);
  return { certificates, crls };
}

/** The same for a quote of Intel's, whose appraisal takes signed documents besides. */
export async function fetchMissingOfQuote(
  service: IntelService,
  quote: Quote,
  given: GivenToIntel,
  context: Context,
): Promise<GivenToIntel> {
  const { certificates, crls, collateral, problems } = await collectIntelEndorsements({ service, quote, given });
  for (const problem of problems) context.say(`${context.render(problem)}\n`);
  return { certificates, crls, collateral };
}
