import { ByteReader, parseAll, type Parsed } from "@sekisho/encoding";
import { kernelHashTableSize } from "../kernel-hash-table.ts";
import { readFooterTable, type FooterEntry } from "./footer-table.ts";
import { pageSize, readSections, sectionTypes, type FirmwareSection } from "./sections.ts";

/** Where in guest memory something lies: guest physical address and size in bytes. */
export type MemoryRange = { readonly address: number; readonly size: number };

/** What an OVMF (or SVSM) image says about itself in the table at its end; null where it has no such entry. */
export type FirmwareLayout = {
  readonly sections: readonly FirmwareSection[];
  /** Where the firmware reads the table of kernel hashes; null also where it names address 0, which means none. */
  readonly hashTable: MemoryRange | null;
  /** Where a SEV guest finds an injected launch secret. */
  readonly launchSecret: MemoryRange | null;
  /** Where the other virtual CPUs start under SEV-ES and SEV-SNP. */
  readonly resetAddress: number | null;
  /** Where an SVSM image starts, counted from its own beginning. */
  readonly svsmEntry: number | null;
};

/** No firmware comes near this, and reading stays quick. */
export const mostFirmwareBytes = 64 << 20;

const guids = {
  hashTable: "7255371f-3a3b-4b04-927b-1da6efa8d454",
  launchSecret: "4c2eb361-7d9b-4cc3-8081-127c90d3d294",
  resetBlock: "00f771de-1a7e-4fcb-890e-68c77e2fb44e",
  sevMetadata: "dc886566-984a-4798-a75e-5585a7bf67cc",
  svsmInfo: "a789a612-0597-4c4b-a49f-cbb1fe9d1ddd",
} as const;

/**
 * Reads the GUIDed table and the SEV metadata of a firmware image.
 *
 * An image without the table is not an error: everything about it is null, and a plain SEV digest can still be had.
 * Errors name the field and its offset in the file.
 */
export function parseFirmware(image: Uint8Array): Parsed<FirmwareLayout> {
  return parseAll("firmware", image, (reader) => {
    if (image.length > mostFirmwareBytes) {
      reader.fail("limit", "firmware size", `at most ${mostFirmwareBytes} bytes`, `${image.length} bytes`);
    }
    const copy = reader.rest("firmware");
    const table = readFooterTable(copy, reader);
    const metadata = table.get(guids.sevMetadata);
    const sections = metadata === undefined ? [] : readSections(copy, metadata, reader);
    const layout: FirmwareLayout = {
      sections,
      hashTable: readRange("hash table", table.get(guids.hashTable)),
      launchSecret: readRange("launch secret", table.get(guids.launchSecret)),
      resetAddress: readNumber("SEV-ES reset address", table.get(guids.resetBlock)),
      svsmEntry: readNumber("SVSM entry point", table.get(guids.svsmInfo)),
    };
    checkHashTable(layout, table.get(guids.hashTable)?.offset ?? 0, reader);
    return layout;
  });
}

function readRange(name: string, entry: FooterEntry | undefined): MemoryRange | null {
  if (entry === undefined) return null;
  const reader = new ByteReader(entry.data, entry.offset);
  const address = reader.u32le(`${name} address`);
  const size = reader.u32le(`${name} size`);
  reader.end(name);
  return address === 0 ? null : { address, size };
}

/** The first number of an entry; later versions of an entry may carry more behind it. */
function readNumber(name: string, entry: FooterEntry | undefined): number | null {
  return entry === undefined ? null : new ByteReader(entry.data, entry.offset).u32le(name);
}

/** The table must fit its room, and lie in the one page that is measured for it. */
function checkHashTable(layout: FirmwareLayout, offset: number, reader: ByteReader): void {
  const { hashTable } = layout;
  if (hashTable === null) return;
  const { address, size } = hashTable;
  if (size < kernelHashTableSize) {
    reader.fail("value", "hash table size", `at least ${kernelHashTableSize} bytes`, `${size} bytes`, offset + 4);
  }
  if ((address % pageSize) + kernelHashTableSize > pageSize) {
    reader.fail("value", "hash table address", "a table within one page", `0x${address.toString(16)}`, offset);
  }
  for (const section of layout.sections) {
    if (section.type !== sectionTypes.kernelHashes || section.address === address - (address % pageSize)) continue;
    const expected = `an address in the page 0x${section.address.toString(16)}`;
    reader.fail("value", "hash table address", expected, `0x${address.toString(16)}`, offset);
  }
}
