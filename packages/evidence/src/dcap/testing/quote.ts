import { ByteWriter, concatBytes, encodePem, toUtf8 } from "@sekisho/encoding";
import type { CertificationData, Quote, SgxBody, TdBody } from "../quote.ts";
import { writeEnclaveReport } from "./enclave-report.ts";
import { writeTdReport } from "./td-report.ts";

/** Header and body of a quote, before anybody signed it. A body of TDX 1.5 needs version 5, one of SGX any. */
export type QuoteToSign = Pick<Quote, "version" | "attestationKeyType" | "qeVendorId" | "userData"> & {
  readonly body: SgxBody | TdBody;
  /** Version 3 only; zero where they are absent. */
  readonly qeSvn?: number | undefined;
  readonly pceSvn?: number | undefined;
};

/** What is added once the attestation key has signed `signedBytes`, and the PCK the quoting enclave's report. */
export type SignedQuote = Pick<
  Quote,
  "version" | "signedBytes" | "signature" | "attestationKey" | "certificationData"
> & {
  readonly qeReport: Pick<Quote["qeReport"], "bytes" | "signature" | "authenticationData">;
};

const bodyTypes = { sgx: 1, "td-1.0": 2, "td-1.5": 3 } as const;

/** Exactly the bytes that the attestation key signs. */
export function writeSignedBytes(quote: QuoteToSign): Uint8Array {
  const { version, body } = quote;
  const bodyBytes = body.kind === "sgx" ? writeEnclaveReport(body.report) : writeTdReport(body);
  const writer = new ByteWriter()
    .u16le(version)
    .u16le(quote.attestationKeyType === "ecdsa-p256" ? 2 : 3)
    .u32le(body.kind === "sgx" ? 0 : 0x81)
    .u16le(quote.qeSvn ?? 0)
    .u16le(quote.pceSvn ?? 0)
    .bytes(quote.qeVendorId)
    .bytes(quote.userData);
  if (version === 5) writer.u16le(bodyTypes[body.kind]).u32le(bodyBytes.length);
  return writer.bytes(bodyBytes).finish();
}

/** The whole quote. A PCK chain becomes PEM with a zero byte behind it, as Intel's quoting enclave writes it. */
export function writeQuote(quote: SignedQuote): Uint8Array {
  const { qeReport, certificationData } = quote;
  const certification = concatBytes(
    qeReport.bytes,
    qeReport.signature,
    new ByteWriter().u16le(qeReport.authenticationData.length).finish(),
    qeReport.authenticationData,
    writeCertificationData(certificationData),
  );
  const wrapped = quote.version === 3 ? certification : typed(6, certification);
  const signatureData = concatBytes(quote.signature, quote.attestationKey, wrapped);
  return new ByteWriter().bytes(quote.signedBytes).u32le(signatureData.length).bytes(signatureData).finish();
}

function writeCertificationData(data: CertificationData): Uint8Array {
  if (data.kind === "other") return typed(data.type, data.bytes);
  const pem = data.certificates.map((bytes) => encodePem({ label: "CERTIFICATE", bytes })).join("");
  return typed(5, toUtf8(`${pem}\0`));
}

function typed(type: number, content: Uint8Array): Uint8Array {
  return new ByteWriter().u16le(type).u32le(content.length).bytes(content).finish();
}
