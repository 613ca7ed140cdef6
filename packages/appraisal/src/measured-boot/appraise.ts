import { malformedMessage } from "@sekisho/encoding";
import { parseCertificate } from "@sekisho/encoding/x509";
import type { Check } from "@sekisho/evidence";
import {
  authenticateQuote,
  checkEkCertificate,
  checkEkRevocation,
  parseEkCertificate,
  quoteSignatureCheck,
} from "@sekisho/evidence/tpm";
import { message } from "@sekisho/messages";
import { decided, unanswered } from "../outcome.ts";
import { measuredBootClaims } from "./claims.ts";
import type { MeasuredBootInput } from "./input.ts";
import { needsCertificate } from "./pin.ts";
import { precheckRead } from "./precheck.ts";
import { readVtpm, type ReadVtpm } from "./read.ts";

/** Evidence of a TPM, and everything it is judged by. */
export type MeasuredBootAppraisalInput = MeasuredBootInput & {
  /** The moment that certificates must be valid at. */
  readonly at: Date;
  /** DER; issuers of the endorsement key's certificate besides those that came with it. None is trusted for being there. */
  readonly certificates?: readonly Uint8Array[];
  /** Roots of TPM manufacturers besides those of the machine: SHA-256 of their SubjectPublicKeyInfo, hexadecimal. */
  readonly roots?: readonly string[];
};

/** What an appraisal of a TPM's evidence found. It is part of a verdict, never one alone: a report's checks belong to it. */
export type MeasuredBootAppraisal = {
  readonly checks: readonly Check[];
  readonly claims: Readonly<Record<string, unknown>>;
};

/**
 * Judges what a TPM says of a boot: all of `precheckMeasuredBoot`, then the quote's signature, and, where roots of TPM makers are
 * named, the endorsement key's certificate.
 */
export async function appraiseMeasuredBoot(input: MeasuredBootAppraisalInput): Promise<MeasuredBootAppraisal> {
  const reading = await readVtpm(input.vtpm);
  if (!reading.ok) return { checks: reading.checks, claims: { provider: input.vtpm.provider } };
  const { vtpm: read } = reading;
  const checks = [
    quoteSignatureCheck(await authenticateQuote({ ...read, attest: read.quote })),
    ...(await precheckRead(input, read)),
    ...(needsCertificate(input, rootsOf(input)) ? await certificateChecks(input, read) : []),
  ];
  return { checks, claims: await measuredBootClaims(input.vtpm.provider, read) };
}

async function certificateChecks(
  input: MeasuredBootAppraisalInput,
  { endorsementKey }: ReadVtpm,
): Promise<readonly Check[]> {
  const { vtpm, at, certificates = [] } = input;
  if (vtpm.endorsementCertificate === undefined) {
    return [unanswered("vtpm.endorsement-certificate", null, message("vtpm.endorsement-certificate.none"))];
  }
  const certificate = parseEkCertificate(vtpm.endorsementCertificate);
  if (!certificate.ok) {
    const { field, expected, actual } = certificate.error;
    const detail = malformedMessage("endorsement-certificate", certificate.error);
    return [
      decided("vtpm.readable.endorsement-certificate", false, { expected: `${field}: ${expected}`, actual }, detail),
    ];
  }
  const issuers = [...(vtpm.certificates ?? []), ...certificates].flatMap((der) => {
    const parsed = parseCertificate(der);
    return parsed.ok ? [parsed.value] : [];
  });
  const expectations = { issuers, roots: rootsOf(input), at, endorsementKey };
  // No bundle carries lists of TPM manufacturers: that nobody looked is said, and decides nothing.
  const revocation = await checkEkRevocation(certificate.value, expectations, []);
  return [...(await checkEkCertificate(certificate.value, expectations)), { ...revocation, required: false }];
}

function rootsOf({ machine, roots = [] }: MeasuredBootAppraisalInput): readonly string[] {
  const expected = machine?.vtpm;
  return expected !== undefined && "roots" in expected ? [...expected.roots, ...roots] : roots;
}
