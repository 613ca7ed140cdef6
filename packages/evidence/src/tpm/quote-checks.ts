import { concatBytes, equalBytes, toHex } from "@sekisho/encoding";
import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import type { Check } from "../check.ts";
import { digestLengths } from "./algorithms.ts";
import type { Attest } from "./attest.ts";
import { authenticateQuote, type SignedQuote } from "./authenticate.ts";
import { samePcrSelections, showPcrSelections, type PcrSelection } from "./pcr-selection.ts";
import { check } from "./result.ts";

/** Values of one bank, by PCR: replayed from a log, or known before. */
export type PcrBank = { readonly hash: HashAlgorithm; readonly values: ReadonlyMap<number, Uint8Array> };

/** What a quote must say. */
export type QuoteExpectations = {
  /** What the challenger had put into the quote; SHA-256 of the binding where there is one. */
  readonly extraData: Uint8Array;
  /** The banks in the order in which they were asked for. The quote must cover exactly these PCRs. */
  readonly pcrs: readonly PcrBank[];
};

/** Everything that makes a quote good: its signature, and {@link checkQuoteContent}. The key is judged elsewhere. */
export async function checkQuote(quote: SignedQuote, expected: QuoteExpectations): Promise<readonly Check[]> {
  const authentic = await authenticateQuote(quote);
  return [quoteSignatureCheck(authentic), ...(await checkQuoteContent(quote.attest, quote.signature.hash, expected))];
}

/** The check `tpm.quote.signature`, from what `authenticateQuote` or `authenticateAttest` found. */
export function quoteSignatureCheck(authentic: boolean): Check {
  const status = authentic ? "pass" : "fail";
  return check("tpm.quote.signature", { status, detail: `tpm.quote.signature.${status}` });
}

/**
 * Whether this is a quote, for this challenge, over exactly these PCRs (banks, numbers and order), with these values. So a
 * quote over a PCR that anybody can reset (16, 23) never passes for another.
 *
 * @param signatureHash the hash of the signature's scheme, with which TPM2_Quote makes pcrDigest too
 */
export async function checkQuoteContent(
  attest: Attest,
  signatureHash: HashAlgorithm,
  expected: QuoteExpectations,
): Promise<readonly Check[]> {
  const { attested, extraData } = attest;
  const isQuote = attested.kind === "quote";
  const typeStatus = isQuote ? "pass" : "fail";
  return [
    check("tpm.quote.type", {
      status: typeStatus,
      expected: "quote",
      actual: attested.kind,
      detail: `tpm.quote.type.${typeStatus}`,
    }),
    extraDataCheck(extraData, expected.extraData),
    isQuote ? selectCheck(attested.pcrSelect, expected.pcrs) : noQuote("tpm.quote.pcr-select"),
    isQuote ? await digestCheck(attested.pcrDigest, signatureHash, expected.pcrs) : noQuote("tpm.quote.pcr-digest"),
  ];
}

function noQuote(id: string): Check {
  return check(id, { status: "unknown", detail: "tpm.quote.none" });
}

function extraDataCheck(actual: Uint8Array, expected: Uint8Array): Check {
  const status = equalBytes(actual, expected) ? "pass" : "fail";
  return check("tpm.quote.extra-data", {
    status,
    expected: toHex(expected),
    actual: toHex(actual),
    detail: `tpm.quote.extra-data.${status}`,
  });
}

function rising(bank: PcrBank): readonly number[] {
  return [...bank.values.keys()].toSorted((left, right) => left - right);
}

function selectCheck(actual: readonly PcrSelection[], pcrs: readonly PcrBank[]): Check {
  const expected = pcrs.map((bank) => ({ hash: bank.hash, pcrs: rising(bank) }));
  const something = expected.some((selection) => selection.pcrs.length > 0);
  const status = something && samePcrSelections(actual, expected) ? "pass" : "fail";
  return check("tpm.quote.pcr-select", {
    status,
    expected: something ? showPcrSelections(expected) : "at least one PCR",
    actual: showPcrSelections(actual),
    detail: `tpm.quote.pcr-select.${status}`,
  });
}

async function digestCheck(actual: Uint8Array, signatureHash: HashAlgorithm, pcrs: readonly PcrBank[]): Promise<Check> {
  const odd = pcrs.find((bank) => [...bank.values.values()].some(({ length }) => length !== digestLengths[bank.hash]));
  if (odd !== undefined) {
    // Values of other lengths could be cut differently, and still give the same bytes when joined.
    const values = { bank: odd.hash };
    return check("tpm.quote.pcr-digest", { status: "fail", detail: "tpm.quote.pcr-digest.length", values });
  }
  const inOrder = pcrs.flatMap((bank) => rising(bank).map((pcr) => bank.values.get(pcr) ?? new Uint8Array(0)));
  const expected = await hash(signatureHash, concatBytes(...inOrder));
  const status = equalBytes(actual, expected) ? "pass" : "fail";
  return check("tpm.quote.pcr-digest", {
    status,
    expected: toHex(expected),
    actual: toHex(actual),
    detail: `tpm.quote.pcr-digest.${status}`,
  });
}
