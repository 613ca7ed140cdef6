import { equalBytes, MalformedError, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { readTdIdentity, type TdReport } from "./td-report.ts";

/**
 * A TDREPORT_STRUCT (Intel TDX module ABI): what the processor tells a domain about itself. Its MAC can be checked on the same
 * machine only, so from afar it is believed no further than a quote repeats it.
 */
export type LocalTdReport = {
  /** All 1024 bytes. */
  readonly bytes: Uint8Array;
  /** 0 for TDX 1.0; from 1 on, SERVTD_HASH counts. */
  readonly version: number;
  readonly cpuSvn: Uint8Array;
  readonly teeTcbInfoHash: Uint8Array;
  readonly teeInfoHash: Uint8Array;
  readonly mac: Uint8Array;
  /** The two structures that the hashes are of: 239 and 512 bytes. */
  readonly teeTcbInfo: Uint8Array;
  readonly tdInfo: Uint8Array;
  /** What a quote of TDX 1.0 says of the same domain. */
  readonly report: TdReport;
  /** What TDX 1.5 adds; zeros of an older module. */
  readonly teeTcbSvn2: Uint8Array;
  readonly servTdHash: Uint8Array;
};

/** Bytes of a TDREPORT_STRUCT. */
export const localTdReportLength = 1024;

const tdxReportType = 0x81;
const teeTcbInfoLength = 239;
const tdInfoLength = 512;

/** Reads a TDREPORT_STRUCT of exactly 1024 bytes. Reserved bytes of TDX 1.0 stay unread, as later modules use them. */
export function parseTdReport(bytes: Uint8Array): Parsed<LocalTdReport> {
  return parseAll("TDREPORT", bytes, readLocalTdReport);
}

/** Reads a TDREPORT_STRUCT off the front of a longer input. */
export function readLocalTdReport(outer: ByteReader): LocalTdReport {
  const { offset: base } = outer;
  const bytes = outer.bytes("TDREPORT", localTdReportLength);
  const report = parseAll("TDREPORT", bytes, (reader) => readFields(reader, bytes));
  if (report.ok) return report.value;
  throw new MalformedError({ ...report.error, offset: report.error.offset + base });
}

function readFields(reader: ByteReader, bytes: Uint8Array): LocalTdReport {
  const version = readReportType(reader);
  reader.bytes("reserved at 4", 12);
  const cpuSvn = reader.bytes("CPUSVN", 16);
  const teeTcbInfoHash = reader.bytes("TEE_TCB_INFO_HASH", 48);
  const teeInfoHash = reader.bytes("TEE_INFO_HASH", 48);
  const reportData = reader.bytes("REPORTDATA", 64);
  reader.bytes("reserved at 192", 32);
  const mac = reader.bytes("MAC", 32);
  const teeTcbInfo = reader.bytes("TEE_TCB_INFO", teeTcbInfoLength);
  reader.bytes("reserved at 495", 17);
  const tdInfo = reader.bytes("TDINFO", tdInfoLength);
  const { teeTcbSvn2, ...seam } = ofPart("TEE_TCB_INFO", teeTcbInfo, readTeeTcbInfo);
  const { servTdHash, ...identity } = ofPart("TDINFO", tdInfo, readTdInfo);
  const head = { bytes, version, cpuSvn, teeTcbInfoHash, teeInfoHash, mac, teeTcbInfo, tdInfo };
  return { ...head, report: { ...seam, ...identity, reportData }, teeTcbSvn2, servTdHash };
}

/** REPORTTYPE: type, subtype, version, reserved. @returns the version */
function readReportType(reader: ByteReader): number {
  const type = reader.u8("REPORTTYPE.TYPE");
  if (type !== tdxReportType) reader.fail("value", "REPORTTYPE.TYPE", "0x81 (TDX)", `0x${type.toString(16)}`, 0);
  reader.reserved("REPORTTYPE.SUBTYPE", 1);
  const version = reader.u8("REPORTTYPE.VERSION");
  reader.reserved("REPORTTYPE reserved", 1);
  return version;
}

function readTeeTcbInfo(reader: ByteReader) {
  reader.bytes("VALID", 8);
  const teeTcbSvn = reader.bytes("TEE_TCB_SVN", 16);
  const mrSeam = reader.bytes("MRSEAM", 48);
  const mrSignerSeam = reader.bytes("MRSIGNERSEAM", 48);
  const seamAttributes = reader.u64le("ATTRIBUTES");
  const teeTcbSvn2 = reader.bytes("TEE_TCB_SVN2", 16);
  reader.rest("reserved");
  return { teeTcbSvn, mrSeam, mrSignerSeam, seamAttributes, teeTcbSvn2 };
}

function readTdInfo(reader: ByteReader) {
  const identity = readTdIdentity(reader, "ATTRIBUTES");
  const servTdHash = reader.bytes("SERVTD_HASH", 48);
  reader.rest("reserved");
  return { ...identity, servTdHash };
}

/** A part of fixed length, long enough for its fields. */
function ofPart<T>(name: string, bytes: Uint8Array, read: (reader: ByteReader) => T): T {
  const part = parseAll(name, bytes, read);
  if (part.ok) return part.value;
  throw new MalformedError(part.error);
}

/** Whether the hashes that the MAC covers are those of the structures beside them (SHA-384). */
export async function checkTdReportHashes(
  report: LocalTdReport,
): Promise<{ readonly teeTcbInfo: boolean; readonly tdInfo: boolean }> {
  return {
    teeTcbInfo: equalBytes(await hash("sha384", report.teeTcbInfo), report.teeTcbInfoHash),
    tdInfo: equalBytes(await hash("sha384", report.tdInfo), report.teeInfoHash),
  };
}
