import { hash, type HashAlgorithm } from "@sekisho/encoding/crypto";
import type { PeImage } from "./image.ts";

/**
 * The Authenticode digest of a PE image, as firmware measures it and signatures cover it (Microsoft, "Windows Authenticode
 * Portable Executable Signature Format", 2008; edk2 `MeasurePeImageAndExtend`).
 *
 * Hashed are: the headers without CheckSum and without the data directory's entry for signatures; each section's bytes in
 * the file, by their offset; and whatever follows them before the signatures.
 *
 * @param bytes the whole file that `parsePe` read `image` from
 */
export function authenticodeDigest(
  bytes: Uint8Array,
  image: PeImage,
  algorithm: HashAlgorithm = "sha256",
): Promise<Uint8Array> {
  return hash(algorithm, ...authenticodeRanges(bytes, image));
}

/** The parts of the file that the digest covers, in the order in which they are hashed. */
export function authenticodeRanges(bytes: Uint8Array, image: PeImage): readonly Uint8Array[] {
  const { checksumOffset, certificateEntryOffset, headerSize } = image;
  const afterChecksum = checksumOffset + 4;
  const headers =
    certificateEntryOffset === undefined
      ? [bytes.subarray(0, checksumOffset), bytes.subarray(afterChecksum, headerSize)]
      : [
          bytes.subarray(0, checksumOffset),
          bytes.subarray(afterChecksum, certificateEntryOffset),
          bytes.subarray(certificateEntryOffset + 8, headerSize),
        ];
  const sections = image.sections
    .filter(({ fileSize }) => fileSize > 0)
    .toSorted((left, right) => left.fileOffset - right.fileOffset);
  const contents = sections.map(({ fileOffset, fileSize }) => bytes.subarray(fileOffset, fileOffset + fileSize));
  // Firmware counts what it hashed, and takes the rest of the file to begin there, whatever gaps there are.
  const hashed = sections.reduce((sum, { fileSize }) => sum + fileSize, headerSize);
  const end = bytes.length - (image.certificates?.size ?? 0);
  return [...headers, ...contents, bytes.subarray(Math.min(hashed, end), end)];
}
