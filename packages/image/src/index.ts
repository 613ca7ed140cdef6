/** Root filesystem in, encrypted disk and boot artifacts out. Runs mke2fs, cryptsetup, mmdebstrap and initramfs-tools. */
export { buildImage, defaultGuestPolicies, type BuiltImage } from "./build.ts";
export { type BuildInput, type DirectBuild, type DiskBuild } from "./build-input.ts";
export { makeSigningKey, readSigningKey, type SigningKey } from "./disk-boot/signing-key.ts";
export { refreshImage, type Refreshed, type RefreshInput } from "./refresh.ts";
export { exportMachine, type Exported, type ExportInput } from "./backup/export.ts";
export { importMachine, type Imported, type ImportInput } from "./backup/import.ts";
export { inspectDisk, readDiskFile, type Filesystem, type InspectedDisk } from "./inspect/disk.ts";
export { authenticatedVariable } from "./firmware/enrol-keys.ts";
export {
  predictDiskBoot,
  type BootPath,
  type DiskBootInput,
  type DiskBootPrediction,
} from "./inspect/predict-disk-boot.ts";
export { openCache, type Cache } from "./cache/cache.ts";
export {
  fetchAmdSevFirmware,
  fetchDiskFirmware,
  fetchTdxFirmware,
  type DiskFirmware,
  type FirmwareFile,
} from "./firmware/fetch.ts";
export { sourceAt, type RootfsSource } from "./rootfs/source.ts";
export { makeDisk, type DiskInput, type DiskSecret } from "./disk-image.ts";
export { addKeySlot, encryptImage, encryptWords, type SlotSecret } from "./disk/encrypt.ts";
export { makeFilesystem } from "./disk/filesystem.ts";
export { readHeader } from "./disk/header.ts";
export { chooseKeyDerivation, keyDerivationWords, type KeyDerivation, type SecretKind } from "./disk/kdf.ts";
export { opensHeader } from "./disk/open-test.ts";
export { makeRecoveryKey } from "./disk/recovery-key.ts";
export { buildCommandLine, fixedParameters } from "./machine/command-line.ts";
export { names as imageFiles, readImageRecord, readMachine, writeDurably, writeJson } from "./machine/folder.ts";
export { makeTdxLaunch, predictTdxBoots, type TdxBootFiles } from "./machine/tdx-values.ts";
export { makeReferenceValue, readFirmware, type MeasuredBoot } from "./machine/reference-value.ts";
export { launchSecretFolder } from "./efi-secret/demand.ts";
export { kernelsWithSecrets, secretSupport, type SecretEvidence, type SecretSupport } from "./efi-secret/support.ts";
export { findTool, run, ToolError, type Finished, type RunOptions } from "./process/run.ts";
export { withSecretFile } from "./process/secret-file.ts";
export { type Tool } from "./process/tools.ts";
export { ImageError } from "./image-error.ts";
export { noProgress, type Progress, type ProgressEvent } from "./progress.ts";
export { imageCatalogue } from "./locales/index.ts";
