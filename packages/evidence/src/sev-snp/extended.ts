import { MalformedError, parseAll, toHex, type ByteReader, type Parsed } from "@sekisho/encoding";
import { parseCertificateBundle, parseCrlBundle } from "@sekisho/encoding/x509";
import { readReport, type AttestationReport } from "./report.ts";

/** What an entry of the table holds; `other` where its GUID is none of those that AMD and the kernel name. */
export type TableEntryKind = "VCEK" | "VLEK" | "ASK" | "ARK" | "CRL" | "other";

/** One blob of the table as it stands there: DER, or PEM as some hosts put it. */
export type TableEntry = { readonly kind: TableEntryKind; readonly guid: string; readonly bytes: Uint8Array };

/** The certificates that a host hands its guest along with a report. Nothing in it is protected by the report. */
export type CertificateTable = {
  readonly entries: readonly TableEntry[];
  /** DER of the certificates of all known entries, in the table's order. */
  readonly certificates: readonly Uint8Array[];
  /** DER of the revocation lists. */
  readonly crls: readonly Uint8Array[];
};

/** A report, and what came behind it. */
export type ExtendedReport = { readonly report: AttestationReport; readonly table: CertificateTable };

/**
 * GUIDs as the table stores them, in the order of their text (GHCB specification 56421, SNP Extended Guest Request; CRL as
 * virtee/sev's CertType has it). ASK stands for the ASVK too.
 */
const kinds: Readonly<Record<string, TableEntryKind>> = {
  "63da758d-e664-4564-adc5-f4b93be8accd": "VCEK",
  "a8074bc2-a25a-483e-aae6-39c045a0b8a1": "VLEK",
  "4ab7b379-bbac-4fe4-a02f-05aef327c782": "ASK",
  "c0b406a4-a803-4952-9743-3fb6014cd0ae": "ARK",
  "92f81bc3-5811-4d3d-97ff-d19f88dc67ea": "CRL",
};

const entryLength = 24;
const entryLimit = 64;
const endOfTable = "00000000-0000-0000-0000-000000000000";

/**
 * Reads the certificate table of an extended guest request: entries of GUID, offset and length (little-endian, offsets from
 * the table's start), an entry of zeros, then the blobs. Bytes that belong to no blob must be zero, as the table fills whole
 * pages.
 */
export function parseCertificateTable(bytes: Uint8Array): Parsed<CertificateTable> {
  return parseAll("certificate table", bytes, readTable);
}

/** Reads a report followed by a certificate table; a report alone has an empty one. */
export function parseExtendedReport(bytes: Uint8Array): Parsed<ExtendedReport> {
  return parseAll("SEV-SNP extended report", bytes, (reader) => {
    const report = readReport(reader);
    const table = reader.remaining === 0 ? { entries: [], certificates: [], crls: [] } : readTable(reader);
    return { report, table };
  });
}

type Placed = { readonly guid: string; readonly offset: number; readonly length: number };

function readTable(reader: ByteReader): CertificateTable {
  const base = reader.offset;
  const tableLength = reader.remaining;
  const placed = readHeader(reader, tableLength);
  const headerLength = reader.offset - base;
  const blobs = reader.rest("certificate table");
  const uncovered = blobs.slice();
  const entries = placed.map(({ guid, offset, length }): TableEntry => {
    if (offset < headerLength) {
      reader.fail("value", `offset of ${guid}`, `${headerLength} or more`, `${offset}`, base);
    }
    const start = offset - headerLength;
    uncovered.fill(0, start, start + length);
    return { kind: kinds[guid] ?? "other", guid, bytes: blobs.slice(start, start + length) };
  });
  const stray = uncovered.findIndex((byte) => byte !== 0);
  if (stray >= 0) {
    const offset = base + headerLength + stray;
    reader.fail("trailing", "certificate table", "zeros between and after its entries", "other bytes", offset);
  }
  const certificates = placed.flatMap((place, index) => readBlob(entries[index], base + place.offset, "certificate"));
  const crls = placed.flatMap((place, index) => readBlob(entries[index], base + place.offset, "crl"));
  return { entries, certificates, crls };
}

function readHeader(reader: ByteReader, tableLength: number): readonly Placed[] {
  const placed: Placed[] = [];
  for (;;) {
    const start = reader.offset;
    if (reader.remaining < entryLength) {
      reader.fail("truncated", "certificate table entry", `${entryLength} bytes`, `${reader.remaining} bytes`);
    }
    const guid = guidText(reader.bytes("GUID", 16));
    const offset = reader.u32le("offset");
    const length = reader.u32le("length");
    if (guid === endOfTable) {
      if (offset !== 0 || length !== 0) reader.fail("value", "last entry", "zeros", "an offset or a length", start);
      return placed;
    }
    if (offset + length > tableLength) {
      reader.fail("truncated", `entry ${guid}`, `${offset + length} bytes`, `${tableLength} bytes`, start);
    }
    if (placed.length >= entryLimit) {
      reader.fail("limit", "certificate table", `at most ${entryLimit} entries`, "more", start);
    }
    placed.push({ guid, offset, length });
  }
}

function readBlob(entry: TableEntry | undefined, offset: number, wanted: "certificate" | "crl"): readonly Uint8Array[] {
  if (entry === undefined || entry.kind === "other" || entry.bytes.length === 0) return [];
  if ((entry.kind === "CRL") !== (wanted === "crl")) return [];
  const parse = wanted === "crl" ? parseCrlBundle : parseCertificateBundle;
  const blob = parse(`certificate table ${entry.kind}`, entry.bytes);
  if (blob.ok) return blob.value;
  throw new MalformedError({ ...blob.error, offset: blob.error.offset + offset });
}

function guidText(bytes: Uint8Array): string {
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
