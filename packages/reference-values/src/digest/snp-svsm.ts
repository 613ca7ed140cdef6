import { hash } from "@sekisho/encoding/crypto";
import { message } from "@sekisho/messages";
import { sectionTypes } from "../firmware/sections.ts";
import { MeasureError } from "../measure-error.ts";
import { buildSvsmSaveArea } from "../vcpu/save-area.ts";
import { addNormalPages, addSaveArea, addUnhashedPages, pageTypes } from "./page-chain.ts";
import { firmwareLayout, measureFirmwareVolume } from "./snp.ts";

/**
 * The launch digest (48 bytes) of a SEV-SNP guest of QEMU that COCONUT SVSM starts: the firmware's pages, the SVSM's
 * pages below them, the pages that the SVSM's own metadata asks for, and a save area for each virtual CPU.
 *
 * @param launch.variablesSize bytes of the firmware's variable store, which lies between SVSM and firmware unmeasured
 * @param launch.signature CPUID signature of the virtual CPUs
 * @throws MeasureError when an image is malformed or the SVSM does not name its entry point
 */
export async function computeSvsmLaunchDigest(launch: {
  readonly ovmf: Uint8Array;
  readonly svsm: Uint8Array;
  readonly variablesSize: number;
  readonly vcpus: number;
  readonly signature: number;
}): Promise<Uint8Array> {
  const { ovmf, svsm, variablesSize, vcpus, signature } = launch;
  firmwareLayout("OVMF", ovmf);
  const { sections, svsmEntry } = firmwareLayout("SVSM", svsm);
  const svsmAddress = 2 ** 32 - ovmf.length - variablesSize - svsm.length;
  if (svsmEntry === null || svsmEntry >= svsm.length) throw new MeasureError(message("measure.svsm.no-entry"));

  let digest = await addNormalPages(await measureFirmwareVolume(ovmf), svsmAddress, svsm);
  for (const section of sections) {
    const type = sectionPageTypes.get(section.type) ?? pageTypes.zero;
    digest = await addUnhashedPages(digest, type, section);
  }
  const contents = await hash("sha384", buildSvsmSaveArea({ address: svsmAddress + svsmEntry, signature }));
  for (let vcpu = 0; vcpu < vcpus; vcpu++) digest = await addSaveArea(digest, contents);
  return digest;
}

/** Every other section is zero pages; there is no direct boot under an SVSM, so the page for kernel hashes is too. */
const sectionPageTypes = new Map([
  [sectionTypes.secrets as number, pageTypes.secrets],
  [sectionTypes.cpuid as number, pageTypes.cpuid],
] as const);
