import { toHex } from "@sekisho/encoding";
import { flagClaims, hex64, quoteClaims, type QuoteClaims } from "../dcap/claims.ts";
import type { TdxQuote } from "../dcap/quote.ts";
import { readTdAttributes } from "./attributes.ts";

/** The claims of a TDX quote. What TDX 1.5 adds is left out of an older body. */
export function tdxClaims(quote: TdxQuote): QuoteClaims {
  const { kind, report } = quote.body;
  const [rtmr0, rtmr1, rtmr2, rtmr3] = report.rtmrs;
  const newer =
    kind === "td-1.5"
      ? { teeTcbSvn2: toHex(quote.body.report.teeTcbSvn2), mrServiceTd: toHex(quote.body.report.mrServiceTd) }
      : {};
  return {
    ...quoteClaims(quote),
    body: kind,
    teeTcbSvn: toHex(report.teeTcbSvn),
    mrSeam: toHex(report.mrSeam),
    mrSignerSeam: toHex(report.mrSignerSeam),
    seamAttributes: hex64(report.seamAttributes),
    tdAttributes: flagClaims(readTdAttributes(report.tdAttributes)),
    xfam: hex64(report.xfam),
    mrTd: toHex(report.mrTd),
    mrConfigId: toHex(report.mrConfigId),
    mrOwner: toHex(report.mrOwner),
    mrOwnerConfig: toHex(report.mrOwnerConfig),
    rtmr0: toHex(rtmr0),
    rtmr1: toHex(rtmr1),
    rtmr2: toHex(rtmr2),
    rtmr3: toHex(rtmr3),
    reportData: toHex(report.reportData),
    ...newer,
  };
}
