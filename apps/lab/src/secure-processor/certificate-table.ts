import { ByteWriter, fromHex } from "@sekisho/encoding";

/** GUIDs of the table's entries (GHCB specification 2.04, section 4.1.8.1). */
const guids = {
  ark: "c0b406a4-a803-4952-9743-3fb6014cd0ae",
  ask: "4ab7b379-bbac-4fe4-a02f-05aef327c782",
  vcek: "63da758d-e664-4564-adc5-f4b93be8accd",
  vlek: "a8074bc2-a25a-483e-aae6-39c045a0b8a1",
  crl: "92f81bc3-5811-4d3d-97ff-d19f88dc67ea",
} as const;

/** Named as AMD's specification names them; an ASVK travels under the ASK's GUID. */
export type CertificateTableEntry = { readonly kind: keyof typeof guids; readonly bytes: Uint8Array };

const entryLength = 24;

/**
 * The certificate table of an extended report, which Linux gives as auxblob: a header entry for each certificate (GUID in
 * its textual byte order, offset and length little-endian), one of zeros, then the certificates.
 */
export function writeCertificateTable(entries: readonly CertificateTableEntry[]): Uint8Array {
  const writer = new ByteWriter();
  let offset = (entries.length + 1) * entryLength;
  for (const { kind, bytes } of entries) {
    writer.bytes(guidBytes(guids[kind])).u32le(offset).u32le(bytes.length);
    offset += bytes.length;
  }
  writer.zeros(entryLength);
  for (const { bytes } of entries) writer.bytes(bytes);
  return writer.finish();
}

function guidBytes(guid: string): Uint8Array {
  const decoded = fromHex("GUID", guid.replaceAll("-", ""));
  if (!decoded.ok) throw new RangeError(`GUID ${guid}`);
  return decoded.value;
}
