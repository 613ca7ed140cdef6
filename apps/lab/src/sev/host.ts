import {
  buildKernelHashTable,
  buildSaveArea,
  hashKernelFiles,
  parseFirmware,
  vcpuSignature,
  type Shape,
} from "@sekisho/reference-values";
import { readSevGuestPolicy, type SevFirmwareVersion } from "@sekisho/evidence/sev";
import type { LaunchStart, SevLaunching, SevPlatform } from "./firmware.ts";

/** What a host loads into a directly booted guest of SEV or SEV-ES. */
export type SevGuestFiles = {
  readonly firmware: Uint8Array;
  readonly kernel: Uint8Array;
  readonly initrd: Uint8Array;
  readonly commandLine: string;
  readonly shape: Shape;
  /** Whether the host is Linux 6.10 or later, which puts the FPU's state into save areas. Default: it is. */
  readonly fpu?: boolean;
};

/** A guest that was loaded and measured, and waits for its secret. */
export type MeasuredSevGuest = {
  readonly launching: SevLaunching;
  /** 48 bytes. */
  readonly measurement: Uint8Array;
  /** What QEMU answers to query-sev and query-sev-launch-measure, as the owner is told it. */
  readonly launchInfo: string;
};

const resetVector = 0xffff_fff0;

/**
 * Does what QEMU does for a guest whose owner gave a session: LAUNCH_START, firmware, table of kernel hashes, save areas, and
 * LAUNCH_MEASURE.
 *
 * @throws SevFirmwareError where the firmware refuses
 */
export async function launchSevGuest(
  platform: SevPlatform,
  start: LaunchStart,
  files: SevGuestFiles,
): Promise<MeasuredSevGuest> {
  const launching = await platform.launchStart(start);
  launching.updateData(files.firmware);
  launching.updateData(buildKernelHashTable(await hashKernelFiles(files)));
  if (readSevGuestPolicy(start.policy).es) for (const area of saveAreas(files)) launching.updateVmsa(area);
  const measurement = await launching.measure();
  return { launching, measurement, launchInfo: launchInfo(measurement, platform.firmware, start.policy) };
}

function saveAreas({ firmware, shape, fpu = true }: SevGuestFiles): readonly Uint8Array[] {
  const layout = parseFirmware(firmware);
  const reset = layout.ok ? layout.value.resetAddress : null;
  if (reset === null) throw new TypeError("the firmware does not say where further virtual CPUs start");
  const signature = vcpuSignature(shape.vcpuType) ?? 0;
  const area = (address: number): Uint8Array => buildSaveArea(shape.vmmType, { address, signature, features: 0n, fpu });
  return [area(resetVector), ...Array.from({ length: shape.vcpus - 1 }, () => area(reset))];
}

function launchInfo(
  measurement: Uint8Array,
  { apiMajor, apiMinor, build }: SevFirmwareVersion,
  policy: number,
): string {
  const data = Buffer.from(measurement).toString("base64");
  const sev = { enabled: true, "api-major": apiMajor, "api-minor": apiMinor, "build-id": build, policy };
  return [{ return: { data } }, { return: sev }].map((answer) => `${JSON.stringify(answer)}\n`).join("");
}
