import { message } from "@sekisho/messages";
import type { GuestConfiguration } from "@sekisho/release";
import { ImageError } from "../image-error.ts";
import { compareVersions } from "../rootfs/requirements.ts";

/** The first Linux whose TDs extend their registers from user space (drivers/virt/coco/tdx-guest). */
const registersSince = "6.16";

/** Where Linux keeps the data of the ACPI table CCEL, and lets a TD extend RTMR 3. */
const ofLinux = {
  eventLog: "/sys/firmware/acpi/tables/data/CCEL",
  initrdLeft: { kind: "sysfs", path: "/sys/devices/virtual/misc/tdx_guest/measurements/rtmr3:sha384" },
} as const;

/** Under QEMU without TDX, the firmware measures into a TPM: its log is handed to the lab, which makes registers of it. */
const ofLab = {
  eventLog: "/sys/kernel/security/tpm0/binary_bios_measurements",
  initrdLeft: { kind: "port" },
} as const;

/** What the agent of a TD uses, by where its reports come from. */
export function tdxDevices({ kind }: GuestConfiguration["reportSource"]): NonNullable<GuestConfiguration["tdx"]> {
  return kind === "port" ? ofLab : ofLinux;
}

/**
 * Looks whether this kernel can do what the agent will want of it.
 *
 * @throws ImageError for a kernel that can't extend RTMR 3: without that no disk would ever be opened
 */
export function demandRegister({ tdx }: GuestConfiguration, kernelVersion: string): void {
  if (tdx?.initrdLeft.kind !== "sysfs" || compareVersions(kernelVersion, registersSince) >= 0) return;
  throw new ImageError(message("image.kernel.register", { version: kernelVersion, wanted: registersSince }));
}
