import { toBase64 } from "@sekisho/encoding";
import type { Machine } from "@sekisho/release";
import { demandDirectFiles } from "../direct-boot.ts";
import type { DirectFiles, MachineFiles } from "../machine-files.ts";
import { demandQemuShape } from "../shape.ts";
import type { MachineNetwork, SnpTarget } from "../target.ts";
import { element, renderXml, type XmlElement } from "./xml.ts";

/**
 * The libvirt domain that starts a machine on a SEV-SNP host (libvirt ≥ 10.5, formatdomain, "Launch Security").
 *
 * @throws LaunchError when QEMU can't start the machine's shape, or the machine boots from its disk
 */
export function libvirtDomain(machine: Machine, anyFiles: MachineFiles, target: SnpTarget): string {
  const files = demandDirectFiles(machine, anyFiles);
  demandQemuShape(machine);
  const memory = { unit: "MiB" };
  return renderXml(
    element("domain", { type: "kvm" }, [
      element("name", {}, machine.name),
      element("uuid", {}, machine.id),
      element("memory", memory, String(machine.memoryMiB)),
      element("memoryBacking", {}, [element("source", { type: "memfd" }), element("access", { mode: "shared" })]),
      element("vcpu", {}, String(machine.shape.vcpus)),
      element("os", {}, [
        element("type", { arch: "x86_64", machine: "q35" }, "hvm"),
        element("loader", { type: "rom" }, files.firmware),
        element("kernel", {}, files.kernel),
        element("initrd", {}, files.initrd),
        element("cmdline", {}, machine.boot.commandLine),
      ]),
      element("features", {}, [element("acpi"), element("apic"), element("smm", { state: "off" })]),
      element("cpu", { mode: "custom", match: "exact", check: "none" }, [
        element("model", { fallback: "forbid" }, machine.shape.vcpuType),
      ]),
      // A confidential guest can't be reset in place: it ends, and is started anew.
      element("on_reboot", {}, "destroy"),
      element("on_crash", {}, "destroy"),
      element("devices", {}, devices(files, target.network)),
      launchSecurity(machine, target),
    ]),
  );
}

function devices(files: DirectFiles, network: MachineNetwork): XmlElement[] {
  return [
    element("disk", { type: "file", device: "disk" }, [
      element("driver", { name: "qemu", type: "raw", iommu: "on" }),
      element("source", { file: files.disk }),
      element("target", { dev: "vda", bus: "virtio" }),
    ]),
    element("interface", network.kind === "bridge" ? { type: "bridge" } : { type: "user" }, [
      network.kind === "bridge" ? element("source", { bridge: network.name }) : undefined,
      element("model", { type: "virtio" }),
      element("driver", { iommu: "on" }),
      element("rom", { enabled: "no" }),
    ]),
    element("serial", { type: "pty" }),
    element("console", { type: "pty" }, [element("target", { type: "serial", port: 0 })]),
    element("memballoon", { model: "none" }),
  ];
}

function launchSecurity(
  machine: Machine,
  { cbitPosition, reducedPhysBits, identity, hostData }: SnpTarget,
): XmlElement {
  const authorKey = identity?.authorKey === true ? { authorKey: "yes" } : {};
  return element("launchSecurity", { type: "sev-snp", kernelHashes: "yes", ...authorKey }, [
    element("cbitpos", {}, String(cbitPosition)),
    element("reducedPhysBits", {}, String(reducedPhysBits)),
    element("policy", {}, machine.guestPolicy),
    identity && element("idBlock", {}, toBase64(identity.idBlock)),
    identity && element("idAuth", {}, toBase64(identity.idAuthentication)),
    hostData && element("hostData", {}, toBase64(hostData)),
  ]);
}
