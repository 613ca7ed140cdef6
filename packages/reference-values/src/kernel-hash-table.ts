import { ByteWriter, concatBytes, toUtf8 } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { guidBytes } from "@sekisho/encoding/uefi";

/** SHA-256 digests (32 bytes each) of what QEMU hands a directly booted guest. */
export type KernelHashes = {
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly commandLine: Uint8Array;
};

const guids = {
  table: guidBytes("9438d606-4f22-4cc9-b479-a793d411fd21"),
  kernel: guidBytes("4de79437-abd2-427f-b835-d5b172d2045b"),
  initrd: guidBytes("44baf731-3a2f-4bd7-9af1-41e29169781d"),
  commandLine: guidBytes("97d02dd8-bd20-4c94-aa78-e7714d36ab2a"),
};
const digestSize = 32;
const entrySize = 16 + 2 + digestSize;
const tableSize = 16 + 2 + 3 * entrySize;

/** How many bytes {@link buildKernelHashTable} gives: the table, rounded up to a multiple of 16. */
export const kernelHashTableSize = Math.ceil(tableSize / 16) * 16;

/**
 * The SEV hash table as QEMU writes it into guest memory, zero-padded to a multiple of 16 bytes. The firmware refuses
 * a kernel, initrd or command line whose digest is not in it.
 *
 * GUID ‖ length (u16, little-endian, of the whole entry) ‖ three entries of GUID ‖ length ‖ digest, in the order command
 * line, initrd, kernel (QEMU, target/i386/sev.c, `sev_add_kernel_loader_hashes`). All three are always there: the
 * firmware loads what the table does not name without a check.
 *
 * @throws RangeError when a digest is not 32 bytes long
 */
export function buildKernelHashTable({ kernel, initrd, commandLine }: KernelHashes): Uint8Array {
  const writer = new ByteWriter().bytes(guids.table).u16le(tableSize);
  writeEntry(writer, guids.commandLine, commandLine);
  writeEntry(writer, guids.initrd, initrd);
  writeEntry(writer, guids.kernel, kernel);
  return writer.padTo(kernelHashTableSize).finish();
}

function writeEntry(writer: ByteWriter, guid: Uint8Array, digest: Uint8Array): void {
  if (digest.length !== digestSize) throw new RangeError(`a SHA-256 digest has 32 bytes, not ${digest.length}`);
  writer.bytes(guid).u16le(entrySize).bytes(digest);
}

/** The digest of a kernel command line as QEMU and the firmware see it: UTF-8, ended by one zero byte. */
export function hashCommandLine(commandLine: string): Promise<Uint8Array> {
  return hash("sha256", concatBytes(toUtf8(commandLine), new Uint8Array(1)));
}

/**
 * The digests of a directly booted guest's files.
 *
 * Without an initrd QEMU writes the digest of no bytes, and without a command line that of a single zero byte; so do
 * the defaults here. The kernel is hashed as it lies on the disk: for a confidential guest QEMU leaves its setup header
 * alone.
 */
export async function hashKernelFiles(files: {
  readonly kernel: Uint8Array;
  readonly initrd?: Uint8Array;
  readonly commandLine?: string;
}): Promise<KernelHashes> {
  const [kernel, initrd, commandLine] = await Promise.all([
    hash("sha256", files.kernel),
    hash("sha256", files.initrd ?? new Uint8Array()),
    hashCommandLine(files.commandLine ?? ""),
  ]);
  return { kernel, initrd, commandLine };
}
