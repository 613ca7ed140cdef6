import { ByteWriter, concatBytes } from "@sekisho/encoding";

/** An OVMF variable store of 64 KiB without any variable: as Debian's OVMF_VARS_4M.fd, but smaller. */
export function blankStore(): Uint8Array {
  const volumeBytes = 65_536;
  const storeBytes = 32_768;
  const header = new ByteWriter().zeros(16).bytes(Buffer.from("8d2bf1ff96768b4ca9852747075b4f50", "hex"));
  header.u64le(BigInt(volumeBytes)).u32le(0x4856_465f).u32le(0x0004_feff).u16le(72).u16le(0).u16le(0).u8(0).u8(2);
  header.u32le(16).u32le(4096).u64le(0n);
  header.bytes(Buffer.from("782cf3aa7b949a43a1802e144ec37792", "hex")).u32le(storeBytes).u8(0x5a).u8(0xfe).zeros(6);
  return concatBytes(header.finish(), new Uint8Array(volumeBytes - header.length).fill(0xff));
}
