import { ByteWriter } from "@sekisho/encoding";
import { igvmPlatformTypes } from "../igvm/file.ts";
import { crc32 } from "../measured-boot/crc32.ts";

/** For tests: puts bytes into the file's data and gives their offset; 0 for null. */
type Place = (data: Uint8Array | null) => number;

/** For tests: one variable header, whose content may point to data. */
export type WrittenStructure = { readonly type: number; readonly content: (place: Place) => Uint8Array };

/** For tests: an IGVM file of any structures, with right lengths and a right checksum. */
export function writeIgvm(structures: readonly WrittenStructure[], version: 1 | 2 = 1): Uint8Array {
  const fixedSize = version === 1 ? 24 : 32;
  const size = writeHeaders(structures, () => 0).length;
  const data = new ByteWriter();
  const headers = writeHeaders(structures, (bytes) => {
    if (bytes === null) return 0;
    const offset = fixedSize + size + data.length;
    data.bytes(bytes);
    return offset;
  });
  const fixed = (checksum: number): ByteWriter => {
    const writer = new ByteWriter().u32le(0x4d56_4749).u32le(version).u32le(fixedSize).u32le(size);
    writer.u32le(fixedSize + size + data.length).u32le(checksum);
    return version === 1 ? writer : writer.u32le(0).u32le(4096);
  };
  const checksum = crc32(fixed(0).bytes(headers).finish());
  return fixed(checksum).bytes(headers).bytes(data.finish()).finish();
}

function writeHeaders(structures: readonly WrittenStructure[], place: Place): Uint8Array {
  const writer = new ByteWriter();
  for (const { type, content } of structures) {
    const bytes = content(place);
    writer.u32le(type).u32le(bytes.length).bytes(bytes);
    writer.padTo(Math.ceil(writer.length / 8) * 8);
  }
  return writer.finish();
}

const structure = (type: number, content: WrittenStructure["content"]): WrittenStructure => ({ type, content });

/** For tests: the structures of an IGVM file. `mask` is 1 unless given, the only platform that of SEV-SNP. */
export const igvmStructures = {
  platform: ({ mask = 1, type = igvmPlatformTypes.sevSnp as number } = {}) =>
    structure(0x1, () => new ByteWriter().u32le(mask).u8(0).u8(type).u16le(1).u64le(0n).finish()),

  policy: (policy: bigint, mask = 1) =>
    structure(0x101, () => new ByteWriter().u64le(policy).u32le(mask).u32le(0).finish()),

  page: (address: number, data: Uint8Array | null, { mask = 1, flags = 0, dataType = 0 } = {}) =>
    structure(0x302, (place) =>
      new ByteWriter()
        .u64le(BigInt(address))
        .u32le(mask)
        .u32le(place(data))
        .u32le(flags)
        .u16le(dataType)
        .u16le(0)
        .finish(),
    ),

  parameterArea: (size: number, index: number) =>
    structure(0x301, () => new ByteWriter().u64le(BigInt(size)).u32le(index).u32le(0).finish()),

  parameterInsert: (address: number, index: number, mask = 1) =>
    structure(0x303, () => new ByteWriter().u64le(BigInt(address)).u32le(mask).u32le(index).finish()),

  vpContext: (saveArea: Uint8Array | null, { address = 0xffff_ffff_f000, mask = 1, vpIndex = 0 } = {}) =>
    structure(0x304, (place) =>
      new ByteWriter().u64le(BigInt(address)).u32le(mask).u32le(place(saveArea)).u16le(vpIndex).u16le(0).finish(),
    ),

  other: (type: number, content: Uint8Array) => structure(type, () => content),
};

/** For tests: IGVM_VHS_SNP_ID_BLOCK from ID block and ID authentication as QEMU takes them; an author only where one is there. */
export function igvmIdBlockContent(idBlock: Uint8Array, idAuthentication: Uint8Array, mask = 1): Uint8Array {
  const authored = idAuthentication[4] === 0 ? 0 : 1;
  const key = (at: number): Uint8Array =>
    new ByteWriter()
      .bytes(idAuthentication.subarray(at, at + 4))
      .u32le(0)
      .bytes(idAuthentication.subarray(at + 4, at + 148))
      .finish();
  const writer = new ByteWriter().u32le(mask).u8(authored).zeros(3).bytes(idBlock.subarray(0, 88));
  // The policy at the end of an ID block has a header of its own here. igvmmeasure names the author's algorithm always.
  writer
    .u32le(1)
    .u32le(1)
    .bytes(idAuthentication.subarray(0x40, 0x40 + 144))
    .bytes(key(0x240));
  if (authored === 0) return writer.zeros(144 + 152).finish();
  return writer
    .bytes(idAuthentication.subarray(0x680, 0x680 + 144))
    .bytes(key(0x880))
    .finish();
}
