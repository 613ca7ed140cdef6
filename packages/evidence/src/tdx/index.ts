/** Intel TDX: what a trust domain's report says. Quotes that carry it stand in `dcap`. */
export {
  readTdReport10,
  readTdReport15,
  tdReport10Length,
  tdReport15Length,
  type TdReport,
  type TdReport15,
} from "./td-report.ts";
export { readTdAttributes, type TdAttributes } from "./attributes.ts";
export { checkTdReportHashes, localTdReportLength, parseTdReport, type LocalTdReport } from "./local-report.ts";
export { tdxClaims } from "./claims.ts";
