/** Boot artifacts in, expected launch digests out. */
export {
  firmwareSummarySchema,
  referenceValueSchema,
  shapeSchema,
  type FirmwareSummary,
  type ReferenceValue,
  type Shape,
} from "./schema.ts";
export {
  measuredBootSchema,
  measuredEventSchema,
  measuredLaunchSchema,
  registersOf,
  type MeasuredBoot,
  type MeasuredEvent,
  type MeasuredLaunch,
  type Registers,
} from "./measured-boot/schema.ts";
export { parseFirmware, type FirmwareLayout, type MemoryRange } from "./firmware/layout.ts";
export { firmwareWeaknesses, type FirmwareWeakness } from "./firmware/weaknesses.ts";
export { sectionTypes, type FirmwareSection, type SectionType } from "./firmware/sections.ts";
export {
  buildKernelHashTable,
  hashCommandLine,
  hashKernelFiles,
  kernelHashTableSize,
  type KernelHashes,
} from "./kernel-hash-table.ts";
export { computeSnpLaunchDigest, describeFirmware, measureFirmwareVolume } from "./digest/snp.ts";
export { createSnpCalculator, type SnpCalculator, type SnpLaunch } from "./digest/snp-calculator.ts";
export { computeSvsmLaunchDigest } from "./digest/snp-svsm.ts";
export { computeSevEsLaunchDigest, computeSevLaunchDigest, type SevLaunch } from "./digest/sev.ts";
export { sevReferenceValue, type SevBoot } from "./digest/sev-reference-value.ts";
export { signatureOf, vcpuSignature, vcpuSignatures, type ProcessorIdentity } from "./vcpu/types.ts";
export { buildSaveArea, type VmmType } from "./vcpu/save-area.ts";
export { MeasureError } from "./measure-error.ts";
export { referenceValuesCatalogue } from "./locales/index.ts";
export {
  encodeIdBlock,
  encodePublicKey,
  parseIdAuthentication,
  parseIdBlock,
  type IdAuthentication,
  type IdBlock,
  type PublicPoint,
} from "./id-block/structures.ts";
export {
  ownerKeyDigest,
  pointOfSpki,
  signIdBlock,
  verifyIdAuthentication,
  type IdVerdict,
  type OwnerKey,
} from "./id-block/authenticate.ts";
export {
  computeIgvmLaunchDigest,
  igvmLaunchDemands,
  igvmPlatformTypes,
  largestIgvmFile,
  parseIgvm,
  snpCompatibilityMask,
  verifyIgvmIdBlock,
  type IgvmDirective,
  type IgvmFile,
  type IgvmIdBlock,
  type IgvmMeasureOptions,
  type IgvmPlatform,
} from "./igvm/index.ts";
export {
  computeMrTd,
  parseTdxMetadata,
  predictTdxDirectBoot,
  tdxSectionTypes,
  type TdxDirectBoot,
  type MrTdOrder,
  type TdxSection,
  type TdxSectionType,
} from "./tdx/index.ts";
