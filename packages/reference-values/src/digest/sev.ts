import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import { buildKernelHashTable, type KernelHashes } from "../kernel-hash-table.ts";
import { MeasureError } from "../measure-error.ts";
import { buildSaveArea, firstVcpuAddress, type VmmType } from "../vcpu/save-area.ts";
import { firmwareLayout } from "./snp.ts";

/** What the launch digests of SEV and SEV-ES cover beside the virtual CPUs. */
export type SevLaunch = { readonly ovmf: Uint8Array; readonly kernelHashes?: KernelHashes };

/**
 * The launch digest (32 bytes) of a SEV guest: SHA-256 over the firmware image and, for a direct boot, the hash table.
 *
 * @throws MeasureError when the image is malformed or has no room for kernel hashes that are given
 */
export async function computeSevLaunchDigest(launch: SevLaunch): Promise<Uint8Array> {
  return await hash("sha256", ...measuredParts("SEV", launch));
}

/**
 * The launch digest (32 bytes) of a SEV-ES guest: as for SEV, followed by the save area of each virtual CPU.
 *
 * @param launch.signature CPUID signature of the virtual CPUs
 * @param launch.fpu whether the host puts the FPU's state into the save areas: Linux 6.10 and later does, earlier does not
 * @throws MeasureError as for SEV, and when the image does not say where further virtual CPUs start
 */
export async function computeSevEsLaunchDigest(
  launch: SevLaunch & {
    readonly vcpus: number;
    readonly signature: number;
    readonly vmmType: VmmType;
    readonly fpu?: boolean;
  },
): Promise<Uint8Array> {
  const { vcpus, signature, vmmType, fpu = true } = launch;
  const parts = measuredParts("SEV-ES", launch);
  const { resetAddress } = firmwareLayout("OVMF", launch.ovmf);
  if (resetAddress === null) throw new MeasureError(message("measure.firmware.no-reset-address"));
  const saveArea = (address: number): Uint8Array => buildSaveArea(vmmType, { address, signature, features: 0n, fpu });
  const others = Array<Uint8Array>(Math.max(vcpus - 1, 0)).fill(saveArea(resetAddress));
  return await hash("sha256", ...parts, saveArea(firstVcpuAddress), ...others);
}

function measuredParts(mode: string, { ovmf, kernelHashes }: SevLaunch): Uint8Array[] {
  const { hashTable } = firmwareLayout("OVMF", ovmf);
  if (kernelHashes === undefined) return [ovmf];
  if (hashTable === null) throw new MeasureError(message("measure.firmware.no-kernel-hashes", { mode }));
  return [ovmf, buildKernelHashTable(kernelHashes)];
}
