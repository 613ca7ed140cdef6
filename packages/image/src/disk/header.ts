import { open } from "node:fs/promises";
import { malformedMessage } from "@sekisho/encoding";
import { readLuks2Header, type Luks2Header } from "@sekisho/evidence/luks2";
import { message } from "@sekisho/messages";
import { ImageError } from "../image-error.ts";

/**
 * Reads the LUKS2 header of a disk's image, or of a file that holds a header alone: every byte before the data segment, with
 * its SHA-256.
 *
 * @param offset where the header begins in the file, in bytes: behind other partitions of the disk
 * @throws ImageError when there is no such file, or no header in it, or a damaged one
 */
export async function readHeader(path: string, offset: number = 0): Promise<Luks2Header> {
  const file = await open(path, "r").catch(() => {
    throw new ImageError(message("image.file.missing", { path }));
  });
  let position = offset;
  try {
    const { header } = await readLuks2Header(async (length) => {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, position);
        if (bytesRead === 0) break;
        filled += bytesRead;
        position += bytesRead;
      }
      return bytes.subarray(0, filled);
    });
    if (!header.ok) throw new ImageError(malformedMessage(path, header.error));
    return header.value;
  } finally {
    await file.close();
  }
}
