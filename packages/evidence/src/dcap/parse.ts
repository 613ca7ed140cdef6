import { ByteReader, parseAll, type Parsed } from "@sekisho/encoding";
import { enclaveReportLength, readEnclaveReport } from "../sgx/enclave-report.ts";
import { readTdReport10, readTdReport15, tdReport10Length, tdReport15Length } from "../tdx/td-report.ts";
import { certificationDataTypes, readCertificationData, readCertificationDataHeader } from "./certification-data.ts";
import type { AttestationKeyType, CertificationData, Quote, QuotingEnclaveReport, SgxBody, TdBody } from "./quote.ts";

/** Bytes of a quote's header. */
export const headerLength = 48;

type Technology = Quote["technology"];
type Version = Quote["version"];

type Header = Pick<Quote, "version" | "attestationKeyType" | "technology" | "qeSvn" | "pceSvn"> &
  Pick<Quote, "qeVendorId" | "userData">;

/**
 * Reads an ECDSA quote of version 3, 4 or 5 (Intel SGX DCAP quote library, appendix A; Intel TDX DCAP quoting library,
 * appendix A). Zeros may follow it, as drivers hand out fixed-size buffers; any other byte is an error. Nothing is to be
 * believed before `authenticateQuote`.
 */
export function parseQuote(bytes: Uint8Array): Parsed<Quote> {
  return parseAll("quote", bytes, (reader) => {
    const header = readHeader(reader);
    const body = readBody(reader, header);
    const signedBytes = new Uint8Array(bytes.subarray(0, reader.offset));
    const length = reader.u32le("signature data length");
    const signatureData = reader.nested("signature data", length);
    const signature = readSignatureData(signatureData, header);
    signatureData.end("signature data");
    readPadding(reader);
    // `readBody` gives the body that the header's technology has; types can't see it across the two values.
    return { ...header, body, signedBytes, ...signature } as Quote;
  });
}

function readHeader(reader: ByteReader): Header {
  const version = readVersion(reader);
  const attestationKeyType = readAttestationKeyType(reader);
  const technology = readTechnology(reader, version);
  const svns = readSvns(reader, version);
  const qeVendorId = reader.bytes("QE vendor ID", 16);
  const userData = reader.bytes("user data", 20);
  return { version, attestationKeyType, technology, ...svns, qeVendorId, userData };
}

function readVersion(reader: ByteReader): Version {
  const version = reader.u16le("version");
  if (version === 3 || version === 4 || version === 5) return version;
  return reader.fail("version", "version", "3, 4 or 5", `${version}`, reader.offset - 2);
}

function readAttestationKeyType(reader: ByteReader): AttestationKeyType {
  const type = reader.u16le("attestation key type");
  if (type === 2) return "ecdsa-p256";
  if (type === 3) return "ecdsa-p384";
  return reader.fail("value", "attestation key type", "2 (ECDSA P-256) or 3 (P-384)", `${type}`, reader.offset - 2);
}

const teeTypes: Readonly<Record<number, Technology>> = { 0x00: "sgx", 0x81: "tdx" };

function readTechnology(reader: ByteReader, version: Version): Technology {
  const type = reader.u32le("TEE type");
  const technology = teeTypes[type];
  if (technology !== undefined && (version >= 4 || technology === "sgx")) return technology;
  const expected = version >= 4 ? "0 (SGX) or 0x81 (TDX)" : "0 (SGX)";
  return reader.fail("value", "TEE type", expected, `0x${type.toString(16)}`, reader.offset - 4);
}

/** Versions 4 and 5 reserve these four bytes; they are signed like all others. */
function readSvns(reader: ByteReader, version: Version): Pick<Header, "qeSvn" | "pceSvn"> {
  const qeSvn = reader.u16le("QE SVN");
  const pceSvn = reader.u16le("PCE SVN");
  return version === 3 ? { qeSvn, pceSvn } : { qeSvn: undefined, pceSvn: undefined };
}

function readBody(reader: ByteReader, { version, technology }: Header): SgxBody | TdBody {
  if (version === 5) return readTypedBody(reader, technology);
  return readBodyOf(reader, technology === "sgx" ? "sgx" : "td-1.0");
}

type Kind = (SgxBody | TdBody)["kind"];
type BodyShape = { readonly kind: Kind; readonly technology: Technology; readonly length: number };

const bodyShapes: Readonly<Record<number, BodyShape>> = {
  1: { kind: "sgx", technology: "sgx", length: enclaveReportLength },
  2: { kind: "td-1.0", technology: "tdx", length: tdReport10Length },
  3: { kind: "td-1.5", technology: "tdx", length: tdReport15Length },
};

/** Version 5 says itself which body follows, and how long it is. */
function readTypedBody(reader: ByteReader, technology: Technology): SgxBody | TdBody {
  const { offset } = reader;
  const type = reader.u16le("body type");
  const shape = bodyShapes[type];
  if (shape?.technology !== technology) {
    return reader.fail("value", "body type", technology === "sgx" ? "1" : "2 or 3", `${type}`, offset);
  }
  const size = reader.u32le("body size");
  if (size !== shape.length) reader.fail("value", "body size", `${shape.length}`, `${size}`, offset + 2);
  return readBodyOf(reader, shape.kind);
}

function readBodyOf(reader: ByteReader, kind: Kind): SgxBody | TdBody {
  switch (kind) {
    case "sgx":
      return { kind, report: readEnclaveReport(reader) };
    case "td-1.0":
      return { kind, report: readTdReport10(reader) };
    case "td-1.5":
      return { kind, report: readTdReport15(reader) };
  }
}

type SignatureData = Pick<Quote, "signature" | "attestationKey" | "qeReport" | "certificationData">;

const numberLengths = { "ecdsa-p256": 32, "ecdsa-p384": 48 } as const;

function readSignatureData(reader: ByteReader, { version, attestationKeyType }: Header): SignatureData {
  const length = 2 * numberLengths[attestationKeyType];
  const signature = reader.bytes("quote signature", length);
  const attestationKey = reader.bytes("attestation key", length);
  return { signature, attestationKey, ...readCertification(reader, version) };
}

type Certification = { readonly qeReport: QuotingEnclaveReport; readonly certificationData: CertificationData };

/** From version 4 on, the quoting enclave's report and its certification data are themselves certification data, of type 6. */
function readCertification(reader: ByteReader, version: Version): Certification {
  if (version === 3) return readQeReport(reader);
  const { offset } = reader;
  const { type, content } = readCertificationDataHeader(reader);
  if (type !== certificationDataTypes.qeReport) {
    reader.fail("value", "certification data type", "6 (QE report)", `${type}`, offset);
  }
  const certification = readQeReport(content);
  content.end("QE report certification data");
  return certification;
}

function readQeReport(reader: ByteReader): Certification {
  const { offset } = reader;
  const bytes = reader.bytes("QE report", enclaveReportLength);
  const report = readEnclaveReport(new ByteReader(bytes, offset));
  const signature = reader.bytes("QE report signature", 64);
  const authenticationData = reader.bytes("QE authentication data", reader.u16le("QE authentication data size"));
  const certificationData = readCertificationData(reader);
  return { qeReport: { report, bytes, signature, authenticationData }, certificationData };
}

function readPadding(reader: ByteReader): void {
  const { offset } = reader;
  const first = reader.rest("padding after the quote").findIndex((byte) => byte !== 0);
  if (first >= 0) reader.fail("trailing", "quote", "the end of the quote, or zeros", "other bytes", offset + first);
}
