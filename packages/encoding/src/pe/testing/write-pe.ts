import { toUtf8 } from "../../text/utf8.ts";
import { ByteWriter } from "../../bytes/writer.ts";

/** For tests: a section's name (long ones go to the string table) and content. */
export type WrittenSection = { readonly name: string; readonly content: Uint8Array };

export type WrittenPe = {
  readonly sections: readonly WrittenSection[];
  /** What follows the sections, before the signatures. */
  readonly trailer?: Uint8Array;
  /** PKCS #7 signatures, each put into a WIN_CERTIFICATE. */
  readonly signatures?: readonly Uint8Array[];
};

const alignment = 512;
const newHeaderAt = 0x80;
const optionalHeaderSize = 112 + 16 * 8;

/** For tests: an EFI application of the x86-64 with these sections, laid out as compilers do. */
export function writePe({ sections, trailer = new Uint8Array(0), signatures = [] }: WrittenPe): Uint8Array {
  const strings = new ByteWriter();
  const names = sections.map(({ name }) => {
    if (name.length <= 8) return name;
    const place = 4 + strings.length;
    strings.bytes(toUtf8(`${name}\0`));
    return `/${place}`;
  });
  const aligned = (size: number) => Math.ceil(size / alignment) * alignment;
  const headerSize = aligned(newHeaderAt + 24 + optionalHeaderSize + 40 * sections.length);
  const offsets: number[] = [];
  let end = headerSize;
  for (const { content } of sections) {
    offsets.push(end);
    end += aligned(content.length);
  }
  const stringTable = strings.length === 0 ? new Uint8Array(0) : stringTableOf(strings.finish());
  const certificates = certificateTable(signatures);
  const body = end + stringTable.length + trailer.length;
  const certificatesAt = Math.ceil(body / 8) * 8;

  const file = new ByteWriter().u16le(0x5a4d).zeros(58).u32le(newHeaderAt).padTo(newHeaderAt);
  file.u32le(0x4550).u16le(0x8664).u16le(sections.length).u32le(0);
  file
    .u32le(stringTable.length === 0 ? 0 : end)
    .u32le(0)
    .u16le(optionalHeaderSize)
    .u16le(0x22);
  file.u16le(0x20b).zeros(30).u32le(4096).u32le(alignment).zeros(16).u32le(0x10_0000).u32le(headerSize);
  file
    .u32le(0x1234_5678)
    .u16le(10)
    .u16le(0)
    .zeros(36)
    .u32le(16)
    .zeros(4 * 8);
  file
    .u32le(certificates.length === 0 ? 0 : certificatesAt)
    .u32le(certificates.length)
    .zeros(11 * 8);
  for (const [index, { content }] of sections.entries()) {
    const name = toUtf8(names[index] ?? "");
    file
      .bytes(name)
      .zeros(8 - name.length)
      .u32le(content.length)
      .u32le(4096 * (index + 1));
    file
      .u32le(aligned(content.length))
      .u32le(content.length === 0 ? 0 : (offsets[index] ?? 0))
      .zeros(12)
      .u32le(0x4000_0040);
  }
  for (const [index, { content }] of sections.entries()) file.padTo(offsets[index] ?? 0).bytes(content);
  file.padTo(end).bytes(stringTable).bytes(trailer);
  return (certificates.length === 0 ? file : file.padTo(certificatesAt).bytes(certificates)).finish();
}

function stringTableOf(strings: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u32le(4 + strings.length)
    .bytes(strings)
    .finish();
}

function certificateTable(signatures: readonly Uint8Array[]): Uint8Array {
  const table = new ByteWriter();
  for (const signature of signatures) {
    table
      .u32le(8 + signature.length)
      .u16le(0x0200)
      .u16le(0x0002)
      .bytes(signature);
    table.padTo(Math.ceil(table.length / 8) * 8);
  }
  return table.finish();
}
