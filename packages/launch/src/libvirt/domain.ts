import { toBase64 } from "@sekisho/encoding";
import { message } from "@sekisho/messages";
import type { Machine } from "@sekisho/release";
import { demandDirectFiles } from "../direct-boot.ts";
import { LaunchError } from "../launch-error.ts";
import type { DirectFiles, MachineFiles } from "../machine-files.ts";
import { demandQemuProcessor, demandQemuShape } from "../shape.ts";
import type { MachineNetwork, SevTarget, SnpTarget, TdxTarget } from "../target.ts";
import { element, renderXml, type XmlElement } from "./xml.ts";

/**
 * The libvirt domain that starts a machine on a SEV-SNP host (libvirt ≥ 10.5), a SEV or SEV-ES host (libvirt ≥ 8.6) or a TDX host
 * (libvirt ≥ 11.6; formatdomain, "Launch Security").
 *
 * @throws LaunchError when QEMU can't start the machine's shape, the machine boots from its disk, or the quote service listens
 *   on vsock
 */
export function libvirtDomain(
  machine: Machine,
  anyFiles: MachineFiles,
  target: SnpTarget | SevTarget | TdxTarget,
): string {
  const files = demandDirectFiles(machine, anyFiles);
  const {
    loader = { type: "rom" },
    memoryBacking,
    features,
    processor,
    clock,
    launchSecurity,
  } = partsOf(machine, target);
  const memory = { unit: "MiB" };
  return renderXml(
    element("domain", { type: "kvm" }, [
      element("name", {}, machine.name),
      element("uuid", {}, machine.id),
      element("memory", memory, String(machine.memoryMiB)),
      memoryBacking,
      element("vcpu", {}, String(machine.shape.vcpus)),
      element("os", {}, [
        element("type", { arch: "x86_64", machine: "q35" }, "hvm"),
        element("loader", loader, files.firmware),
        element("kernel", {}, files.kernel),
        element("initrd", {}, files.initrd),
        element("cmdline", {}, machine.boot.commandLine),
      ]),
      element("features", {}, [element("acpi"), element("apic"), ...features, element("smm", { state: "off" })]),
      processor,
      clock,
      // A confidential guest can't be reset in place: it ends, and is started anew.
      element("on_reboot", {}, "destroy"),
      element("on_crash", {}, "destroy"),
      element("devices", {}, devices(files, target.network)),
      launchSecurity,
    ]),
  );
}

/** What hangs on the technology. */
type Parts = {
  /** Default: memory that is filled from the file. */
  readonly loader?: Readonly<Record<string, string>>;
  readonly memoryBacking: XmlElement | undefined;
  readonly features: readonly XmlElement[];
  readonly processor: XmlElement;
  readonly clock: XmlElement | undefined;
  readonly launchSecurity: XmlElement;
};

function partsOf(machine: Machine, target: SnpTarget | SevTarget | TdxTarget): Parts {
  switch (target.kind) {
    case "sev-snp":
      return snpParts(machine, target);
    case "sev":
      return sevParts(machine, target);
    case "tdx":
      return tdxParts(machine, target);
  }
}

function sevParts(machine: Machine, { cbitPosition, reducedPhysBits, session }: SevTarget): Parts {
  demandQemuProcessor(machine);
  return {
    // QEMU encrypts and measures firmware of a SEV guest only in a flash device.
    loader: { readonly: "yes", type: "pflash", stateless: "yes" },
    // The processor reads and writes encrypted memory in place: no page may move.
    memoryBacking: element("memoryBacking", {}, [element("locked")]),
    features: [],
    processor: processorOf(machine),
    clock: undefined,
    launchSecurity: element("launchSecurity", { type: "sev", kernelHashes: "yes" }, [
      cbitPosition === undefined ? undefined : element("cbitpos", {}, String(cbitPosition)),
      reducedPhysBits === undefined ? undefined : element("reducedPhysBits", {}, String(reducedPhysBits)),
      element("policy", {}, machine.guestPolicy),
      element("dhCert", {}, session.certificate.text),
      element("session", {}, session.data.text),
    ]),
  };
}

function processorOf({ shape }: Machine): XmlElement {
  return element("cpu", { mode: "custom", match: "exact", check: "none" }, [
    element("model", { fallback: "forbid" }, shape.vcpuType),
  ]);
}

function snpParts(machine: Machine, target: SnpTarget): Parts {
  demandQemuShape(machine);
  return {
    memoryBacking: element("memoryBacking", {}, [
      element("source", { type: "memfd" }),
      element("access", { mode: "shared" }),
    ]),
    features: [],
    processor: processorOf(machine),
    clock: undefined,
    launchSecurity: launchSecurityOfSnp(machine, target),
  };
}

function tdxParts(machine: Machine, target: TdxTarget): Parts {
  return {
    memoryBacking: undefined,
    // Half of the interrupt controller is QEMU's, since KVM has no whole one for a TD.
    features: [element("ioapic", { driver: "qemu" })],
    processor: element("cpu", { mode: "host-passthrough" }),
    clock: element("clock", { offset: "utc" }, [element("timer", { name: "hpet", present: "no" })]),
    launchSecurity: launchSecurityOfTdx(machine, target),
  };
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

function launchSecurityOfSnp(
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

/** libvirt reaches the quote service through a socket file only. */
function launchSecurityOfTdx(
  machine: Machine,
  { quoteService, mrConfigId, mrOwner, mrOwnerConfig }: TdxTarget,
): XmlElement {
  if (quoteService.kind !== "unix") throw new LaunchError(message("launch.tdx.vsock"));
  return element("launchSecurity", { type: "tdx" }, [
    element("policy", {}, machine.guestPolicy),
    mrConfigId && element("mrConfigId", {}, toBase64(mrConfigId)),
    mrOwner && element("mrOwner", {}, toBase64(mrOwner)),
    mrOwnerConfig && element("mrOwnerConfig", {}, toBase64(mrOwnerConfig)),
    element("quoteGenerationService", { path: quoteService.path }),
  ]);
}
