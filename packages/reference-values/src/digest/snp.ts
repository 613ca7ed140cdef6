import { malformedMessage, parseAll, toHex, type Parsed } from "@sekisho/encoding";
import { hash } from "@sekisho/encoding/crypto";
import { parseFirmware, type FirmwareLayout } from "../firmware/layout.ts";
import { pageSize, sectionTypes } from "../firmware/sections.ts";
import { MeasureError } from "../measure-error.ts";
import type { FirmwareSummary } from "../schema.ts";
import { addNormalPages, emptyLaunchDigest } from "./page-chain.ts";
import { createSnpCalculator, type SnpLaunch } from "./snp-calculator.ts";

const fourGiB = 2 ** 32;

/**
 * What launch digests of SEV-SNP need to know of an OVMF image, so that they can be computed again without it.
 *
 * @param ovmf the whole image as `-bios` takes it, whole pages; its last byte lies just below 4 GiB
 * @param version for people ("ovmf-amdsev 2026.08-1"), at most 256 characters
 * @param options.volumeDigest the launch digest over the image's own pages (48 bytes), where it is known already: then
 *   only the tables at the image's end are read, and the rest may be missing
 * @returns an error where the image is malformed, has no SEV metadata or does not say where virtual CPUs start
 */
export async function describeFirmware(
  ovmf: Uint8Array,
  version: string,
  options: { readonly volumeDigest?: Uint8Array } = {},
): Promise<Parsed<FirmwareSummary>> {
  const parsed = parseFirmware(ovmf);
  if (!parsed.ok) return parsed;
  const fit = checkForSnp(ovmf, parsed.value);
  if (!fit.ok) return fit;
  const [sha256, volumeDigest] = await Promise.all([
    hash("sha256", ovmf),
    options.volumeDigest ?? measureFirmwareVolume(ovmf),
  ]);
  const { sections, hashTable } = parsed.value;
  const measuresKernel = sections.some(({ type }) => type === sectionTypes.kernelHashes);
  return {
    ok: true,
    value: {
      sha256: toHex(sha256),
      version,
      volumeDigest: toHex(volumeDigest),
      sections: [...sections],
      hashTableAddress: measuresKernel ? (hashTable?.address ?? null) : null,
      resetAddress: fit.value,
    },
  };
}

/** The SNP launch digest (48 bytes) over nothing but the pages of an image that ends at 4 GiB. */
export function measureFirmwareVolume(ovmf: Uint8Array): Promise<Uint8Array> {
  return addNormalPages(emptyLaunchDigest, fourGiB - ovmf.length, ovmf);
}

/** Demands what SEV-SNP needs, and gives the reset address. */
function checkForSnp(ovmf: Uint8Array, layout: FirmwareLayout): Parsed<number> {
  return parseAll("firmware", ovmf, (reader) => {
    const { length } = reader.rest("firmware");
    if (length === 0 || length % pageSize !== 0) {
      reader.fail("value", "firmware size", "a multiple of 4096, not zero", `${length} bytes`);
    }
    if (layout.sections.length === 0) reader.fail("value", "SEV metadata", "sections for SEV-SNP", "none");
    return layout.resetAddress ?? reader.fail("value", "SEV-ES reset block", "an entry in the GUIDed table", "none");
  });
}

/**
 * The launch digest (MEASUREMENT of the report, 48 bytes) of a SEV-SNP guest.
 *
 * Try many launches of one firmware with {@link createSnpCalculator} instead.
 *
 * @throws MeasureError when the firmware has no page for kernel hashes but some are given, or the vCPU type is unknown
 */
export async function computeSnpLaunchDigest(
  launch: SnpLaunch & { readonly firmware: FirmwareSummary },
): Promise<Uint8Array> {
  return await createSnpCalculator(launch.firmware).digest(launch);
}

/** The layout of an image, or a {@link MeasureError} that says what is wrong with it; `what` names the image for people. */
export function firmwareLayout(what: string, image: Uint8Array): FirmwareLayout {
  const parsed = parseFirmware(image);
  if (!parsed.ok) throw new MeasureError(malformedMessage(what, parsed.error));
  return parsed.value;
}
