import { fromUtf8, MalformedError, parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import type { HashAlgorithm } from "@sekisho/encoding/crypto";
import { readReport, type AttestationReport } from "../sev-snp/report.ts";
import { localTdReportLength, readLocalTdReport, type LocalTdReport } from "../tdx/local-report.ts";

/** What the processor itself said. A TDREPORT can be checked only on its own machine; a quote must come with it. */
export type HardwareEvidence =
  | { readonly kind: "sev-snp"; readonly report: AttestationReport; readonly reportData: Uint8Array }
  | { readonly kind: "tdx"; readonly tdReport: LocalTdReport; readonly reportData: Uint8Array };

/** What Azure's paravisor adds; believed only when REPORT_DATA is its hash. */
export type RuntimeData = {
  /** The exact bytes that are hashed. */
  readonly bytes: Uint8Array;
  readonly hash: HashAlgorithm;
  /** The same as JSON: `keys` (HCLAkPub and HCLEkPub as JWK), `vm-configuration`, `user-data`. */
  readonly json: Readonly<Record<string, unknown>>;
};

/** The content of NV index 0x01400001 of an Azure confidential VM's vTPM. */
export type AzureHclReport = {
  readonly version: number;
  /** 2: a report. */
  readonly requestType: number;
  readonly status: number;
  readonly hardware: HardwareEvidence;
  readonly runtimeData: RuntimeData;
};

const magic = 0x414c_4348;
const hardwareLength = 0x4a0;
const runtimeHeaderLength = 20;
const hashes: Readonly<Record<number, HashAlgorithm>> = { 1: "sha256", 2: "sha384", 3: "sha512" };

/** Whether bytes start as an HCL report does. */
export function isAzureHclReport(bytes: Uint8Array): boolean {
  const [h, c, l, a] = bytes;
  return h === 0x48 && c === 0x43 && l === 0x4c && a === 0x41;
}

/**
 * Reads an HCL report: a header of 32 bytes ("HCLA", version, size, request type, status; little-endian), the hardware
 * report in 1184 bytes, a header of 20 bytes, the runtime data as JSON, and zeros to the end of the NV index.
 * Source: "Guest attestation for confidential VMs, vTPM and HCL report" in Azure's documentation, and its reports.
 */
export function parseAzureHclReport(bytes: Uint8Array): Parsed<AzureHclReport> {
  return parseAll("Azure HCL report", bytes, (reader) => {
    const header = readHeader(reader);
    // The kind stands behind the hardware report, so that is read later.
    const hardwareOffset = reader.offset;
    const hardwareBytes = reader.bytes("hardware report", hardwareLength);
    const { kind, ...runtimeData } = readRuntimeData(reader, header.size);
    reader.reserved("padding after the HCL report", reader.remaining);
    const hardware = readHardware(kind, hardwareBytes, hardwareOffset);
    const { version, requestType, status } = header;
    return { version, requestType, status, hardware, runtimeData };
  });
}

function readHeader(reader: ByteReader) {
  const signature = reader.u32le("signature");
  if (signature !== magic) reader.fail("value", "signature", "HCLA", `0x${signature.toString(16)}`, reader.offset - 4);
  const version = reader.u32le("version");
  if (version !== 1 && version !== 2) {
    reader.fail("version", "version", "1 or 2", `${version}`, reader.offset - 4);
  }
  const size = reader.u32le("report size");
  const requestType = reader.u32le("request type");
  const status = reader.u32le("status");
  reader.reserved("reserved", 12);
  return { version, size, requestType, status };
}

type Kind = HardwareEvidence["kind"];

function readRuntimeData(reader: ByteReader, reportSize: number): RuntimeData & { readonly kind: Kind } {
  const start = reader.offset;
  const size = reader.u32le("runtime data size");
  const version = reader.u32le("runtime data version");
  if (version !== 1) reader.fail("version", "runtime data version", "1", `${version}`, start + 4);
  const type = reader.u32le("report type");
  if (type !== 2 && type !== 4) reader.fail("value", "report type", "2 (SEV-SNP) or 4 (TDX)", `${type}`, start + 8);
  const hashType = reader.u32le("hash type");
  const hash = hashes[hashType];
  if (hash === undefined) reader.fail("value", "hash type", "1, 2 or 3", `${hashType}`, start + 12);
  const length = reader.u32le("variable data size");
  if (size !== length + runtimeHeaderLength) {
    reader.fail("value", "runtime data size", `${length + runtimeHeaderLength}`, `${size}`, start);
  }
  if (reportSize !== start + size) reader.fail("value", "report size", `${start + size}`, `${reportSize}`, 8);
  const { offset } = reader;
  const bytes = reader.bytes("runtime data", length);
  return { kind: type === 2 ? "sev-snp" : "tdx", bytes, hash, json: readJson(bytes, offset) };
}

function readJson(bytes: Uint8Array, offset: number): Readonly<Record<string, unknown>> {
  const field = "runtime data";
  const text = fromUtf8(field, bytes);
  if (!text.ok) throw new MalformedError({ ...text.error, offset });
  const value = jsonValue(text.value);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedError({ code: "encoding", field, offset, expected: "a JSON object", actual: "other text" });
}

function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readHardware(kind: Kind, bytes: Uint8Array, offset: number): HardwareEvidence {
  const parsed = parseAll("hardware report", bytes, (reader): HardwareEvidence => {
    if (kind === "sev-snp") {
      const report = readReport(reader);
      return { kind, report, reportData: report.reportData };
    }
    const tdReport = readLocalTdReport(reader);
    reader.reserved("padding after TDREPORT", hardwareLength - localTdReportLength);
    return { kind, tdReport, reportData: tdReport.report.reportData };
  });
  if (parsed.ok) return parsed.value;
  throw new MalformedError({ ...parsed.error, offset: parsed.error.offset + offset });
}
