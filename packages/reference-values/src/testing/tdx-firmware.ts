import { ByteWriter } from "@sekisho/encoding";
import { buildSyntheticFirmware } from "./synthetic-firmware.ts";

/** One section of TDX metadata, field by field as it is written. */
export type WrittenTdxSection = {
  readonly dataOffset: number;
  readonly dataSize: number;
  readonly address: bigint;
  readonly size: bigint;
  readonly type: number;
  readonly attributes: number;
};

const imagePages = 4;
const imageSize = imagePages * 4096;
const variablesSize = 4096;
const top = 1n << 32n;

/** Sections such as OVMF's IntelTdx build has them, for an image of four pages. */
export const intelTdxSections: readonly WrittenTdxSection[] = [
  {
    dataOffset: variablesSize,
    dataSize: imageSize - variablesSize,
    address: top - BigInt(imageSize - variablesSize),
    size: BigInt(imageSize - variablesSize),
    type: 0,
    attributes: 1,
  },
  { dataOffset: 0, dataSize: variablesSize, address: top - BigInt(imageSize), size: 4096n, type: 1, attributes: 0 },
  { dataOffset: 0, dataSize: 0, address: 0x81_0000n, size: 0x1_0000n, type: 3, attributes: 0 },
  { dataOffset: 0, dataSize: 0, address: 0x80_9000n, size: 0x2000n, type: 2, attributes: 0 },
  { dataOffset: 0, dataSize: 0, address: 0x90_0000n, size: 0x10_0000n, type: 4, attributes: 2 },
];

/** Where the metadata begins in the image that {@link buildTdxFirmware} makes. */
export const tdxMetadataOffset = 0x2000;

/** A firmware image with genuine tables and no code, for tests: its pages are filled with their number. */
export function buildTdxFirmware(sections: readonly WrittenTdxSection[] = intelTdxSections): Uint8Array {
  const pointer = new ByteWriter().u32le(imageSize - tdxMetadataOffset).finish();
  const extraEntries = [{ guid: "e47a6535-984a-4798-865e-4685a7bf8ec2", data: pointer }];
  const image = buildSyntheticFirmware({ pages: imagePages, extraEntries });
  image.set(writeMetadata(sections), tdxMetadataOffset);
  return image;
}

function writeMetadata(sections: readonly WrittenTdxSection[]): Uint8Array {
  const writer = new ByteWriter()
    .u32le(0x4656_4454)
    .u32le(16 + 32 * sections.length)
    .u32le(1)
    .u32le(sections.length);
  for (const { dataOffset, dataSize, address, size, type, attributes } of sections) {
    writer.u32le(dataOffset).u32le(dataSize).u64le(address).u64le(size).u32le(type).u32le(attributes);
  }
  return writer.finish();
}
