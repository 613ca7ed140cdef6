import { isAllZero } from "@sekisho/encoding";
import type { TdxQuote } from "@sekisho/evidence/dcap";
import { readTdAttributes } from "@sekisho/evidence/tdx";
import { message, type Message } from "@sekisho/messages";
import type { ReportField } from "./types.ts";
import { layOut, reserved, type Layout } from "./walk.ts";

const source = "Intel TDX DCAP quoting library, appendix A";

const says = (field: string, values: Readonly<Record<string, string | number>> = {}): Message =>
  message(`verifier.field.tdx.${field}`, values);

/** Every byte of a TD quote, field by field; `bytes` is the quote that was parsed. */
export function tdxFields(bytes: Uint8Array, quote: TdxQuote): readonly ReportField[] {
  const signed = [...headerOf(quote), ...bodyOf(quote)];
  return layOut(bytes, [...signed, ...signatureOf(bytes, quote)], source);
}

function headerOf({ version }: TdxQuote): readonly Layout[] {
  const header: readonly Layout[] = [
    ["Version", 2, says("version", { version })],
    ["Attestation Key Type", 2, says("attestation-key-type")],
    ["TEE Type", 4, says("tee-type")],
    [reserved, 4],
    ["QE Vendor ID", 16, says("qe-vendor-id")],
    ["User Data", 20, says("user-data")],
  ];
  if (version < 5) return header;
  return [...header, ["TD Quote Body Type", 2, says("body-type")], ["TD Quote Body Size", 4]];
}

function bodyOf({ body }: TdxQuote): readonly Layout[] {
  const { report } = body;
  const attributes = readTdAttributes(report.tdAttributes);
  const fields: readonly Layout[] = [
    ["TEE_TCB_SVN", 16, says("tee-tcb-svn")],
    ["MRSEAM", 48, says("mr-seam")],
    ["MRSIGNERSEAM", 48, says(isAllZero(report.mrSignerSeam) ? "mr-signer-seam" : "mr-signer-seam.other")],
    ["SEAMATTRIBUTES", 8],
    ["TDATTRIBUTES", 8, says(attributes.debug ? "td-attributes.debug" : "td-attributes")],
    ["XFAM", 8, says("xfam")],
    ["MRTD", 48, says("mr-td")],
    ["MRCONFIGID", 48, says("owner-chosen")],
    ["MROWNER", 48, says("owner-chosen")],
    ["MROWNERCONFIG", 48, says("owner-chosen")],
    ["RTMR0", 48, says("rtmr-0")],
    ["RTMR1", 48, says("rtmr-1")],
    ["RTMR2", 48, says("rtmr-2")],
    ["RTMR3", 48, says(isAllZero(report.rtmrs[3]) ? "rtmr-3" : "rtmr-3.extended")],
    ["REPORTDATA", 64, says("report-data")],
  ];
  if (body.kind === "td-1.0") return fields;
  return [...fields, ["TEE_TCB_SVN_2", 16, says("tee-tcb-svn-2")], ["MRSERVICETD", 48, says("mr-service-td")]];
}

/** What the attestation key signs is followed by the signature, and by what leads from that key to Intel. */
function signatureOf(bytes: Uint8Array, quote: TdxQuote): readonly Layout[] {
  const { signature, attestationKey, qeReport, signedBytes } = quote;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = signedBytes.length + 4 + view.getUint32(signedBytes.length, true);
  const nested: readonly Layout[] = [
    ["Quote Signature Data Length", 4],
    ["Quote Signature", signature.length, says("signature")],
    ["ECDSA Attestation Key", attestationKey.length, says("attestation-key")],
    ["Certification Data Type", 2],
    ["Size of Certification Data", 4],
    ["QE Report", qeReport.bytes.length, says("qe-report")],
    ["QE Report Signature", qeReport.signature.length, says("qe-report-signature")],
    ["QE Authentication Data Size", 2],
    ["QE Authentication Data", qeReport.authenticationData.length],
    ["Certification Data Type", 2],
    ["Size of Certification Data", 4],
  ];
  const before = signedBytes.length + nested.reduce((sum, [, length]) => sum + length, 0);
  const padding: readonly Layout[] = end < bytes.length ? [["Padding", bytes.length - end]] : [];
  return [...nested, ["Certification Data", end - before, says("certification-data")], ...padding];
}
