import { randomUUID } from "node:crypto";
import { fromHex } from "@sekisho/encoding";
import { buildCommandLine, makeReferenceValue, type MeasuredBoot } from "@sekisho/image";
import { describeFirmware, type ReferenceValue } from "@sekisho/reference-values";
import { buildSyntheticFirmware } from "@sekisho/reference-values/testing";

const versions = { firmware: "tables of OVMF without its code", kernel: "6.12.0-bench" };
const kernel = { sha256: "11".repeat(32), version: versions.kernel };
const initrd = { sha256: "22".repeat(32) };

/** A machine of the lab, as far as an appraisal knows it. */
export type LabMachine = {
  readonly id: string;
  readonly boot: MeasuredBoot;
  readonly referenceValue: ReferenceValue;
  /** 48 bytes. */
  readonly launchDigest: Uint8Array;
};

/** Describes a machine whose kernel and initrd nobody needs, as only their digests are measured. */
export async function makeLabMachine(): Promise<LabMachine> {
  const id = randomUUID();
  const firmware = await describeFirmware(buildSyntheticFirmware(), versions.firmware);
  if (!firmware.ok) throw new Error(`synthetic firmware: ${firmware.error.field}`);
  const shape = { vcpus: 2, vcpuType: "EPYC-Milan", vmmType: "QEMU", guestFeatures: "0x1" } as const;
  const boot: MeasuredBoot = { firmware: firmware.value, kernel, initrd, commandLine: buildCommandLine(id), shape };
  const referenceValue = await makeReferenceValue(boot, new Date());
  const launchDigest = fromHex("launchDigest", referenceValue.launchDigest);
  if (!launchDigest.ok) throw new Error(`launch digest: ${launchDigest.error.field}`);
  return { id, boot, referenceValue, launchDigest: launchDigest.value };
}
