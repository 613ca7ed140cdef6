/** What a trust domain measures: its firmware into MRTD, a direct boot into RTMR 1 and 2. */
export { parseTdxMetadata, tdxSectionTypes, type TdxSection, type TdxSectionType } from "./metadata.ts";
export { computeMrTd, type MrTdOrder } from "./mrtd.ts";
export { predictTdxDirectBoot, type TdxDirectBoot } from "./direct-boot.ts";
