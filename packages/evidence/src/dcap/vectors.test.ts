import { describe, expect, test } from "vitest";
import { toHex, type Parsed } from "@sekisho/encoding";
import { importPublicKey } from "@sekisho/encoding/crypto";
import { parseCertificate } from "@sekisho/encoding/x509";
import { haveVectors, readVector, readVectorText } from "../../../../scripts/test/vectors.ts";
import { tdxClaims, readTdAttributes } from "../tdx/index.ts";
import { authenticateQuote, parseQuote, type Quote, type QuoteAuthentication } from "./index.ts";

type Facts = Readonly<Record<string, string | boolean | number | readonly unknown[]>> & { readonly quote_len: number };
type Entry = { readonly path: string; readonly format: string; readonly size: number; readonly parsed: Facts };

const manifest = haveVectors ? (JSON.parse(readVectorText("MANIFEST.json")) as readonly Entry[]) : [];
const quotes = manifest.filter(({ format }) => format === "tdx-quote" || format === "sgx-quote");
/** Behind the quote stand bytes of something else: `cases.json` wants them unreadable. */
const followed = [
  "tdx/google-go-tdx-guest/tdx_prod_quote_SPR_E4.dat",
  "tdx/Dstack-TEE-dstack/tdx-lite-attestation.quote.bin",
];

function good<T>(outcome: Parsed<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
}

/** What the signatures say under the certificate that fits best; some chains do not begin with the PCK. */
async function authenticated(quote: Quote): Promise<QuoteAuthentication | undefined> {
  const { certificationData } = quote;
  const certificates = certificationData.kind === "pck-chain" ? certificationData.certificates : [];
  const found: QuoteAuthentication[] = [];
  for (const certificate of certificates) {
    const key = await importPublicKey(good(parseCertificate(certificate)).subjectPublicKeyInfo);
    if (key !== undefined) found.push(await authenticateQuote(quote, key));
  }
  return found.find(({ qeReportSignature }) => qeReportSignature) ?? found[0];
}

function factsOf(quote: Quote): Facts | object {
  const { body, qeReport } = quote;
  const common = {
    report_data: toHex(body.report.reportData),
    qe_mrsigner: toHex(qeReport.report.mrSigner),
    qe_isvsvn: qeReport.report.isvSvn,
    cert_type: quote.certificationData.kind === "pck-chain" ? 5 : quote.certificationData.type,
  };
  if (body.kind === "sgx") {
    const { mrEnclave, mrSigner, attributes } = body.report;
    const debug = (attributes.flags & 2n) !== 0n;
    return { ...common, mrenclave: toHex(mrEnclave), mrsigner: toHex(mrSigner), debug };
  }
  const { report } = body;
  return {
    ...common,
    tee_tcb_svn: [...report.teeTcbSvn],
    mrtd: toHex(report.mrTd),
    rtmrs: report.rtmrs.map(toHex),
    debug: readTdAttributes(report.tdAttributes).debug,
  };
}

describe.skipIf(!haveVectors)("quotes of real processors", () => {
  test("there are many", () => expect(quotes.length).toBeGreaterThan(30));

  test.each(quotes)("$path is what another parser and an independent script say", async ({ path, parsed }) => {
    const bytes = readVector(path);
    const whole = parseQuote(bytes);
    expect(whole.ok ? undefined : whole.error.code).toBe(followed.includes(path) ? "trailing" : undefined);
    const quote = good(parseQuote(followed.includes(path) ? bytes.subarray(0, parsed.quote_len) : bytes));
    expect(parsed).toMatchObject(factsOf(quote));
    const signatures = await authenticated(quote);
    const expected = {
      quoteSignature: parsed["quote_sig"],
      attestationKeyBinding: parsed["qe_binding"],
      qeReportSignature: parsed["qe_report_sig"],
    };
    // Without a PCK chain there is nobody to ask.
    expect(signatures).toEqual(parsed["cert_type"] === 5 ? expected : undefined);
  });

  test("claims are those that Trustee finds in the same quote", () => {
    const expected = JSON.parse(
      readVectorText("tdx/confidential-containers-trustee/parse_tdx_claims_expected.json"),
    ) as { readonly quote: { readonly body: Readonly<Record<string, string>> } };
    const quote = good(parseQuote(readVector("tdx/confidential-containers-trustee/tdx_quote_4.dat")));
    if (quote.technology !== "tdx") throw new Error(quote.technology);
    const { body } = expected.quote;
    expect(tdxClaims(quote)).toMatchObject({
      mrConfigId: body["mr_config_id"],
      mrOwner: body["mr_owner"],
      mrOwnerConfig: body["mr_owner_config"],
      mrSeam: body["mr_seam"],
      mrSignerSeam: body["mrsigner_seam"],
      mrTd: body["mr_td"],
      rtmr0: body["rtmr_0"],
      rtmr1: body["rtmr_1"],
      rtmr2: body["rtmr_2"],
      rtmr3: body["rtmr_3"],
      reportData: body["report_data"],
      teeTcbSvn: body["tcb_svn"],
    });
  });
});
