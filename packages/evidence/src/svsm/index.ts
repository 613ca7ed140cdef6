/** An SVSM's vTPM: what its services manifest says, and how an attestation report covers it. */
export { svsmReportData, svsmReportDataCheck, type SvsmBinding } from "./report-data.ts";
