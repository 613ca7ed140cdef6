import { message, type Message } from "@sekisho/messages";

/** Why a firmware file does less than its launch digest promises. */
export type FirmwareWeakness = {
  /** SHA-256 of the firmware file. */
  readonly sha256: string;
  /** The package and version that the file came with. */
  readonly version: string;
  readonly detail: Message;
  /** When and how it was found. */
  readonly source: string;
};

/** Dated data, not a rule: a file that is not listed may have the same weakness. */
const known: readonly FirmwareWeakness[] = [
  {
    sha256: "3e4fd0b3fe3b2dbe481c3d9e99418a034174f26cbe1f55aa212b0f18c12d2d6f",
    version: "ovmf-amdsev 2026.08+ds-2",
    detail: message("firmware.unverified-shim", { version: "ovmf-amdsev 2026.08+ds-2" }),
    source:
      "tried 2026-11-23 under QEMU TCG: fw_cfg etc/boot/shim is started unhashed; QemuKernelVerifyBlob of edk2 knows three names",
  },
];

/**
 * What is known against a firmware file.
 *
 * @param sha256 of the file: 64 hexadecimal digits, lower case
 */
export function firmwareWeaknesses(sha256: string): readonly FirmwareWeakness[] {
  return known.filter((weakness) => weakness.sha256 === sha256);
}
