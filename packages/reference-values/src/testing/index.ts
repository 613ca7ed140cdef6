/** For tests of every room: firmware images that are made, not shipped. */
export { amdSevSections, buildSyntheticFirmware, type SyntheticFirmware } from "./synthetic-firmware.ts";
