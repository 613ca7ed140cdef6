import { toUtf8 } from "@sekisho/encoding";
import { binaryHeaderSize, csumLength, csumOffset } from "./binary-header.ts";
import { checksum } from "./header.ts";

/**
 * A header with other JSON metadata in both copies and genuine checksums, as whoever owns the disk can write it: the
 * checksum has no key. The lab shows with it that the agent refuses what cryptsetup would open.
 *
 * @param headerBytes an intact header
 * @param metadata the JSON text that takes the old one's place
 * @throws RangeError when the text and its NUL don't fit into the JSON area
 */
export async function rewriteMetadata(headerBytes: Uint8Array, metadata: string): Promise<Uint8Array> {
  const rewritten = headerBytes.slice();
  const hdrSize = Number(new DataView(rewritten.buffer).getBigUint64(8));
  const text = toUtf8(metadata);
  if (text.length >= hdrSize - binaryHeaderSize) throw new RangeError(`metadata of ${text.length} bytes`);
  for (const start of [0, hdrSize]) {
    const copy = rewritten.subarray(start, start + hdrSize);
    copy.fill(0, binaryHeaderSize);
    copy.set(text, binaryHeaderSize);
    copy.fill(0, csumOffset, csumOffset + csumLength);
    copy.set(await checksum(copy), csumOffset);
  }
  return rewritten;
}
