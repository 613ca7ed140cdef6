import { ByteWriter, concatBytes } from "@sekisho/encoding";
import { guidBytes } from "@sekisho/encoding/uefi";
import { sectionTypes, type FirmwareSection } from "../firmware/sections.ts";

/** What {@link buildSyntheticFirmware} puts into an image; everything has a default. */
export type SyntheticFirmware = {
  /** Size of the image in pages. */
  readonly pages: number;
  readonly sections: readonly FirmwareSection[];
  /** Guest physical address of the hash table; null leaves the entry out. */
  readonly hashTableAddress: number | null;
  /** EIP of further virtual CPUs; null leaves the entry out. */
  readonly resetAddress: number | null;
  /** Further entries of the GUIDed table. */
  readonly extraEntries: readonly { readonly guid: string; readonly data: Uint8Array }[];
};

/** Sections such as OVMF's AmdSev build has them. */
export const amdSevSections: readonly FirmwareSection[] = [
  { address: 0x80_0000, size: 0x9000, type: sectionTypes.secMemory },
  { address: 0x80_a000, size: 0x3000, type: sectionTypes.secMemory },
  { address: 0x80_d000, size: 0x1000, type: sectionTypes.secrets },
  { address: 0x80_e000, size: 0x1000, type: sectionTypes.cpuid },
  { address: 0x81_0000, size: 0x1000, type: sectionTypes.kernelHashes },
  { address: 0x81_1000, size: 0xf000, type: sectionTypes.secMemory },
];

const defaults: SyntheticFirmware = {
  pages: 4,
  sections: amdSevSections,
  hashTableAddress: 0x81_0c00,
  resetAddress: 0x80_b004,
  extraEntries: [],
};

/**
 * A firmware image with genuine tables and no code, for tests: its pages are filled with their number, metadata and
 * GUIDed table stand at the end of the last.
 */
export function buildSyntheticFirmware(wishes: Partial<SyntheticFirmware> = {}): Uint8Array {
  const { pages, sections, hashTableAddress, resetAddress, extraEntries } = { ...defaults, ...wishes };
  const metadata = new ByteWriter()
    .u32le(0x5645_5341)
    .u32le(16 + 12 * sections.length)
    .u32le(1)
    .u32le(sections.length);
  for (const { address, size, type } of sections) metadata.u32le(address).u32le(size).u32le(type);

  const sized = (address: number, size: number): Uint8Array => new ByteWriter().u32le(address).u32le(size).finish();
  const number = (value: number): Uint8Array => new ByteWriter().u32le(value).finish();
  const rest = [
    ...extraEntries.map(({ guid, data }) => entry(guid, data)),
    ...(hashTableAddress === null
      ? []
      : [entry("7255371f-3a3b-4b04-927b-1da6efa8d454", sized(hashTableAddress, 0x400))]),
    ...(resetAddress === null ? [] : [entry("00f771de-1a7e-4fcb-890e-68c77e2fb44e", number(resetAddress))]),
  ];
  const afterMetadata = 32 + 18 + 22 + concatBytes(...rest).length;
  const fromEnd = afterMetadata + metadata.length;
  const body = concatBytes(entry("dc886566-984a-4798-a75e-5585a7bf67cc", number(fromEnd)), ...rest);
  const footer = new ByteWriter().u16le(body.length + 18).bytes(guidBytes("96b582de-1fb2-45f7-baea-a366c55a082d"));
  const tail = concatBytes(metadata.finish(), body, footer.finish(), new Uint8Array(32).fill(0x90));

  const image = Uint8Array.from({ length: pages * 4096 }, (_, index) => index >> 12);
  image.set(tail, image.length - tail.length);
  return image;
}

function entry(guid: string, data: Uint8Array): Uint8Array {
  return new ByteWriter()
    .bytes(data)
    .u16le(data.length + 18)
    .bytes(guidBytes(guid))
    .finish();
}
