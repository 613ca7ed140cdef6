import { concatBytes, toUtf8 } from "@sekisho/encoding";
import { writeInitramfs } from "@sekisho/lab";

/** Archives of an initramfs begin at multiples of it by custom. */
const blockSize = 512;

/** A further archive before the genuine one, as microcode comes: the kernel unpacks both, and skips the zeros between. */
export function withAddedArchive(initrd: Uint8Array): Uint8Array {
  const added = writeInitramfs([{ path: "scripts/local-top/zz-host", bytes: toUtf8("#!/bin/sh\n") }]);
  const padding = new Uint8Array((blockSize - (added.length % blockSize)) % blockSize);
  return concatBytes(added, padding, initrd);
}
