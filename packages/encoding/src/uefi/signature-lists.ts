import { parseAll } from "../bytes/parse-all.ts";
import type { ByteReader } from "../bytes/reader.ts";
import type { Parsed } from "../malformed.ts";
import { guidText } from "./guid.ts";

/** One entry of a Secure Boot list: a certificate or a hash, and who put it there. */
export type SignatureEntry = {
  /** "x509", "sha256" and others by name; the list's GUID where it has none here. */
  readonly type: string;
  /** A GUID. */
  readonly owner: string;
  /** A certificate's DER, or the hash. */
  readonly data: Uint8Array;
  /** EFI_SIGNATURE_DATA: the owner's 16 bytes, then the data. Firmware measures it when the entry vouches for a program. */
  readonly bytes: Uint8Array;
};

/** EFI_CERT_X509_GUID. */
export const x509Guid = "a5c059a1-94e4-4aa7-87b5-ab155c2bf072";

const signatureTypes: Readonly<Record<string, string>> = {
  [x509Guid]: "x509",
  "c1c41626-504c-4092-aca9-41f936934328": "sha256",
  "3bd2a492-96c0-4079-b420-fcf98ef103ed": "x509-sha256",
  "3c5766e8-269c-4e34-aa14-ed776e85b3b6": "rsa2048",
  "ff3e5307-9fd0-48c9-85f1-8ad56c701e01": "sha384",
  "093e0fae-a6c4-4f50-9f1b-d41e2b89c19a": "sha512",
};

const ownerBytes = 16;

/** Reads EFI_SIGNATURE_LISTs, one after the other (UEFI 2.10, section 32.4.1): PK, KEK, db and dbx are made of them. */
export function parseSignatureLists(bytes: Uint8Array): Parsed<readonly SignatureEntry[]> {
  return parseAll("EFI_SIGNATURE_LIST", bytes, (reader) => {
    const entries: SignatureEntry[] = [];
    while (reader.remaining > 0) entries.push(...readSignatureList(reader));
    return entries;
  });
}

function readSignatureList(reader: ByteReader): readonly SignatureEntry[] {
  const guid = guidText(reader.bytes("SignatureType", 16));
  const { offset } = reader;
  const listSize = reader.u32le("SignatureListSize");
  const headerSize = reader.u32le("SignatureHeaderSize");
  const size = reader.u32le("SignatureSize");
  if (listSize < 28) reader.fail("value", "SignatureListSize", "28 or more", `${listSize}`, offset);
  if (size <= ownerBytes) reader.fail("value", "SignatureSize", "more than 16", `${size}`, offset + 8);
  const list = reader.nested("signatures", listSize - 28);
  list.bytes("SignatureHeader", headerSize);
  const type = signatureTypes[guid] ?? guid;
  const entries: SignatureEntry[] = [];
  while (list.remaining > 0) {
    const entry = list.bytes("EFI_SIGNATURE_DATA", size);
    const owner = guidText(entry.subarray(0, ownerBytes));
    entries.push({ type, owner, data: entry.subarray(ownerBytes), bytes: entry });
  }
  return entries;
}
