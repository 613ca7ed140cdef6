/** What a disk image measures before and while it boots, known without booting it. Pure: files come in as bytes. */
export { whyUnpredicted, type UnpredictedPcr } from "./unpredicted.ts";
export { predictedBoots, type BootPrediction, type PredictedValue } from "./prediction.ts";
export { predictGrubBoot, readGrubPrograms, type GrubBootInput, type GrubPrograms } from "./grub.ts";
export { predictUkiBoot, type UkiBootInput } from "./uki.ts";
export {
  readSystemdBoot,
  readUnifiedKernelImage,
  type SystemdProgram,
  type UnifiedKernelImage,
} from "./uki-program.ts";
export { bootFile, type BootFile, type MeasuredContent } from "./boot-file.ts";
export { replayMeasuredBoot } from "./replay.ts";
export { espType, gptBytes, parseGpt, type Partition, type PartitionTable } from "./gpt.ts";
export { parseVariableStore, readVariableStore, type StoredVariable, type VariableStore } from "./variable-store.ts";
export { secureBootState, type SecureBootState } from "./secure-boot.ts";
export type { FirmwareSupport } from "./firmware.ts";
export type { GrubDisk } from "./grub-script/run.ts";
