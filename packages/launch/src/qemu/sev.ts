import type { Machine } from "@sekisho/release";
import type { DirectFiles } from "../machine-files.ts";
import { demandQemuProcessor } from "../shape.ts";
import type { SevTarget } from "../target.ts";
import { bareMachine, confidentialDevices, serialArguments } from "./common.ts";
import { qemuOption } from "./option.ts";

/**
 * The words that start a machine on a SEV or SEV-ES host (QEMU ≥ 6.2, docs/system/i386/amd-memory-encryption.rst). It waits before its
 * first instruction (`-S`) until its owner has judged the measurement and injected the key.
 */
export function sevArguments(machine: Machine, files: DirectFiles, target: SevTarget): string[] {
  demandQemuProcessor(machine);
  const guest = qemuOption("sev-guest", {
    id: "sev0",
    cbitpos: target.cbitPosition,
    "reduced-phys-bits": target.reducedPhysBits,
    policy: machine.guestPolicy,
    "dh-cert-file": target.session.certificate.file,
    "session-file": target.session.data.file,
    "kernel-hashes": true,
  });
  const machineOptions = { "confidential-guest-support": "sev0", smm: false, vmport: false };
  return [
    ["-name", qemuOption("", { guest: machine.name }), "-uuid", machine.id],
    ["-machine", qemuOption("q35", machineOptions)],
    ["-accel", "kvm"],
    ["-cpu", machine.shape.vcpuType, "-smp", String(machine.shape.vcpus), "-m", `${machine.memoryMiB}M`],
    ["-object", guest],
    ["-S"],
    bareMachine,
    // As a flash device: QEMU encrypts and measures firmware of a SEV guest only there, and not what -bios names.
    ["-drive", qemuOption("", { if: "pflash", unit: 0, format: "raw", readonly: true, file: files.firmware })],
    ["-kernel", files.kernel, "-initrd", files.initrd, "-append", machine.boot.commandLine],
    confidentialDevices(files.disk, target.network),
    serialArguments,
  ].flat();
}
