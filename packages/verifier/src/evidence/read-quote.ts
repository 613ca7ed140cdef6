import { fromBase64, type Parsed } from "@sekisho/encoding";
import { parseQuote, type TdxQuote } from "@sekisho/evidence/dcap";
import type { EvidenceBundle } from "@sekisho/release";

/** What a TD sent, read. */
export type TdxEvidence = {
  readonly quote: TdxQuote;
  /** The data of the ACPI table CCEL; undefined where none came. */
  readonly eventLog: Uint8Array | undefined;
};

/** Reads a TD's evidence, and believes nothing of it. Evidence of another technology must have been refused before. */
export function readTdxEvidence(evidence: EvidenceBundle["evidence"]): Parsed<TdxEvidence> {
  if (evidence.technology !== "tdx") throw new TypeError(`${evidence.technology} was not refused before`);
  const bytes = fromBase64("quote", evidence.quote);
  if (!bytes.ok) return bytes;
  const quote = parseQuote(bytes.value);
  if (!quote.ok) return quote;
  if (quote.value.technology !== "tdx") {
    const error = { code: "value", field: "TEE type", offset: 4, expected: "TDX", actual: "SGX" } as const;
    return { ok: false, error };
  }
  if (evidence.eventLog === undefined) return { ok: true, value: { quote: quote.value, eventLog: undefined } };
  const eventLog = fromBase64("eventLog", evidence.eventLog);
  return eventLog.ok ? { ok: true, value: { quote: quote.value, eventLog: eventLog.value } } : eventLog;
}
