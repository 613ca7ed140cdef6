import { toHex } from "@sekisho/encoding";
import { flagClaims, hex64, quoteClaims, type QuoteClaims } from "../dcap/claims.ts";
import type { SgxQuote } from "../dcap/quote.ts";
import { readEnclaveFlags } from "./attributes.ts";

/** The claims of an SGX quote. */
export function sgxClaims(quote: SgxQuote): QuoteClaims {
  const { report } = quote.body;
  return {
    ...quoteClaims(quote),
    cpuSvn: toHex(report.cpuSvn),
    miscSelect: `0x${report.miscSelect.toString(16).padStart(8, "0")}`,
    cetAttributes: report.cetAttributes,
    isvExtProdId: toHex(report.isvExtProdId),
    attributes: { flags: flagClaims(readEnclaveFlags(report.attributes.flags)), xfrm: hex64(report.attributes.xfrm) },
    mrEnclave: toHex(report.mrEnclave),
    mrSigner: toHex(report.mrSigner),
    configId: toHex(report.configId),
    isvProdId: report.isvProdId,
    isvSvn: report.isvSvn,
    configSvn: report.configSvn,
    isvFamilyId: toHex(report.isvFamilyId),
    reportData: toHex(report.reportData),
  };
}
