import type { PublicKey } from "@sekisho/encoding/crypto";
import type { Check } from "@sekisho/evidence";
import { authenticateQuote, type Quote } from "@sekisho/evidence/dcap";
import { check, type Finding } from "../finding.ts";
import type { IntelChainCache } from "./chain-cache.ts";
import { notLookedAt } from "./result.ts";

/** Whether the attestation key signed the quote, the quoting enclave names that key, and the PCK signed the enclave's report. */
export async function quoteChecks(
  quote: Quote,
  pckKey: PublicKey | undefined,
  cache: IntelChainCache,
): Promise<readonly Check[]> {
  const { technology } = quote;
  const found = pckKey === undefined ? undefined : await authenticateQuote(quote, pckKey, cache.attestationKey);
  const finding = (genuine: boolean | undefined, topic: "quote-signature" | "qe-binding" | "qe-report"): Finding => {
    if (genuine === undefined) return notLookedAt;
    const status = genuine ? "pass" : "fail";
    return { status, detail: `endorsements.intel.${topic}.${status}` };
  };
  const signature =
    quote.attestationKeyType === "ecdsa-p256"
      ? finding(found?.quoteSignature, "quote-signature")
      : ({ status: "fail", expected: "ecdsa-p256", actual: quote.attestationKeyType, detail: p384 } as const);
  return [
    check(`${technology}.signature`, signature),
    check(`${technology}.qe-binding`, finding(found?.attestationKeyBinding, "qe-binding")),
    check(`${technology}.qe-report`, finding(found?.qeReportSignature, "qe-report")),
  ];
}

const p384 = "endorsements.intel.quote-signature.key-type";
