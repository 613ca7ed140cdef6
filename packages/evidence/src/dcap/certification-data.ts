import { MalformedError, parsePemBytes, type ByteReader, type Parsed } from "@sekisho/encoding";
import { parseDer, tags } from "@sekisho/encoding/der";
import type { CertificationData } from "./quote.ts";

/** Certification data types of Intel's quote library that this reader tells apart by their content. */
export const certificationDataTypes = { pckChain: 5, qeReport: 6 } as const;

const field = "certification data";

/** Reads type, size and content of certification data that wraps no other; type 6 is the caller's. */
export function readCertificationData(reader: ByteReader): CertificationData {
  const { type, content } = readCertificationDataHeader(reader);
  if (type !== certificationDataTypes.pckChain) return { kind: "other", type, bytes: content.rest(field) };
  const { offset } = content;
  const certificates = readChain(content.rest(field));
  if (certificates.ok) return { kind: "pck-chain", certificates: certificates.value };
  throw new MalformedError({ ...certificates.error, offset: certificates.error.offset + offset });
}

/** The type, and a reader over exactly the bytes that the size promises. */
export function readCertificationDataHeader(reader: ByteReader): {
  readonly type: number;
  readonly content: ByteReader;
} {
  const type = reader.u16le("certification data type");
  const size = reader.u32le("certification data size");
  return { type, content: reader.nested(field, size) };
}

/**
 * The certificates of a PCK chain. Intel's enclaves write PEM, with or without a line end or zero byte behind it; Intel's own
 * sample of a TDX quote has the certificates in DER, one after the other.
 */
function readChain(bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  if (bytes[0] === tags.sequence) {
    return parseDer(field, bytes, (reader) =>
      reader.all((inner) => inner.element("certificate", tags.sequence).encoded),
    );
  }
  const blocks = parsePemBytes(field, bytes);
  if (!blocks.ok) return blocks;
  const foreign = blocks.value.find(({ label }) => label !== "CERTIFICATE");
  if (foreign === undefined) return { ok: true, value: blocks.value.map((block) => block.bytes) };
  const actual = foreign.label;
  return { ok: false, error: { code: "value", field, offset: 0, expected: "PEM blocks CERTIFICATE", actual } };
}
