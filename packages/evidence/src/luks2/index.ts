/** LUKS2 headers: read once, parsed strictly, judged against an allow-list before any key comes near the disk. */
export { checkLuks2Header, type HeaderExpectations } from "./checks.ts";
export { recogniseDisk, type DiskContent } from "./disk-content.ts";
export { largestHeader, parseLuks2Header, type Luks2Header } from "./header.ts";
export { luks2Catalogue } from "./locales/index.ts";
export type { Metadata } from "./metadata.ts";
export { readLuks2Header, startLength, type DiskStart, type NextBytes } from "./read.ts";
export { rewriteMetadata } from "./rewrite.ts";
