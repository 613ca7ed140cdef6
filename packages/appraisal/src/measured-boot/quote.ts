import { concatBytes, equalBytes, toHex } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import { checkQuoteContent } from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import type { MeasuredBoot } from "@sekisho/reference-values";
import { replayMeasuredBoot } from "@sekisho/reference-values/measured-boot";
import { decided } from "../outcome.ts";
import { quotedPcrs } from "./log.ts";
import type { ReadVtpm } from "./read.ts";

/**
 * Whether this is a quote for this binding, of PCR 0 to 15 in the SHA-256 bank, and of exactly what the logs replay to. Where
 * the logs are not true, the known boots tell which PCRs they lie about, as far as one of them gives the quoted digest.
 */
export async function quoteChecks(
  read: ReadVtpm,
  binding: Uint8Array,
  known: readonly MeasuredBoot[],
): Promise<readonly Check[]> {
  const { quote, signature, log } = read;
  const extraData = await hash("sha256", binding);
  const pcrs = [{ hash: "sha256" as const, values: log.values }];
  const checks = await checkQuoteContent(quote, signature.hash, { extraData, pcrs });
  const digest = checks.find(({ id }) => id === "tpm.quote.pcr-digest");
  if (digest?.status !== "fail") return checks;
  const lie = await findLie(read, known);
  return lie === undefined ? checks : [...checks, lie];
}

/** At most so many known boots are tried: each costs a replay. */
const mostTried = 16;

async function findLie(
  { quote, signature, log }: ReadVtpm,
  known: readonly MeasuredBoot[],
): Promise<Check | undefined> {
  if (quote.attested.kind !== "quote") return undefined;
  for (const boot of known.slice(0, mostTried)) {
    const values = await replayMeasuredBoot(boot);
    const all = quotedPcrs.map((pcr) => values.get(pcr) ?? log.values.get(pcr) ?? new Uint8Array(32));
    if (!equalBytes(await hash(signature.hash, concatBytes(...all)), quote.attested.pcrDigest)) continue;
    const wrong = quotedPcrs.filter((pcr) => {
      const [own, logged] = [values.get(pcr), log.values.get(pcr)];
      return own !== undefined && logged !== undefined && !equalBytes(own, logged);
    });
    const named = { name: boot.name, pcrs: wrong.join(", ") };
    const sides = { expected: toHex(quote.attested.pcrDigest), actual: null };
    return decided("measured-boot.log", false, sides, message("vtpm.log.untrue", named));
  }
  return undefined;
}
