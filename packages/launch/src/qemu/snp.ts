import { toBase64 } from "@sekisho/encoding";
import type { Machine } from "@sekisho/release";
import { demandQemuShape } from "../shape.ts";
import type { DirectFiles } from "../machine-files.ts";
import type { SnpTarget } from "../target.ts";
import { bareMachine, bootArguments, confidentialDevices, serialArguments } from "./common.ts";
import { qemuOption } from "./option.ts";

/** The words that start a machine on a SEV-SNP host (QEMU ≥ 9.1, docs/system/i386/amd-memory-encryption.rst). */
export function snpArguments(machine: Machine, files: DirectFiles, target: SnpTarget): string[] {
  demandQemuShape(machine);
  const { identity, hostData } = target;
  const guest = qemuOption("sev-snp-guest", {
    id: "sev0",
    cbitpos: target.cbitPosition,
    "reduced-phys-bits": target.reducedPhysBits,
    policy: machine.guestPolicy,
    "kernel-hashes": true,
    "id-block": identity && toBase64(identity.idBlock),
    "id-auth": identity && toBase64(identity.idAuthentication),
    "author-key-enabled": identity?.authorKey,
    "host-data": hostData && toBase64(hostData),
  });
  const memory = { id: "ram0", size: `${machine.memoryMiB}M`, share: true, prealloc: false };
  const machineOptions = { "confidential-guest-support": "sev0", "memory-backend": "ram0", smm: false, vmport: false };
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-machine", qemuOption("q35", machineOptions)],
    ["-accel", "kvm"],
    ["-cpu", machine.shape.vcpuType, "-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    ["-object", qemuOption("memory-backend-memfd", memory)],
    ["-object", guest],
    bareMachine,
    bootArguments(machine, files),
    confidentialDevices(files.disk, target.network),
    serialArguments,
  ].flat();
}
