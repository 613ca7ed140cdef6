/** PE images (EFI programs, unified kernel images): headers, sections, Authenticode digests and signatures. */
export { findSection, parsePe, sectionContent, type FileRange, type PeImage, type PeSection } from "./image.ts";
export { authenticodeDigest, authenticodeRanges } from "./authenticode.ts";
export {
  parseAuthenticode,
  parsePeSignatures,
  type AuthenticodeSignature,
  type AuthenticodeSigner,
} from "./signatures.ts";
export { authenticodeSigner, certifiedBy } from "./verify.ts";
