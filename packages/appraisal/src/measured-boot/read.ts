import { malformedMessage, type Parsed } from "@sekisho/encoding";
import type { Check } from "@sekisho/evidence";
import { parseAzureHclReport, type AzureHclReport } from "@sekisho/evidence/azure-hcl";
import {
  parseAttest,
  parsePublicArea,
  parseTpmSignature,
  type Attest,
  type PublicArea,
  type TpmSignature,
} from "@sekisho/evidence/tpm";
import { decided } from "../outcome.ts";
import type { VtpmBytes } from "./input.ts";
import { readMeasuredLog, type MeasuredLog } from "./log.ts";

/** The evidence of a TPM, read. Nothing in it is authenticated. */
export type ReadVtpm = {
  readonly endorsementKey: PublicArea;
  readonly attestationKey: PublicArea;
  readonly quote: Attest;
  readonly signature: TpmSignature;
  readonly log: MeasuredLog;
  readonly hcl: AzureHclReport | undefined;
};

/** What was read, or a refusing check for each structure that is malformed. */
export type VtpmReading =
  | { readonly ok: true; readonly vtpm: ReadVtpm }
  | { readonly ok: false; readonly checks: readonly Check[] };

/** Reads every structure of a TPM's evidence. It never throws; a malformed structure is named with field and offset. */
export async function readVtpm(vtpm: VtpmBytes): Promise<VtpmReading> {
  const checks: Check[] = [];
  const need = <T>(what: string, parsed: Parsed<T>): T | undefined => {
    if (parsed.ok) return parsed.value;
    const { field, expected, actual } = parsed.error;
    const sides = { expected: `${field}: ${expected}`, actual };
    checks.push(decided(`vtpm.readable.${what}`, false, sides, malformedMessage(what, parsed.error)));
    return undefined;
  };
  const endorsementKey = need("endorsement-key", parsePublicArea(vtpm.endorsementKey));
  const attestationKey = need("attestation-key", parsePublicArea(vtpm.attestationKey));
  const quote = need("quote", parseAttest(vtpm.quote));
  const signature = need("signature", parseTpmSignature(vtpm.signature));
  const hcl = vtpm.provider === "azure-hcl" ? need("hcl-report", parseAzureHclReport(vtpm.hclReport)) : undefined;
  const { parsed, which } = await readMeasuredLog(vtpm);
  const log = need(which, parsed);
  const complete = endorsementKey && attestationKey && quote && signature && log;
  if (complete === undefined || checks.length > 0) return { ok: false, checks };
  return { ok: true, vtpm: { endorsementKey, attestationKey, quote, signature, log, hcl } as ReadVtpm };
}
