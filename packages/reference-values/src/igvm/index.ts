/** IGVM files in, SEV-SNP launch digests out. */
export { igvmPlatformTypes, type IgvmDirective, type IgvmFile, type IgvmPlatform } from "./file.ts";
export { verifyIgvmIdBlock, type IgvmIdBlock } from "./id-block.ts";
export {
  computeIgvmLaunchDigest,
  igvmLaunchDemands,
  snpCompatibilityMask,
  type IgvmMeasureOptions,
} from "./measure.ts";
export { largestIgvmFile, parseIgvm } from "./parse.ts";
