import { ByteWriter } from "@sekisho/encoding";
import { guidBytes } from "@sekisho/encoding/uefi";
import { toUtf16 } from "../events.ts";
import type { StoredVariable } from "../variable-store.ts";

/** For tests: a variable and the state of its header (0x3f live, 0x3d deleted, 0x3e being replaced). */
export type WrittenVariable = StoredVariable & { readonly state?: number };

/** For tests: a variable store of OVMF's layout, 64 KiB with a store of 16 KiB. */
export function writeVariableStore(variables: readonly WrittenVariable[]): Uint8Array {
  const list = new ByteWriter();
  for (const { guid, name, attributes, data, state = 0x3f } of variables) {
    const wide = toUtf16(`${name}\0`);
    list.u16le(0x55aa).u8(state).u8(0).u32le(attributes).zeros(28).u32le(wide.length).u32le(data.length);
    list.bytes(guidBytes(guid)).bytes(wide).bytes(data);
    while (list.length % 4 !== 0) list.u8(0xff);
  }
  const storeSize = 16 * 1024;
  const free = new Uint8Array(storeSize - 28 - list.length).fill(0xff);
  const file = new ByteWriter().zeros(16).bytes(guidBytes("fff12b8d-7696-4c8b-a985-2747075b4f50"));
  file.u64le(65_536n).u32le(0x4856_465f).u32le(0x4feff).u16le(72).u16le(0).u16le(0).u8(0).u8(2);
  file.u32le(16).u32le(4096).u32le(0).u32le(0);
  file.bytes(guidBytes("aaf32c78-947b-439a-a180-2e144ec37792")).u32le(storeSize).u8(0x5a).u8(0xfe).zeros(6);
  return file.bytes(list.finish()).bytes(free).padTo(65_536).finish();
}
