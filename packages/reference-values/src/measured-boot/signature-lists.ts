import { parseAll, type ByteReader, type Parsed } from "@sekisho/encoding";
import { guidText } from "../firmware/guid.ts";

/** One entry of a Secure Boot list, and the bytes that firmware measures when the entry vouches for a program. */
export type SignatureData = {
  /** What the entry is: a certificate, the SHA-256 of a program, or something that this reader does not judge. */
  readonly kind: "x509" | "sha256" | "other";
  /** Without the owner: a certificate's DER, or the hash. */
  readonly data: Uint8Array;
  /** EFI_SIGNATURE_DATA: the owner's GUID, then the data. */
  readonly bytes: Uint8Array;
};

export const x509Guid = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";
const sha256Guid = "c1c41626-504c-4092-aca9-41f936934328";

/** Reads EFI_SIGNATURE_LISTs, one after the other (UEFI 2.10, section 32.4.1): PK, KEK, db and dbx are made of them. */
export function parseSignatureData(bytes: Uint8Array): Parsed<readonly SignatureData[]> {
  return parseAll("EFI_SIGNATURE_LIST", bytes, (reader) => {
    const entries: SignatureData[] = [];
    while (reader.remaining > 0) entries.push(...readList(reader));
    return entries;
  });
}

function readList(reader: ByteReader): readonly SignatureData[] {
  const type = guidText(reader.bytes("SignatureType", 16));
  const { offset } = reader;
  const listSize = reader.u32le("SignatureListSize");
  const headerSize = reader.u32le("SignatureHeaderSize");
  const size = reader.u32le("SignatureSize");
  if (listSize < 28) reader.fail("value", "SignatureListSize", "28 or more", `${listSize}`, offset);
  if (size <= 16) reader.fail("value", "SignatureSize", "more than 16", `${size}`, offset + 8);
  const list = reader.nested("signatures", listSize - 28);
  list.bytes("SignatureHeader", headerSize);
  const kind = type === x509Guid ? "x509" : type === sha256Guid ? "sha256" : "other";
  const entries: SignatureData[] = [];
  while (list.remaining > 0) {
    const entry = list.bytes("EFI_SIGNATURE_DATA", size);
    entries.push({ kind, data: entry.subarray(16), bytes: entry });
  }
  return entries;
}
