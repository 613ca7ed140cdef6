import { message, type Message } from "@sekisho/messages";

type KnownWeakness = {
  /** SHA-256 of the firmware file. */
  readonly sha256: string;
  readonly warning: Message;
  /** When and how it was found. */
  readonly source: string;
};

/**
 * Firmware files that do less than their launch digest promises. Dated data, not a rule: a file that is not listed may have
 * the same weakness.
 */
const known: readonly KnownWeakness[] = [
  {
    sha256: "3e4fd0b3fe3b2dbe481c3d9e99418a034174f26cbe1f55aa212b0f18c12d2d6f",
    warning: message("image.firmware.unverified-shim", { version: "ovmf-amdsev 2026.08+ds-2" }),
    source:
      "tried 2026-11-23 under QEMU TCG: fw_cfg etc/boot/shim is started unhashed; QemuKernelVerifyBlob of edk2 knows three names",
  },
];

/** What a person should know of a firmware file before they trust its launch digest. */
export function firmwareWarnings(sha256: string): readonly Message[] {
  return known.filter((weakness) => weakness.sha256 === sha256).map(({ warning }) => warning);
}
