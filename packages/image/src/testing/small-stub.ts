import { ByteWriter, concatBytes } from "@sekisho/encoding";

const headerBytes = 1024;
const fileAlignment = 512;
const sectionAlignment = 4096;

/**
 * An EFI program for x86-64 with one section, `.text`, that is filled with 0xc3. Nothing can run it, but its headers are
 * complete, with room for 17 sections.
 *
 * @param signatureBytes the length of a signature table behind the section
 */
export function smallStub(signatureBytes: number = 0): Uint8Array {
  const textBytes = 700;
  const stored = Math.ceil(textBytes / fileAlignment) * fileAlignment;
  const header = new ByteWriter().u16le(0x5a4d).zeros(58).u32le(64);
  header.u32le(0x4550).u16le(0x8664).u16le(1).zeros(12).u16le(240).u16le(0x22e);
  header.u16le(0x20b).zeros(30).u32le(sectionAlignment).u32le(fileAlignment).zeros(16);
  header
    .u32le(2 * sectionAlignment)
    .u32le(headerBytes)
    .u32le(0x1234_5678)
    .u16le(10)
    .zeros(38)
    .u32le(16);
  header.zeros(4 * 8);
  header
    .u32le(signatureBytes === 0 ? 0 : headerBytes + stored)
    .u32le(signatureBytes)
    .zeros(11 * 8);
  header.bytes(Buffer.from(".text\0\0\0")).u32le(textBytes).u32le(sectionAlignment).u32le(stored).u32le(headerBytes);
  header.zeros(12).u32le(0x6000_0020).padTo(headerBytes);
  const text = new Uint8Array(stored).fill(0xc3, 0, textBytes);
  return concatBytes(header.finish(), text, new Uint8Array(signatureBytes));
}
