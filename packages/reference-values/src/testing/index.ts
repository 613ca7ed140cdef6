/** For tests of every room: firmware images and IGVM files that are made, not shipped. */
export { amdSevSections, buildSyntheticFirmware, type SyntheticFirmware } from "./synthetic-firmware.ts";
export { igvmIdBlockContent, igvmStructures, writeIgvm, type WrittenStructure } from "./igvm-file.ts";
export { writeVariableStore, type WrittenVariable } from "../measured-boot/testing/write-variable-store.ts";
export { recorded, unpackedLog } from "../measured-boot/testing/recorded.ts";
export { buildTdxFirmware, intelTdxSections, tdxMetadataOffset, type WrittenTdxSection } from "./tdx-firmware.ts";
